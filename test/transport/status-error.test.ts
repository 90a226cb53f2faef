import { describe, expect, test } from 'vitest';
import { hasStatus, lacksRight, lacksRoute } from '../../src/errors/server-fault.ts';
import { statusError } from '../../src/transport/status-error.ts';

const refusal = (status: number, text: string) =>
  statusError({
    status,
    method: 'GET',
    path: '/api/v1/feed/3',
    host: 'cb.example.net',
    mask: (words) => words,
    text,
  });

describe('a 404', () => {
  test.each([
    'Session 12 not found',
    'Feed 3 not found',
    'The content of 0f3a was never collected',
    '{"status": "NOT_FOUND"}',
    '{"status": "NOT_FOUND", "message": "gone"}',
    '["does not exist"]',
    '{"reason": "unknown_id"}',
  ])('in the words %j of the server says that the thing is not there', (text) => {
    expect(refusal(404, text)).toMatchObject({ kind: 'NotFound', status: 404 });
  });

  test.each([
    ['', 'ServerError'],
    ['[]', 'ServerError'],
    ['Not Found', 'ServerError'],
    ['404 page not found', 'ServerError'],
    ['default backend - 404', 'ServerError'],
    ['{"message": "Not Found"}', 'ServerError'],
    ['{"message": "no Route matched with those values"}', 'ServerError'],
    ['{"message": "The requested URL was not found on the server."}', 'ServerError'],
    ['bonjour', 'ServerError'],
    ['<html><head><title>404 Not Found</title></head><body><h1>Feed</h1></body></html>', 'BadReply'],
    ['<!DOCTYPE HTML><title>404 Not Found</title><p>Session 41 not found', 'BadReply'],
  ])('of the body %j says nothing of the thing', (text, kind) => {
    const error = refusal(404, text);
    expect(error).toMatchObject({ kind, status: 404 });
    expect(error.hint).toContain('not known');
    expect(lacksRoute(error)).toBe(true);
  });
});

describe('an error of the server', () => {
  test('in other words stays one of the server, with what it said', () => {
    const error = refusal(403, 'no').reworded({ message: 'you lack the right', context: { right: 'x' } });
    expect(error).toMatchObject({ kind: 'Auth', message: 'you lack the right', status: 403, said: 'no' });
    expect(error.context).toMatchObject({ status: 403, right: 'x' });
    expect([lacksRight(error), hasStatus(error, 403), lacksRoute(error)]).toEqual([true, true, false]);
  });
});
