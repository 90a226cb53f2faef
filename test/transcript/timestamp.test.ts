import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerTo, readTimestamp, timestampQuery } from '../../src/transcript/timestamp.ts';
import { cpuMs } from '../support/cpu-time.ts';
import { makeStamper, maySkipOpenssl, type Stamper } from '../support/time-stamp-authority.ts';

describe.skipIf(maySkipOpenssl)(`a reply${maySkipOpenssl ? ' (skipped: there is no openssl)' : ''}`, () => {
  const stamped = Buffer.from('a seal');
  const query = timestampQuery(stamped);
  let stamper: Stamper;
  let reply: Buffer;
  beforeAll(() => {
    stamper = makeStamper();
    reply = stamper.reply(query.bytes);
  });
  afterAll(() => stamper.end());

  test('says its time, and is of what was asked for alone', () => {
    const found = answerTo(query, reply, stamped);
    expect(found).toMatchObject({ signer: 'CN=Test TSA, O=Clocks' });
    expect('at' in found && Date.now() - Date.parse(found.at)).toBeLessThan(60_000);
    expect(answerTo(query, reply, Buffer.from('another seal'))).toEqual({
      problem: 'it is a time stamp of something else',
    });
    expect(answerTo(timestampQuery(stamped), reply, stamped)).toEqual({
      problem: 'it answers another question (nonce)',
    });
  });

  test('that is broken anywhere is read or refused, and nothing else', () => {
    const patch = fc.tuple(fc.nat(2000), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(patch, { minLength: 1, maxLength: 5 }), fc.nat(3000), (patches, length) => {
        const broken = Buffer.from(reply.subarray(0, length));
        for (const [at, byte] of patches.filter(([place]) => place < broken.length)) broken[at] = byte;
        const found = readTimestamp(broken);
        expect('problem' in found ? found.problem : found.at).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });

  test('as long as one may be, of parts without number, is refused at once', () => {
    const wide = Buffer.concat([
      Buffer.of(0x30, 0x83, 3, 0xff, 0xfb),
      Buffer.alloc(0x3fffb, Buffer.of(5, 0)),
    ]);
    expect(cpuMs(() => expect(readTimestamp(wide)).toHaveProperty('problem'))).toBeLessThan(1000);
  });

  test.each(['20261332000000Z', '20260230000000Z', '2026010100000Z', '20260101000000+0100'])(
    'has no time in %s',
    (time) => {
      const place = reply.indexOf(/20\d{12}Z/.exec(reply.toString('latin1'))?.[0] ?? '', 0, 'latin1');
      const bad = Buffer.from(reply);
      // Of another length it breaks the frame, of the same one the calendar.
      bad.write(time.slice(0, 15), place, 'latin1');
      expect(readTimestamp(bad)).toEqual({ problem: expect.stringMatching(/^it is no reply of RFC 3161/) });
    },
  );
});
