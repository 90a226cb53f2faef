import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb, sensorWire } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('cbq license', () => {
  test('shows until when, warns of one that has expired, and keeps the token of the server', async () => {
    server.answers('GET', '/api/license', 200, {
      license_valid: false,
      license_expired: true,
      license_end_date: '2024-01-31',
      licensed_sensor_count: 100,
      actual_sensor_count: '60',
      server_token: 'abcd-efgh',
    });
    const { out, err } = await cbq(server, ['license', '--json']);
    expect(JSON.parse(out)).toEqual({
      license_valid: false,
      license_expired: true,
      license_end_date: '2024-01-31',
      licensed_sensor_count: 100,
      actual_sensor_count: '60',
    });
    expect(err).toContain('the licence has expired');
  });
});

describe('cbq investigation', () => {
  test('lists them', async () => {
    server.answers('GET', '/api/investigations', 200, [
      { id: '2', name: 'Case', created_by_user_id: 1, last_updated: '2024-05-14 04:29:40.120000-05:00' },
      { id: 3 },
    ]);
    const { out } = await cbq(server, ['investigation', '--sort', 'id desc']);
    expect(out).toBe('3\t\t\t\n2\tCase\t2024-05-14T09:29:40.120Z\t\n');
  });

  test('shows tagged events by when they happened, whatever their shape', async () => {
    server.answers('GET', '/api/investigations', 200, [{ id: 2, name: 'Case' }]);
    server.answers('GET', '/api/tagged_event/2', 200, [
      { id: 1, start_date: 'never', event_data: null },
      {
        id: 2,
        start_date: '2024-05-14T10:00:00Z',
        event_type: 'netconn',
        event_data: '{"description":"later"}',
      },
      { id: 3, start_date: '2024-05-14 03:00:00-06:00', event_data: { description: 'earlier' } },
      { id: 4, start_date: '2024-05-14T09:30:00Z', event_data: { path: 'c:\\x' } },
      { id: 5, start_date: '2024-05-14T11:00:00Z', event_data: '{"cut' },
    ]);
    const { out, err } = await cbq(server, ['investigation', 'show', 'case', '--fields', 'id,description']);
    expect(out).toBe('3\tearlier\n4\t{"path":"c:\\\\x"}\n2\tlater\n5\t{"cut\n1\t\n');
    expect(err).toContain('investigation 2: Case');
  });
});

describe('cbq open', () => {
  const guid = '00000003-0000-0d7c-01d2-2eca49f7cea2';
  const alert = 'bf1dc41a-0000-4000-8000-00204482b4e3';

  test.each([
    [['10'], '/#/host/10'],
    [[guid], `/#analyze/${guid}`],
    [[`${guid}-0178ef5dc528`], `/#analyze/${guid}/1618923603240`],
    [[`${guid}/7`], `/#analyze/${guid}/7`],
    [['7fb55f5a62e78af9b58d08aaeeaef848'], '/#binary/7FB55F5A62E78AF9B58D08AAEEAEF848'],
    [[alert], `/#/alerts?q=unique_id:${alert}`],
    [[alert, '--kind', 'process'], `/#analyze/${alert}`],
    [[guid, '--kind', 'alert'], `/#/alerts?q=unique_id:${guid}`],
    [['19', '--kind', 'watchlist'], '/#watchlist/19'],
    [['https://cb.example.net/#/host/10?tab=x'], '/#/host/10'],
    [['7', '--kind', 'group'], '/#/hosts/group/7'],
    [['3', '--kind', 'investigation'], '/#/investigation/3'],
    [['12:abc-1'], '/#/threat-details/12/abc-1'],
    [['https://cb.example.net/#threat-details/12/abc-1'], '/#/threat-details/12/abc-1'],
    [
      ['process_name:net.exe cmdline:use', '--kind', 'search'],
      '/#/search?cb.urlver=1&q=process_name%3Anet.exe%20cmdline%3Ause',
    ],
    [['https://cb.example.net/#search/q=x&sort=start%20desc'], '/#/search?cb.urlver=1&q=x'],
    [['https://cb.example.net/#/binaries?q=x'], '/#/binaries?cb.urlver=1&q=x'],
    [[`https://cb.example.net/#analyze/${guid}/1`], `/#analyze/${guid}`],
  ])('%j is %s, without a request', async (words, place) => {
    const { out } = await cbq(server, ['open', ...words]);
    expect(out).toBe(`https://cb.example.net${place}\n`);
  });

  test('looks the name of a sensor up, and that of a watchlist', async () => {
    for (const hostname of ['fin-ws-07', 'FIN-WS-07']) server.sensorsWith({ hostname }, [sensorWire(7)]);
    expect((await cbq(server, ['open', 'fin-ws-07'])).out).toBe('https://cb.example.net/#/host/7\n');
    server.answers('GET', '/api/v1/watchlist', 200, [{ id: '19', name: 'Net use' }]);
    const { out } = await cbq(server, ['open', '--kind', 'watchlist', 'net USE', '--json']);
    expect(JSON.parse(out)).toEqual([
      { link: 'https://cb.example.net/#watchlist/19', kind: 'watchlist', id: '19' },
    ]);
  });

  test('opens what stdin names, one a line', async () => {
    const { out } = await cbq(server, ['open', '-'], { stdin: `10\n${guid}\n` });
    expect(out).toBe(`https://cb.example.net/#/host/10\nhttps://cb.example.net/#analyze/${guid}\n`);
  });

  test.each([
    [['x', '--kind', 'binary'], 2, 'is no MD5'],
    [['x', '--kind', 'process'], 2, 'is no process GUID'],
    [['x', '--kind', 'alert'], 2, 'is no id of an alert'],
    [['https://other.example/#/host/10'], 2, 'the link leads to other.example'],
    [
      ['https://cb.example.net/#/host/10', '--kind', 'alert'],
      2,
      'the link leads to sensor 10, and an alert is wanted',
    ],
    [['https://cb.example.net/#/settings'], 2, 'the link leads nowhere that is known here'],
  ])('%j is refused', async (words, code, message) => {
    const { exitCode, err } = await cbq(server, ['open', ...words]);
    expect([exitCode, err]).toEqual([code, expect.stringContaining(message)]);
  });
});
