import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProcessEvents } from '../../src/api/wire/process-events.ts';

const read = (lists: Record<string, unknown>) => readProcessEvents({ process: lists }).events;
const one = (key: string, wire: unknown) => read({ [`${key}_complete`]: [wire] })[0];
const md5 = '0f343b0931126a20f133d67c2b018a3b';
const sha256 = md5 + md5;
const at = '2023-11-14 22:13:24.300000';
/** The same as all times of a list are. */
const atShown = '2023-11-14T22:13:24.300000Z';

describe('events of a process', () => {
  test('of files say what was done, and what the file is', () => {
    expect(one('filemod', `8|${at}|c:\\users\\mia\\x.exe|${md5}|1|true`)).toEqual({
      kind: 'filemod',
      time: atShown,
      timeMs: Date.parse('2023-11-14T22:13:24.300Z'),
      action: 'last write',
      target: 'c:\\users\\mia\\x.exe',
      details: { md5, file_type: 'PE', tampered: true },
    });
  });

  test.each([
    [`2|${at}|/tmp/a|b|||false`, '/tmp/a|b', {}],
    [`2|${at}|c:\\x|`, 'c:\\x', undefined],
    [`8|${at}|/a|${md5}|${sha256}|1|false`, '/a', { sha256 }],
    [`8|${at}|/a|${md5}|1|false|${sha256}`, '/a', { sha256 }],
    [`1|${at}|c:\\only`, 'c:\\only', undefined],
  ])('of files in the form %s are read', (wire, target, details) => {
    expect(one('filemod', wire)).toMatchObject({ target, ...(details === undefined ? {} : { details }) });
  });

  test('of the registry have operations of their own', () => {
    expect(one('regmod', `2|${at}|\\registry\\machine\\run\\upd`)).toMatchObject({
      action: 'first wrote value',
      target: '\\registry\\machine\\run\\upd',
    });
    expect(one('regmod', `4|${at}|\\registry\\x|true`)).toMatchObject({
      action: 'deleted key',
      target: '\\registry\\x',
      details: { tampered: true },
    });
  });

  test('of modules hold the hash', () => {
    expect(one('modload', `${at}|${md5}|/lib/a|b.so|${sha256}`)).toMatchObject({
      target: '/lib/a|b.so',
      details: { md5, sha256 },
    });
  });

  const ports = { remote_port: '443', local_port: '49812', proxy_port: '0', proto: '6', direction: 'true' };
  test.each([
    ['v1', `${at}|-1407250960|443|6|cdn.example.net|true`, {}],
    [
      'v2',
      {
        timestamp: at,
        remote_ip: '-1407250960',
        local_ip: '167837979',
        proxy_ip: '0',
        domain: 'cdn.example.net',
        ...ports,
      },
      { local_ip: '10.1.1.27' },
    ],
    [
      'v4',
      {
        timestamp: at,
        remote_ip: '172.31.13.240',
        local_ip: '10.1.1.27',
        proxy_ip: '0.0.0.0',
        domain: 'cdn.example.net',
        ...ports,
        direction: true,
      },
      { local_ip: '10.1.1.27' },
    ],
  ])('of the network are the same in the form of %s', (_version, wire, details) => {
    expect(one('netconn', wire)).toMatchObject({
      time: atShown,
      action: 'outbound',
      target: 'TCP 172.31.13.240:443 cdn.example.net',
      details: { remote_ip: '172.31.13.240', remote_port: 443, domain: 'cdn.example.net', ...details },
    });
  });

  test('of the network with an IPv6 address have it in brackets', () => {
    const wire = { timestamp: at, remote_ip: '2001:db8::1', ...ports, domain: '' };
    expect(one('netconn', { ...wire, direction: 'false' })).toMatchObject({
      action: 'inbound',
      target: 'TCP [2001:db8::1]:443',
    });
  });

  test('of children are two strings, or an object with both times', () => {
    const child = '00000007-0000-0c40-01da-1747cc62e100-000000000001';
    expect(one('childproc', `${at}|${child}|${md5}|c:\\a|b.exe|3136|false|true`)).toMatchObject({
      action: 'ended',
      target: 'c:\\a|b.exe',
      details: { process_id: child, pid: 3136, tampered: true },
    });
    const wire = {
      processId: child,
      path: 'c:\\cmd.exe',
      pid: '3136',
      type: 'start',
      start: at,
      is_suppressed: true,
    };
    expect(read({ childproc_complete: [{ ...wire, end: '2023-11-14 22:14:00' }] })).toMatchObject([
      { action: 'started', time: atShown, details: { pid: 3136, suppressed: true } },
      { action: 'ended', time: '2023-11-14T22:14:00.000000Z' },
    ]);
    expect(read({ childproc_complete: [{ ...wire, type: 'end', end: null }] })).toMatchObject([
      { action: 'ended', time: atShown },
    ]);
    expect(read({ childproc_complete: [{ ...wire, type: 'end', end: at }] })).toHaveLength(2);
  });

  test('across processes tell actor from victim, and name the rights', () => {
    const other = '00000007-0000-0258-01da-16d090d90000-000000000001';
    const open = `ProcessOpen|${at}|${other}|${md5}|c:\\lsass.exe|1|5136|false|false`;
    expect(one('crossproc', open)).toMatchObject({
      action: 'opened',
      target: 'c:\\lsass.exe',
      details: { process_id: other, access: 'VM_READ QUERY_INFORMATION QUERY_LIMITED', is_target: false },
    });
    expect(one('crossproc', `RemoteThread|${at}|${other}|${md5}|c:\\x.exe|||false|true`)).toMatchObject({
      action: 'a thread started by',
    });
    expect(one('crossproc', `ProcessOpen|${at}|${other}|${md5}|c:\\x.exe|2|2097151|false`)).toMatchObject({
      action: 'opened a thread of',
      details: { access: 'PROCESS_ALL_ACCESS' },
    });
  });

  test('that were blocked are JSON in a string', () => {
    const block = { timestamp: at, blocked_path: 'c:\\bad.exe', block_result: 'ProcessTerminated' };
    expect(one('processblock', JSON.stringify(block))).toMatchObject({
      action: 'blocked',
      target: 'c:\\bad.exe',
      details: { block_result: 'ProcessTerminated' },
    });
  });

  test('of scripts without a file keep their text', () => {
    expect(one('fileless_scriptload', `${at}|abc|iex (...)`)).toMatchObject({
      kind: 'scriptload',
      time: atShown,
      target: `${at}|abc|iex (...)`,
    });
  });

  test('across processes have the SHA-256 of the other one on a server of 7.x', () => {
    const other = '00000003-0000-4e1c-01d7-297df0a23e43-000000000001';
    const wire = `ProcessOpen|2021-04-04 18:11:31.938|${other}|${md5}|c:\\svchost.exe|1|5200|false|false|${sha256}`;
    expect(one('crossproc', wire)).toEqual({
      kind: 'crossproc',
      time: '2021-04-04T18:11:31.938000Z',
      timeMs: Date.parse('2021-04-04T18:11:31.938Z'),
      action: 'opened',
      target: 'c:\\svchost.exe',
      details: {
        process_id: other,
        md5,
        sha256,
        access: 'VM_READ DUP_HANDLE QUERY_INFORMATION QUERY_LIMITED',
        requested_access: 5200,
        tampered: false,
        is_target: false,
      },
    });
  });

  test('of the network keep JA3 and JA3S', () => {
    const wire = {
      timestamp: '2021-04-04T18:10:24.835Z',
      remote_ip: '198.51.100.45',
      remote_port: 443,
      proto: 6,
    };
    expect(one('netconn', { ...wire, direction: 'true', ja3: md5, ja3s: 'f4febc55' })).toMatchObject({
      time: '2021-04-04T18:10:24.835000Z',
      details: { ja3: md5, ja3s: 'f4febc55', remote_port: 443, protocol: 'TCP' },
    });
  });

  const guid = '00000007-0000-0c40-01da-1747cc62e100-000000000001';
  test.each<readonly [string, unknown]>([
    ['filemod', `9|soon|c:\\x|${md5}|||new|fields`],
    ['filemod', `1|${at}|c:\\x|no md5|1|false|`],
    ['filemod', 'x'],
    ['filemod', null],
    ['regmod', `2|${at}`],
    ['regmod', '2||\\registry\\x'],
    ['modload', `${at}|c:\\a.dll`],
    ['modload', { path: 'c:\\a.dll', md5 }],
    ['netconn', `${at}|-1407250960|443|6|cdn.example.net|true|${md5}`],
    ['netconn', { remote_ip: '10.0.0.1', when: at }],
    ['netconn', {}],
    ['childproc', `${at}|${guid}|${md5}|c:\\a.exe|3136`],
    ['childproc', { processId: guid, path: 'c:\\a.exe', pid: 3136, type: 'start' }],
    ['crossproc', `ProcessOpen|${at}|${guid}|${md5}|c:\\x.exe|1|5200|maybe|false|${sha256}`],
    ['crossproc', `ProcessOpen|${at}|${guid}|${md5}|c:\\x.exe|1|5200|false|false|${sha256}|more`],
    ['processblock', 'no JSON'],
    ['processblock', '{"blocked_path":"c:\\\\x"}'],
    ['fileless_scriptload', 'iex (...)'],
    ['emet', `${at}|something`],
  ])('that no form fits stand as they were sent, none is dropped: %s %j', (kind, wire) => {
    const text = typeof wire === 'string' ? wire : JSON.stringify(wire);
    const found = one(kind, wire);
    expect(found).toMatchObject({ target: text, isRaw: true });
    // With what could be read of it.
    expect(found?.time).toBe(text.includes(at) ? atShown : '');
    expect(found?.details['process_id']).toBe(text.includes(guid) ? guid : undefined);
    expect(found?.details['md5']).toBe(text.includes(md5) ? md5 : undefined);
  });

  test('are as many as were sent, whatever the rows are', () => {
    const keys = [
      'filemod',
      'regmod',
      'modload',
      'netconn',
      'crossproc',
      'processblock',
      'fileless_scriptload',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.array(fc.oneof(fc.string(), fc.jsonValue())), (key, list) => {
        expect(read({ [`${key}_complete`]: list })).toHaveLength(list.length);
      }),
      { numRuns: 300 },
    );
  });

  test('are never a crash, whatever the lists hold', () => {
    const keys = ['filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock'];
    const entry = fc.oneof(fc.string(), fc.json(), fc.anything());
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.array(entry), (key, list) => {
        for (const event of read({ [`${key}_complete`]: list })) {
          expect(typeof event.target).toBe('string');
          expect(typeof event.time).toBe('string');
        }
      }),
      { numRuns: 300 },
    );
    expect(read({ filemod_complete: 'x', netconn_complete: null })).toEqual([]);
    expect(readProcessEvents(7).events).toEqual([]);
  });
});
