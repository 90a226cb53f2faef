import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idOfWord, idsOfWords, onlyIdOfWord } from '../../src/queries/linked-id.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

const server = async () => 'https://edr.example';
const uuid = 'bf1dc41a-0000-4000-8000-00204482b4e3';
const guid = '00000003-0000-0afc-01d4-1747c6b94b40';

describe('a word that names an object', () => {
  test.each([
    ['sensor', '/host/10', '10'],
    ['process', `analyze/${guid}/1518000000000`, `${guid}/1518000000000`],
    ['binary', 'binary/7FB55F5A62E78AF9B58D08AAEEAEF848', '7FB55F5A62E78AF9B58D08AAEEAEF848'],
    ['watchlist', 'watchlist/19?tab=hits', '19'],
    ['alert', `/alerts?q=unique_id:${uuid}`, uuid],
  ] as const)('may be a link to a %s', async (kind, place, id) => {
    expect(await idOfWord(` https://edr.example/#${place} `, kind, { server })).toBe(id);
  });

  test('is taken as it stands where it is no link', async () => {
    expect(await idOfWord(' Default Group ', 'group', { server })).toBe('Default Group');
  });

  test.each([
    ['https://edr.example/#/host/10', 'watchlist', 'the link leads to sensor 10, and a watchlist is wanted'],
    ['https://edr.example/#/host/10', 'group', 'the link leads to sensor 10, and a group is wanted'],
    [
      'https://edr.example/#/settings',
      'alert',
      'the link leads nowhere that is known here, and an alert is wanted',
    ],
    ['https://other.example/#/host/10', 'sensor', 'the link leads to other.example'],
  ] as const)('%s is no %s', async (word, kind, message) => {
    const error = await failureOf(idOfWord(word, kind, { server }));
    expect(error).toMatchObject({ kind: 'Usage', message: expect.stringContaining(message) });
  });

  test('comes from stdin where one is wanted, which may not hold several', async () => {
    const place = (stdin: string) => ({
      runtime: makeRuntime({ stdin }),
      server,
      signal: new AbortController().signal,
      note: () => undefined,
    });
    expect(await onlyIdOfWord('-', 'process', place(`\n${guid}\n`))).toBe(guid);
    expect(await onlyIdOfWord(guid, 'process', place('x'))).toBe(guid);
    const error = await failureOf(onlyIdOfWord('-', 'binary', place('a\nb\n')));
    expect(error).toMatchObject({ kind: 'Usage', message: 'one MD5 is wanted, and stdin holds 2' });
  });

  test('comes from stdin, links too', async () => {
    const runtime = makeRuntime({ stdin: `https://edr.example/#/host/10\n11\n` });
    const place = { runtime, server, signal: new AbortController().signal, note: () => undefined };
    expect(await idsOfWords(['9', '-'], 'sensor', place)).toEqual(['9', '10', '11']);
  });

  test('is none where stdin is empty, which is said', async () => {
    const said: string[] = [];
    const place = {
      runtime: makeRuntime({ stdin: ' \n\n' }),
      server,
      signal: new AbortController().signal,
      note: (text: string) => said.push(text),
    };
    expect(await onlyIdOfWord('-', 'process', place)).toBeUndefined();
    expect(said).toEqual(['stdin holds no process: nothing is to be done']);
  });
});

/** A search that finds nothing leaves nothing to be done to what is behind the pipe. */
describe('an empty stdin behind -', () => {
  let mock: MockCb;
  beforeEach(() => {
    mock = mockCb();
  });
  afterEach(() => mock.done());

  test.each([
    ['alert set-status resolved -', 'alert'],
    ['alert assign mia -', 'alert'],
    ['alert ignore -', 'alert'],
    ['alert show -', 'alert'],
    ['report ignore -', 'report'],
    ['report show -', 'report'],
    ['sensor isolate -', 'sensor'],
    ['process show -', 'process'],
    ['process parents -', 'process'],
    ['process tree -', 'process'],
    ['process events -', 'process'],
    ['process segments -', 'process'],
    ['binary show -', 'MD5'],
    ['binary download - --to nowhere', 'MD5'],
    ['binary hexdump -', 'MD5'],
    ['ban add -', 'MD5'],
    ['ban show -', 'MD5'],
    ['ban remove -', 'MD5'],
    ['watchlist enable -', 'watchlist'],
    ['watchlist remove -', 'watchlist'],
    ['watchlist run -', 'watchlist'],
    ['feed remove -', 'feed'],
    ['group remove -', 'group'],
    ['user remove -', 'user'],
    ['open -', 'object'],
  ])('of cbq %s is exit 0', async (line, what) => {
    if (line.startsWith('alert assign')) mock.answers('GET', '/api/users', 200, [{ username: 'mia' }]);
    const { exitCode, out, err } = await cbq(mock, line.split(' '), { stdin: '' });
    expect([exitCode, out]).toEqual([0, '']);
    expect(err).toBe(`stdin holds no ${what}: nothing is to be done\n`);
  });

  test('is no file of watchlists, and no password', async () => {
    expect(await cbq(mock, ['watchlist', 'apply', '-'], { stdin: '' })).toMatchObject({ exitCode: 2 });
  });
});
