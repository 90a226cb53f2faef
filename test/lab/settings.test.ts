import { expect, test } from 'vitest';
import { parseLabArguments } from '../../src/lab/arguments.ts';
import { readSettings } from '../../src/lab/settings.ts';
import { realLabForTest } from './support/real-lab.ts';

const base = '/api/v1/cblr/session';

test('values of cb.conf are read by name, in any case, over those it comes with', () => {
  expect(readSettings([])).toMatchObject({
    CbLRSessionTimeout: 300,
    CbLRMaxActiveSessions: 10,
    CbLREnabled: true,
  });
  expect(
    readSettings(['cblrsessiontimeout=60', 'CbLREnabled=False', 'CbLrDefaultSessionTTLDays=0.5']),
  ).toMatchObject({
    CbLRSessionTimeout: 60,
    CbLREnabled: false,
    CbLrDefaultSessionTTLDays: 0.5,
  });
  expect(parseLabArguments(['--set', 'CbLRMaxActiveSessions=2', '--set=CbLREnabled=True']).settings).toEqual([
    'CbLRMaxActiveSessions=2',
    'CbLREnabled=True',
  ]);
});

test.each([
  ['CbLRNothing=1', /unknown setting "CbLRNothing"; there are: CbLRCheckinTimeout .*CbLREnabled/],
  ['CbLRSessionTimeout', /needs a number/],
  ['CbLRMaxActiveSessions=1.5', /needs a number/],
  ['CbLREnabled=1', /is True or False/],
])('%s is refused in words', (text, words) => {
  expect(() => parseLabArguments(['--set', text])).toThrow(words);
});

test('sessions have the time-outs of the server, and no more of them are open than it allows', async () => {
  const lab = await realLabForTest({
    settings: [
      'CbLRMaxActiveSessions=1',
      'CbLRSessionTimeout=60',
      'CbLRSensorWaitTimeout=30',
      'CbLRCheckinTimeout=90',
    ],
  });
  const { json } = await lab.post(base, { sensor_id: 10 });
  expect(json).toMatchObject({
    session_timeout: 60,
    sensor_wait_timeout: 30,
    check_in_timeout: 90,
    storage_ttl: 7,
  });
  const second = await lab.post(base, { sensor_id: 3 });
  expect([second.status, second.text]).toEqual([409, 'Maximum number of active sessions reached']);
});

test('a full store takes nothing more', async () => {
  const lab = await realLabForTest({ settings: ['CbLRMaxStoreSizeMB=1'] });
  const session = await lab.session(10);
  const upload = () => lab.upload(`${base}/${session}/file`, 'big.bin', Buffer.alloc(1024 ** 2));
  expect((await upload()).status).toBe(200);
  expect([(await upload()).status, (await upload()).text]).toEqual([409, 'The Live Response store is full']);
  const path = `${base}/${session}/command`;
  expect((await lab.post(path, { name: 'process list' })).status).toBe(409);
  expect((await lab.post(path, { name: 'delete file', object: 'C:\\none' })).status).toBe(200);
});

test('Live Response is off where the server says so', async () => {
  const lab = await realLabForTest({ settings: ['CbLREnabled=False'] });
  expect((await lab.get('/api/info')).json['cblrEnabled']).toBe(false);
  expect((await lab.post(base, { sensor_id: 10 })).status).toBe(412);
});

test('a command that takes longer than it may fails with the time-out of its system, and the next one runs', async () => {
  const lab = await realLabForTest();
  const session = await lab.session(10);
  const sleep = { name: 'create process', object: 'ping -n 60 127.0.0.1', wait: true };
  expect(await lab.command(session, { ...sleep, command_timeout: 0.05 })).toMatchObject({
    status: 'error',
    command_timeout: 0.05,
    result_type: 'WinHresult',
    result_code: 0x800705b4,
  });
  expect((await lab.command(session, { name: 'process list' }))['status']).toBe('complete');
});

test('what a session says of its commands counts for those that do not say it', async () => {
  const lab = await realLabForTest();
  const { json } = await lab.post(`${base}?wait=true`, { sensor_id: 10, default_command_timeout: 0.05 });
  const ran = await lab.command(Number(json['id']), {
    name: 'create process',
    object: 'ping -n 60 127.0.0.1',
    wait: true,
  });
  expect(ran).toMatchObject({ status: 'error', command_timeout: 0.05 });
});

test.each([
  ['"18446744073709551615"', '18446744073709551615'],
  ['18446744073709551615', '18446744073709551615'],
  ['"0x20000000000001"', '9007199254740993'],
  ['7', '7'],
])('a QWORD of %s keeps every digit', async (sent, digits) => {
  const lab = await realLabForTest();
  const session = await lab.session(10);
  const value = 'HKLM\\SOFTWARE\\Lab\\qword';
  const path = `${base}/${session}/command`;
  const body = `{"name":"reg set value","object":${JSON.stringify(value)},"value_type":"REG_QWORD","overwrite":true,"value_data":${sent}}`;
  const { json } = await lab.call('POST', path, { bytes: body });
  expect((await lab.get(`${path}/${json['id']}?wait=true`)).json['status']).toBe('complete');
  const query = await lab.post(path, { name: 'reg query value', object: value });
  const { text } = await lab.get(`${path}/${query.json['id']}?wait=true`);
  expect(/"value_data":([^,}]*)/.exec(text)?.[1]).toBe(digits);
});

test('a QWORD of more than 64 bits is none', async () => {
  const lab = await realLabForTest();
  const ran = await lab.command(await lab.session(10), {
    name: 'reg set value',
    object: 'HKLM\\SOFTWARE\\Lab\\qword',
    value_type: 'REG_QWORD',
    value_data: '18446744073709551616',
  });
  expect(ran).toMatchObject({ status: 'error', result_code: 0x80070057 });
});

test('sensor 10 lists its empty drives, which are not ready', async () => {
  const lab = await realLabForTest();
  const session = await lab.session(10);
  expect((await lab.get(`${base}/${session}`)).json['drives']).toEqual(['A:\\', 'C:\\', 'D:\\']);
  const ran = await lab.command(session, { name: 'directory list', object: 'D:\\' });
  expect(ran).toMatchObject({ status: 'error', result_code: 0x80070015 });
});
