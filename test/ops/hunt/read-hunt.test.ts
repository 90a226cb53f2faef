import { describe, expect, test } from 'vitest';
import type { HuntForm } from '../../../src/ops/hunt/hunt-query.ts';
import { readHunt } from '../../../src/ops/hunt/read-hunt.ts';
import { failureOf } from '../../support/failure-of.ts';

const read = (text: string, form?: HuntForm) =>
  readHunt({ text, file: 'f.yml', source: 'f', form }, { tokens: 'enhanced' });
const asked = async (text: string) => (await read(text)).queries.map(({ name, queries }) => [name, queries]);
const sigma = (detection: object, more: object = {}) =>
  JSON.stringify({
    title: 'rule',
    logsource: { product: 'windows', category: 'process_creation' },
    detection,
    ...more,
  });
const queryOf = async (selection: object, more: object = {}) => {
  const { queries, refusals } = await read(sigma({ s: selection, condition: 's' }, more));
  return queries[0]?.queries[0] ?? refusals.map(({ field, reason }) => `${field}: ${reason}`).join(' / ');
};

describe('definitions', () => {
  test('are programs, each field a query, values any of which will do', async () => {
    const text = JSON.stringify({
      AnyDesk: { process_name: ['anydesk*.exe', 'ad.exe'], domain: ['anydesk.com'] },
      Odd: {
        digsig_publisher: ['Brave Software, Inc.'],
        cmdline: ['c:\\temp\\', 'a b', '(x)'],
        ipaddr: '10.0.0.0/8',
      },
      Wild: { path: ['c:\\program files\\*', 'c:\\a\\b.exe'], cmdline: ['https://a.b/*', 'a b*', '/c'] },
      Raw: { query: ['process_name:a or process_name:b', 'domain:c'] },
    });
    expect(await asked(text)).toEqual([
      ['AnyDesk', ['(process_name:anydesk*.exe or process_name:ad.exe)', 'domain:anydesk.com']],
      [
        'Odd',
        [
          'digsig_publisher:"Brave Software, Inc."',
          '(cmdline:"c:\\\\temp\\\\" or cmdline:"a b" or cmdline:"(x)")',
          'ipaddr:10.0.0.0/8',
        ],
      ],
      [
        'Wild',
        [
          '(path:c:\\program\\ files\\* or path:"c:\\\\a\\\\b.exe")',
          '(cmdline:https://a.b/* or (cmdline:a cmdline:b*) or cmdline:"/c")',
        ],
      ],
      ['Raw', ['((process_name:a or process_name:b) or (domain:c))']],
    ]);
  });

  test('of many values are several queries, and a program that stands there twice is one question', async () => {
    const many = Array.from({ length: 1200 }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
    const [question] = (await read(JSON.stringify({ a: { ipaddr: many } }))).queries;
    expect(question?.queries.map((query) => query.split(' or ').length)).toEqual([500, 500, 200]);
    expect(await asked('{"a": {"domain": ["x.y"]}, "a": {"domain": ["z.y"]}}')).toEqual([
      ['a', ['domain:x.y', 'domain:z.y']],
    ]);
  });

  test('name a field that processes are not searched by', async () => {
    const { queries, refusals } = await read('{\n"a": {"sha1": ["x"],\n "domain": ["y.z"]}}');
    expect(queries).toHaveLength(1);
    expect(refusals).toEqual([expect.objectContaining({ name: 'a', field: 'sha1', place: 'f.yml:2:7' })]);
  });
});

test('lines are a name, a tab and a query', async () => {
  expect(await asked('# mine\nnet use\tprocess_name:net.exe cmdline:use\n\nx\ty:z\r\n')).toEqual([
    ['net use', ['process_name:net.exe cmdline:use']],
    ['x', ['y:z']],
  ]);
});

test('watchlists are asked with their parameters', async () => {
  const text = 'watchlists:\n  - name: w\n    query: process_name:a\n    parameters: {cb.q.hostname: x}\n';
  expect((await read(text)).queries).toMatchObject([
    { name: 'w', index: 'process', queries: ['process_name:a'], params: { 'cb.q.hostname': 'x' } },
  ]);
});

test('queries of our own form say why they are asked', async () => {
  const text =
    'queries:\n  - name: q\n    query: md5:x\n    index: binary\n    why: because\n    tags: [t]\n    references: [r]\n';
  expect((await read(text)).queries).toMatchObject([
    { name: 'q', index: 'binary', about: 'because', tags: ['t'], references: ['r'], place: 'f.yml:3:12' },
  ]);
});

test.each([
  ['', undefined, 'f.yml:1:1: the file is empty'],
  ['{"a": [', undefined, 'f.yml:1:8: a bracket is not closed'],
  ['a: b', undefined, 'f.yml:1:1: this is none of the files that a hunt reads'],
  ['- a', undefined, 'f.yml:1:1: the file holds no questions'],
  ['a\tb\nno tab', undefined, 'f.yml:2:1: a line is a name, a tab and a query'],
  ['queries:\n  - name: a\n    qurey: b', undefined, 'f.yml:3:5: unknown key "qurey" in a query'],
  ['queries:\n  - name: a\n', undefined, 'f.yml:2:5: the query has no query'],
  ['queries: []\nmore: 1', undefined, 'f.yml:2:1: unknown key "more" in the file'],
  [
    'queries:\n  - name: a\n    query: b\n    index: alert',
    undefined,
    'f.yml:4:12: index wants process or binary',
  ],
  ['{"a": {"domain": [""]}}', undefined, 'f.yml:1:19: a value of domain is empty'],
  ['{"a": {"domain": [{}]}}', undefined, 'f.yml:1:19: domain wants text or a number'],
  ['title: x\ndetection: {}', undefined, 'f.yml:1:1: the rule has no logsource'],
  [
    sigma({ s: {}, condition: 's and' }),
    undefined,
    'condition, character 6: a selection is missing at the end',
  ],
  [sigma({ s: {}, condition: 't' }), undefined, 'the condition names "t"'],
  [sigma({ s: {}, condition: '2 of s*' }), undefined, 'only 1 of and all of are read'],
  [sigma({ s: {}, condition: '1 of t*' }), undefined, 'no selection is called like "t*"'],
  [
    sigma({ s: {}, condition: `${'('.repeat(300)}s${')'.repeat(300)}` }),
    undefined,
    'it is nested too deeply',
  ],
  [sigma({ s: {} }), undefined, 'the detection has no condition'],
] as const)('%j: its place is told', async (text, form, message) => {
  expect(await failureOf(read(text, form))).toMatchObject({
    kind: 'Usage',
    message: expect.stringContaining(message),
  });
});

describe('a Sigma rule', () => {
  test.each([
    [{ 'Image|endswith': '\\cmd.exe' }, 'os_type:windows path:cmd.exe'],
    [{ 'Image|contains': '\\Temp\\' }, 'os_type:windows path:temp\\*'],
    [
      { Image: 'C:\\Program Files (x86)\\a.exe' },
      'os_type:windows path:"c:\\\\program files (x86)\\\\a.exe"',
    ],
    [
      { 'Image|startswith': 'C:\\Program Files (x86)\\' },
      'os_type:windows path:c:\\program\\ files\\ \\(x86\\)\\*',
    ],
    [{ 'Image|startswith': '?:\\Windows\\' }, 'os_type:windows path:windows\\*'],
    [
      { 'ParentImage|endswith': ['\\a.exe', '\\b.exe'] },
      'os_type:windows (parent_name:a.exe or parent_name:b.exe)',
    ],
    [{ 'CommandLine|contains|all': [' -enc ', 'hidden'] }, 'os_type:windows cmdline:"-enc" cmdline:*hidden*'],
    [{ 'CommandLine|contains': ' /c ' }, 'os_type:windows (cmdline:"/c" or cmdline:c)'],
    [{ 'CommandLine|contains': 'foo bar' }, 'os_type:windows cmdline:*foo cmdline:bar*'],
    [{ 'CommandLine|windash|contains': ' -enc' }, 'os_type:windows cmdline:*enc*'],
    [
      { 'CommandLine|base64offset|contains': 'http' },
      'os_type:windows (cmdline:*ahr0c* or cmdline:*h0dh* or cmdline:*odhrw*)',
    ],
    [{ User: 'SYSTEM' }, 'os_type:windows username:system'],
    [{ 'Hashes|contains': `MD5=${'a'.repeat(32)}` }, `os_type:windows process_md5:${'a'.repeat(32)}`],
    [{ OriginalFileName: 'net.exe' }, 'os_type:windows original_filename:"net.exe"'],
  ])('of %j asks %s', async (selection, query) => {
    expect(await queryOf(selection)).toBe(query);
  });

  test.each([
    ['image_load', { 'ImageLoaded|endswith': '\\a.dll' }, 'os_type:windows modload:a.dll'],
    ['file_event', { 'TargetFilename|endswith': '.ps1' }, 'os_type:windows filemod:*.ps1'],
    [
      'registry_set',
      { 'TargetObject|contains': '\\CurrentVersion\\Run\\' },
      'os_type:windows regmod:currentversion\\run\\*',
    ],
    [
      'registry_event',
      { TargetObject: 'HKLM\\Software\\X\\Y' },
      'os_type:windows regmod:"registry\\\\machine\\\\software\\\\x\\\\y"',
    ],
    [
      'network_connection',
      { Initiated: 'true', 'DestinationIp|cidr': '10.0.0.0/8' },
      'os_type:windows ipaddr:10.0.0.0/8',
    ],
    ['network_connection', { Initiated: true, DestinationPort: 443 }, 'os_type:windows ipport:443'],
    [
      'network_connection',
      { Initiated: 'true', 'DestinationHostname|endswith': '.foo.com' },
      'os_type:windows domain:.foo.com',
    ],
    [
      'network_connection',
      { Initiated: 'true', 'Image|endswith': '\\a.exe' },
      'os_type:windows path:a.exe netconn_count:[1 TO *]',
    ],
    ['dns_query', { 'QueryName|contains': 'evil' }, 'os_type:windows domain:*evil*'],
  ])('of %s %j asks %s', async (category, selection, query) => {
    expect(await queryOf(selection, { logsource: { product: 'windows', category } })).toBe(query);
  });

  test.each([
    [{ 'CommandLine|re': 'a.*' }, 'CommandLine: regular expressions cannot be searched'],
    [{ CommandLine: null }, 'CommandLine: that a field is absent cannot be searched (null)'],
    [
      { ParentCommandLine: 'x' },
      'ParentCommandLine: of a parent only the name is searched, not its command line',
    ],
    [{ ParentImage: 'c:\\a\\b.exe' }, 'ParentImage: of a parent only the name is searched, not its folder'],
    [{ 'Hashes|contains': 'IMPHASH=aa' }, 'Hashes: IMPHASH hashes are not searched'],
    [{ IntegrityLevel: 'High' }, 'IntegrityLevel: the server does not know the integrity level'],
    [{ Whatever: 'x' }, 'Whatever: no field of the server holds it'],
    [{ 'CommandLine|odd': 'x' }, 'CommandLine: the modifier "odd" is not known here'],
    [['word'], 'undefined: it looks for words in any field, without naming one'],
    [
      { 'CommandLine|contains': '"' },
      'undefined: all of it is what cannot be searched: it would find everything',
    ],
  ])('of %j is refused: %s', async (selection, reason) => {
    expect(await queryOf(selection)).toBe(reason);
  });

  test('names each thing that it is refused for, with its place', async () => {
    const text =
      'title: r\nlogsource: {category: registry_set, product: windows}\ndetection:\n  s:\n    Details: a\n    TargetObject|re: b\n  condition: s\n';
    expect((await read(text)).refusals.map(({ place, field }) => [place, field])).toEqual([
      ['f.yml:6:22', 'TargetObject'],
      ['f.yml:5:14', 'Details'],
    ]);
  });

  test('is not narrower for what it excludes', async () => {
    const rule = (filter: object) =>
      sigma({ s: { 'Image|endswith': '\\a.exe' }, filter, condition: 's and not filter' });
    const all = async (filter: object) => (await read(rule(filter))).queries[0];
    expect(await all({ 'ParentImage|endswith': '\\b.exe' })).toMatchObject({
      queries: ['os_type:windows path:a.exe -parent_name:b.exe'],
      match: 'exact',
    });
    const wider = await all({ 'CommandLine|contains': 'x y' });
    expect(wider).toMatchObject({ queries: ['os_type:windows path:a.exe'], match: 'wider' });
    expect(wider?.isMeant?.({ path: 'c:\\a.exe', cmdline: 'a.exe x y' })).toBe(false);
    expect(wider?.isMeant?.({ path: 'c:\\a.exe', cmdline: 'a.exe x  y' })).toBe(true);
  });

  test('reads 1 of, all of and them', async () => {
    const rule = (condition: string) =>
      sigma({
        a_1: { 'Image|endswith': '\\a.exe' },
        a_2: { 'Image|endswith': '\\b.exe' },
        _c: { User: 'x' },
        condition,
      });
    const query = async (condition: string) => (await read(rule(condition))).queries[0]?.queries[0];
    expect(await query('1 of a_*')).toBe('os_type:windows (path:a.exe or path:b.exe)');
    expect(await query('all of them')).toBe('os_type:windows path:a.exe path:b.exe');
    expect(await query('a_1 and not (a_2 or _c)')).toBe('os_type:windows path:a.exe -path:b.exe');
  });
});
