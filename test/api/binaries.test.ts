import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBinary } from '../../src/api/wire/binary.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

const md5 = '0F343B0931126A20F133D67C2B018A3B';
let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('a binary', () => {
  test('is asked for in upper case and read with signature and sensors', async () => {
    server.binary(md5).summary({
      digsig_result: 'Signed',
      digsig_publisher: 'Contoso',
      digsig_sign_time: '2023-01-02T03:04:05Z',
      endpoint: ['FIN|WS|7', 'nobar', 9],
    });
    expect(await server.cb().binaries.summary(md5.toLowerCase())).toMatchObject({
      md5,
      signature: 'Signed',
      publisher: 'Contoso',
      signedMs: Date.parse('2023-01-02T03:04:05Z'),
      endpoints: [
        { hostname: 'FIN|WS', sensorId: 7 },
        { hostname: 'nobar', sensorId: undefined },
        { hostname: '9', sensorId: undefined },
      ],
    });
  });

  test('that nobody knows is NotFound', async () => {
    server.binary(md5).unknown();
    expect(await failureOf(server.cb().binaries.summary(md5))).toMatchObject({ kind: 'NotFound' });
  });

  test.each([null, [], 'x', { md5: 7, observed_filename: 'x', endpoint: {}, digsig_sign_time: 5 }])(
    'that is %j is read as one of which nothing is known',
    (json) => {
      expect(readBinary(json)).toMatchObject({ names: [], endpoints: [], signedMs: undefined });
    },
  );
});
