import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../src/api/resources/refusal.ts';
import { acceptedOf, madeId } from '../../src/api/resources/write-reply.ts';
import type { HttpReply } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';

const reply = (json: unknown, status = 200) =>
  ({
    status,
    json: async () => json,
    mask: (text: string) => text.replace('token', '***'),
    discard: async () => {},
  }) as HttpReply;

describe('the reply to a write', () => {
  test.each([
    ['nothing (204)', reply(undefined, 204)],
    ['success', reply({ result: 'success' })],
    ['success, loudly', reply({ result: 'SUCCESS ' })],
    ['an id', reply({ id: 2 })],
    ['the whole thing', reply({ unique_id: 'a-b', status: 'Resolved' })],
  ])('that is %s is a yes', async (_what, answer) => {
    await expect(acceptedOf(answer)).resolves.toBeTypeOf('object');
  });

  test('there is none in a dry run', async () => {
    const heldBack = { ...reply({}, 0), notSent: true as const };
    expect(await acceptedOf(heldBack)).toBeUndefined();
  });

  test.each([
    [{ result: 'no such group' }, 'the server refused it: no such group'],
    [{ errorMessage: 'no' }, 'the server refused it: no'],
    [{ name: 'Conflict', message: 'taken' }, 'the server refused it: Conflict: taken'],
    [['it exists'], 'the server refused it: it exists'],
    [{ result: 'password hunter2 of token is weak' }, 'the server refused it: password *** of *** is weak'],
  ])('%j is a refusal', async (json, message) => {
    const error = await failureOf(acceptedOf(reply(json), ['hunter2']));
    expect(error).toMatchObject({ kind: 'ServerError', message, isSilent: false, mayBeDone: false });
  });

  test.each([[undefined], [null], [{}], [[]], [[{ id: 2 }]], ['ok'], [true], [{ rows: 1 }]])(
    '%j leaves open what came of it',
    async (json) => {
      const error = await failureOf(acceptedOf(reply(json)));
      expect(error).toMatchObject({ kind: 'BadReply', isSilent: true, mayBeDone: true });
    },
  );

  test('says the id as a number, as text, or not at all', () => {
    expect([{ id: 2 }, { id: '2' }, { result: 'success' }].map(madeId)).toEqual(['2', '2', undefined]);
  });
});

describe('a reply of 200', () => {
  test.each([
    [{ result: 'success' }, undefined],
    [{ result: 'Success' }, undefined],
    [{ result: 'success', message: 'all fine' }, undefined],
    [{ result: 'Hash is not valid' }, 'Hash is not valid'],
    [{ result: '' }, 'no reason given'],
    [{ errorMessage: 'no' }, 'no'],
    [{ reason: 'query_malformed_syntax' }, 'query_malformed_syntax'],
    [{ id: 7, name: 'a watchlist', message: 'of its own' }, undefined],
    [{ result: { rows: 1 } }, undefined],
    [{ errorMessage: 'x'.repeat(1e6) }, 'x'.repeat(300)],
    [[], undefined],
    [undefined, undefined],
  ])('of %j refuses with %j', (json, refusal) => {
    expect(refusalOf(json)).toBe(refusal);
  });
});
