import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyReply } from '../../src/api/resources/any-request.ts';
import { allRows } from '../../src/queries/api/pages.ts';
import { effectOfRequest, targetOf } from '../../src/queries/api/target.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

const server = 'https://cb.example.net:8443';

describe('where a request goes', () => {
  test.each([
    ['v1/sensor', '/api/v1/sensor', {}],
    ['/v1/sensor', '/api/v1/sensor', {}],
    ['/api/v1/sensor', '/api/v1/sensor', {}],
    ['api/info', '/api/info', {}],
    ['info', '/api/info', {}],
    ['v1/a b/ü', '/api/v1/a%20b/%C3%BC', {}],
    ['v1/x?a=1&b=x%20y&a=2', '/api/v1/x', { a: ['1', '2'], b: ['x y'] }],
    ['v1/x?__proto__=1', '/api/v1/x', { ['__proto__']: ['1'] }],
    [`${server}/api/v1/x?q=%23#part`, '/api/v1/x', { q: ['#'] }],
    ['//evil.example/api/v1/x', '/api/evil.example/api/v1/x', {}],
    ['v1/../v2/x', '/api/v2/x', {}],
  ])('%s', (typed, path, query) => {
    expect(targetOf(typed, server)).toEqual({ path, query });
  });

  test.each([
    ['https://evil.example/api/v1/x', 'is not on cb.example.net:8443, the server of this profile'],
    ['https://cb.example.net/api/v1/x', 'is not on cb.example.net:8443'],
    ['http://cb.example.net:8443/api/v1/x', 'is not on cb.example.net:8443'],
    ['../x', 'does not begin with /api/'],
    ['v1/../../x', 'does not begin with /api/'],
    [String.raw`v1\..\..\x`, 'does not begin with /api/'],
    ['https://', 'is no path'],
  ])('nowhere else: %s', (typed, said) => {
    expect(() => targetOf(typed, server)).toThrow(said);
  });
});

describe('what a request may do', () => {
  test.each([
    ['GET', 'v1/cblr/session', 'reads'],
    ['post', 'v1/process', 'reads'],
    ['POST', 'v2/alert?q=x', 'reads'],
    ['POST', 'v1/alert', 'changes'],
    ['PUT', 'v1/group/1', 'changes'],
    ['DELETE', 'v1/group/1', 'destroys'],
    ['POST', 'v1/cblr/session/1/command', 'destroys'],
    ['POST', 'v1/x/../cblr/session/1/command', 'destroys'],
    ['POST', 'v1/%63blr/session/1/command', 'destroys'],
    ['PUT', 'https://cb.example.net/api/v1/cblr/session/1', 'destroys'],
    ['PATCH', 'v1/group/1', 'reads'],
  ])('%s %s %s', (method, path, effect) => {
    expect(effectOfRequest(method, path)).toBe(effect);
  });
});

describe('all pages', () => {
  const page = (results: readonly unknown[], total?: unknown): AnyReply => ({
    type: 'object',
    value: { results, total_results: total },
    refusal: undefined,
  });
  const read = async (pages: readonly AnyReply[], query = {}) => {
    const asked: unknown[] = [];
    const rows: unknown[] = [];
    const ask = async (given: unknown) => {
      asked.push(given);
      return pages[asked.length - 1] ?? ({ type: 'empty', status: 204 } as const);
    };
    for await (const row of allRows(ask, query)) rows.push(row);
    return { asked, rows };
  };

  test('come until the total is reached, or one is empty', async () => {
    const pages = [page([1, 2], 3), page([3], 3)];
    expect(await read(pages, { q: ['x'], rows: ['2'] })).toEqual({
      asked: [
        { q: ['x'], start: '0', rows: '2' },
        { q: ['x'], start: '2', rows: '2' },
      ],
      rows: [1, 2, 3],
    });
    expect((await read([page([1], '900'), page([])])).rows).toEqual([1]);
    expect((await read([])).rows).toEqual([]);
    expect((await read([page([], 40)], { start: ['40'] })).rows).toEqual([]);
  });

  test('are not none where the server counts some and gives none, or sends nothing', async () => {
    expect(await failureOf(read([page([], 40)]))).toMatchObject({
      kind: 'BadReply',
      message: 'the server counts 40 rows and gave none from row 0 on',
    });
    expect(await failureOf(read([{ type: 'empty', status: 200 }]))).toMatchObject({ kind: 'BadReply' });
  });

  test('begin where it was asked for', async () => {
    expect((await read([page([])], { start: ['40'] })).asked).toEqual([{ start: '40', rows: '100' }]);
  });

  test('end where the server sends the same one again, and where there are none', async () => {
    const same = page([{ id: 1 }], 50);
    expect(await failureOf(read([same, same, same]))).toMatchObject({
      kind: 'BadReply',
      message: 'the server sends the page of row 0 again',
    });
    const other = page([{ id: 2 }, { id: 3 }], 50);
    expect(await failureOf(read([same, other, same, other]))).toMatchObject({
      message: 'the server sends the page of row 1 again',
    });
    expect(await failureOf(read([{ type: 'list', items: [1, 2], refusal: undefined }]))).toMatchObject({
      kind: 'BadReply',
    });
  });
});

