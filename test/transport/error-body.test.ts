import { describe, expect, test } from 'vitest';
import { htmlWords, readErrorBody, shorten } from '../../src/transport/error-body.ts';

describe('an error body is read', () => {
  test.each([
    ['a plain sentence', 'Session 12 not found', 'Session 12 not found'],
    [
      'a JSON string',
      '"Unhandled exception. Check logs for details."',
      'Unhandled exception. Check logs for details.',
    ],
    ['an array of one', '["Hash abc already exists"]', 'Hash abc already exists'],
    ['an object with a reason', '{"reason": "query_malformed_syntax", "x": 1}', 'query_malformed_syntax'],
    ['an object with name and message', '{"name": "Bad", "message": "wrong id"}', 'Bad: wrong id'],
    ['an object with errorMessage', '{"errorMessage": "nope"}', 'nope'],
    ['an error within an error', '{"error": {"message": "deep"}}', 'deep'],
    ['an object with nothing but a status', '{"status": "NOT_FOUND"}', 'NOT_FOUND'],
    ['a result', '{"result": "failed"}', 'failed'],
    ['a number', '{"message": 7}', '7'],
    ['nothing', '  ', ''],
    ['an empty object', '{}', ''],
    ['JSON that is cut off', '{"message": "half', '{"message": "half'],
    [
      'a page',
      '<!DOCTYPE HTML><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The URL\n was not found.</p></body></html>',
      '404 Not Found: The URL was not found.',
    ],
    [
      'a page of nginx',
      '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>',
      '502 Bad Gateway: openresty',
    ],
    ['no text', `{"${'\ufffd\u0001'.repeat(20)}`, 'bytes that are no text'],
    ['a page within JSON', '{"message": "<html><title>x</title></html>"}', 'x'],
  ])('that is %s', (_shape, body, sentence) => {
    expect(readErrorBody(body).sentence).toBe(sentence);
  });

  test('with its status word', () => {
    expect(readErrorBody('{"status": "NOT_FOUND", "message": "gone"}')).toEqual({
      sentence: 'gone',
      code: 'NOT_FOUND',
      form: 'json',
    });
    expect(readErrorBody('gone').code).toBeUndefined();
  });

  test('at most 300 characters of it, without half a character at the end', () => {
    expect(readErrorBody('x'.repeat(1000)).sentence).toHaveLength(300);
    expect(shorten('ab😀', 4)).toBe('ab😀');
    expect(shorten('ab😀c', 4)).toBe('ab…');
  });

  test('in no more time than its length takes, however it is made', () => {
    const before = performance.now();
    for (const hostile of [
      '<'.repeat(200_000),
      '<!--'.repeat(50_000),
      '<script>'.repeat(25_000),
      '&#'.repeat(100_000),
    ])
      readErrorBody(`<html>${hostile}`);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('without its scripts, and with its entities as characters', () => {
    expect(
      htmlWords('<p>a &lt;b&gt; &amp;&#39;&#x1F600; &bogus;</p><script>alert("<p>x</p>")</script>'),
    ).toBe("a <b> &'😀 &bogus;");
  });
});
