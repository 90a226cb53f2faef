import { describe, expect, test } from 'vitest';
import { madeId, refusalOf, writeReply } from '../../src/api/resources/write-reply.ts';
import type { HttpReply } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';

const reply = (text: string) => ({ status: 200, text: async () => text }) as HttpReply;

describe('the reply to a write', () => {
  test.each([[''], ['{}'], ['{"result": "success"}'], ['{"result": "SUCCESS"}'], ['[1]'], ['{"id": 2}']])(
    '%j is a success',
    async (text) => {
      await expect(writeReply(reply(text))).resolves.not.toThrow();
    },
  );

  test.each([
    ['{"result": "no such group"}', 'the server refused it: no such group'],
    ['{"errorMessage": "no"}', 'the server refused it: no'],
    ['{"result": "password hunter2 is weak"}', 'the server refused it: password *** is weak'],
  ])('%s is a refusal', async (text, message) => {
    const error = await failureOf(writeReply(reply(text), ['hunter2']));
    expect(error).toMatchObject({ kind: 'ServerError', message });
  });

  test('that is a page leaves open what came of it', async () => {
    const error = await failureOf(writeReply(reply('<html>please log in</html>')));
    expect(error).toMatchObject({ kind: 'BadReply', mayBeDone: true });
  });

  test('says the id as a number, as text, or not at all', () => {
    expect(['{"id": 2}', '{"id": "2"}', '{}', '[]'].map((text) => madeId(JSON.parse(text)))).toEqual([
      '2',
      '2',
      undefined,
      undefined,
    ]);
  });
});

describe('a reply of 200', () => {
  test.each([
    [{ result: 'success' }, undefined],
    [{ result: 'Success' }, undefined],
    [{ result: 'Hash is not valid' }, 'Hash is not valid'],
    [{ result: '' }, 'no reason given'],
    [{ errorMessage: 'no' }, 'no'],
    [{ result: { rows: 1 } }, undefined],
    [[], undefined],
    [undefined, undefined],
  ])('of %j refuses with %j', (json, refusal) => {
    expect(refusalOf(json)).toBe(refusal);
  });
});