describe('cbq api', () => {
  let cb: MockCb;
  beforeEach(() => {
    cb = mockCb();
  });
  afterEach(() => cb.done());

  test('shows an object, a list and a value as they came', async () => {
    cb.answers('GET', '/api/v1/group/1', 200, { id: 1, 'a\u001bb': [{ x: null }] });
    expect((await cbq(cb, ['api', 'GET', 'v1/group/1'])).out).toBe(
      '{\n  "id": 1,\n  "a\\u001bb": [\n    {\n      "x": null\n    }\n  ]\n}\n',
    );
    cb.answers('GET', '/api/v1/group', 200, [{ id: 1 }, 'odd']);
    expect((await cbq(cb, ['api', 'GET', 'v1/group'])).out).toBe('[\n{"id":1},\n{"value":"odd"}\n]\n');
    cb.answers('GET', '/api/v1/x', 200, '7', { 'content-type': 'application/json' });
    expect((await cbq(cb, ['api', 'GET', 'v1/x'])).out).toBe('7\n');
  });

  test('sends fields as a query behind GET, as a body behind the others', async () => {
    cb.answers('GET', '/api/v1/x?a=1&a=2&b=true', 200, {});
    await cbq(cb, ['api', 'GET', 'v1/x?a=0', '-f', 'a=1', '-f', 'a=2', '-F', 'b=true']);
    cb.answers('POST', '/api/v1/x?c=1', 200, { id: 3 });
    await cbq(cb, ['api', 'post', 'v1/x?c=1', '-f', 'a=1=2', '-F', 'b=[1,{"c":null}]', '-f', '__proto__=x']);
    expect(cb.requests.at(-1)?.body).toEqual(JSON.parse('{"a":"1=2","b":[1,{"c":null}],"__proto__":"x"}'));
  });

  test('takes the body from stdin, and passes bytes on that are no JSON', async () => {
    cb.answers('PUT', '/api/v1/x', 204);
    const put = await cbq(cb, ['api', 'PUT', 'v1/x', '--input', '-'], { stdin: '\ufeff{"a": 1}' });
    expect(put.err).toBe('PUT: 204, without a body\n');
    expect(cb.requests.at(-1)?.body).toEqual({ a: 1 });
    cb.answers('GET', '/api/v1/x/file', 200, 'PK\u0003', { 'content-type': 'application/zip' });
    expect((await cbq(cb, ['api', 'GET', 'v1/x/file'])).out).toBe('PK\u0003');
  });

  test('says that a reply of 200 may be a refusal, and that nobody knows what came of a write', async () => {
    cb.answers('POST', '/api/v1/x', 200, { result: 'no such thing' });
    const refused = await cbq(cb, ['api', 'POST', 'v1/x']);
    expect(refused.err).toBe('that may be a refusal: no such thing\n');
    cb.answers('POST', '/api/v1/x', 200, '<html>Sign in</html>', { 'content-type': 'text/html' });
    const page = await cbq(cb, ['api', 'POST', 'v1/x', '-o', 'json']);
    expect(page.exitCode).not.toBe(0);
    expect(JSON.parse(page.err)).toMatchObject({ error: { kind: 'BadReply', may_be_done: true } });
  });

  test('rows of all pages have the columns of the first', async () => {
    cb.answers('GET', '/api/v1/x?start=0&rows=100', 200, { results: [{ id: 1, b: 2 }], total_results: 2 });
    cb.answers('GET', '/api/v1/x?start=1&rows=100', 200, { results: [{ id: 2 }], total_results: 2 });
    const { out } = await cbq(cb, ['api', 'GET', 'v1/x', '--paginate', '-o', 'tsv']);
    expect(out).toBe('1\t2\n2\t\n');
  });

  test.each([
    [['PATCH', 'v1/x'], '"PATCH" is no method'],
    [['v1/x', 'GET'], '"v1/x" is no method'],
    [['POST', 'v1/x', '-f', 'a'], '--set wants NAME=VALUE, not "a"'],
    [['POST', 'v1/x', '-f', '=a'], '--set wants NAME=VALUE, not "=a"'],
    [['POST', 'v1/x', '-F', 'a=b'], 'the value of a is no JSON'],
    [['POST', 'v1/x', '-F', 'a=12345678901234567890'], '12345678901234567890 is too long for a number'],
    [['POST', 'v1/x', '-F', 'a=1e400'], '1e400 is too long for a number'],
    [['GET', 'v1/x', '--input', '-'], 'GET takes no body'],
    [['POST', 'v1/x', '--paginate'], '--paginate goes with GET'],
    [['POST', 'v1/x', '--input', '-', '-f', 'a=b'], '--input and --set exclude each other'],
  ])('refuses %j', async (words, said) => {
    const { exitCode, err } = await cbq(cb, ['api', ...words], { stdin: '' });
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });
});
