import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { binaryWire, type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

type Json = Record<string, unknown>;

const route = '/api/v1/banning/blacklist';
const md5 = '0f343b0931126a20f133d67c2b018a3b';
const upper = md5.toUpperCase();
const success = { result: 'success' };
const hash = (n: number): string => n.toString(16).padStart(32, '0');
const hashes = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => hash(i + 1));

const banWire = (of: string, fields: Json = {}): Json => ({
  md5hash: of,
  text: 'case 1182',
  enabled: true,
  username: 'mia',
  user_id: 3,
  timestamp: '2023-11-14 22:20:11.402193-06:00',
  block_count: 0,
  last_block_time: null,
  last_block_hostname: null,
  last_block_sensor_id: null,
  audit: [
    {
      username: 'mia',
      user_id: 3,
      timestamp: '2023-11-14 22:20:11.402193-06:00',
      text: 'case 1182',
      enabled: true,
    },
  ],
  ...fields,
});

const stands = (of: string, fields: Json = {}): void =>
  server.answers('GET', `${route}/${of}`, 200, banWire(of, fields));
const isUnknown = (of: string, status = 404): void =>
  server.answers('GET', `${route}/${of}`, status, [`Hash ${of} does not exist`]);
/** A binary search for hashes finds these documents. */
const seen = (of: readonly string[], documents: readonly Json[]): void =>
  server.searches(
    'binary',
    { q: `(${of.map((each) => `md5:${each.toUpperCase()}`).join(' or ')})`, start: 0, rows: of.length },
    { documents },
  );
const sensors = (sensor_count: number): void =>
  server.answers('GET', '/api/v1/sensor/statistics', 200, { sensor_count, active_sensor_count: 1 });
const writes = (): readonly unknown[] =>
  server.requests
    .filter(({ method, path }) => method !== 'GET' && path.startsWith(route))
    .map(({ method, path, body }) => [method, path.slice(route.length), ...(body === '' ? [] : [body])]);

describe('cbq ban', () => {
  test('lists all bans, though none were asked to be many', async () => {
    const all = hashes(700).map((each) => banWire(each));
    server.answers('GET', `${route}?count=10000`, 200, all);
    const { out, err } = await cbq(server, ['ban']);
    expect(out.split('\n')).toHaveLength(701);
    expect(err).toBe('');
  });

  test('asks again for more where the answer is as long as was asked for', async () => {
    const all = hashes(10_001).map((md5hash) => ({ md5hash, enabled: true }));
    server.answers('GET', `${route}?count=10000`, 200, all.slice(0, 10_000));
    server.answers('GET', `${route}?count=40000`, 200, all);
    expect(await cbq(server, ['ban', '--count'])).toMatchObject({ out: 'total_results\t10001\n', err: '' });
  });

  test('says so where the server gives no more, however many are asked for', async () => {
    const all = hashes(10_000).map((md5hash) => ({ md5hash }));
    server.answers('GET', `${route}?count=10000`, 200, all);
    server.answers('GET', `${route}?count=40000`, 200, all);
    const { err } = await cbq(server, ['ban', '--count']);
    expect(err).toBe('the server gives 10000 bans and no more: there may be others\n');
  });

  test('draws state, blocks and text, in an order that is asked for', async () => {
    const list = [
      banWire(hash(1)),
      banWire(hash(2), { enabled: false, text: null }),
      banWire(hash(3), { block_count: 7, last_block_hostname: 'FIN-WS-07' }),
    ];
    server.answers('GET', `${route}?count=10000`, 200, list);
    const words = ['ban', 'list', '--sort', 'block_count desc', '--limit', '2', '-o', 'table'];
    const { out, err } = await cbq(server, words);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      'MD5 STATE BLOCKS LAST ON BY TEXT',
      `${hash(3)} on 7 FIN-WS-07 mia case 1182`,
      `${hash(1)} on 0 mia case 1182`,
      '',
    ]);
    expect(err).toBe('2 of 3 bans shown; --all shows the rest\n');
  });

  test('prints in JSON what the server sent, and does not fail on what is mistyped', async () => {
    const odd = { md5hash: 7, enabled: 'True', audit: 'x', text: { a: 1 } };
    server.answers('GET', `${route}?count=10000`, 200, [banWire(md5), odd]);
    const { out } = await cbq(server, ['ban', '--json']);
    expect(JSON.parse(out)).toEqual([banWire(md5), odd]);
    server.answers('GET', `${route}?count=10000`, 204);
    expect(await cbq(server, ['ban'])).toMatchObject({ exitCode: 0, out: '' });
  });
});

describe('cbq ban show', () => {
  test('shows one with its history, in UTC', async () => {
    stands(md5);
    const { out } = await cbq(server, ['ban', 'show', upper, '-o', 'table']);
    expect(out).toMatch(/^state +on$/m);
    expect(out).toMatch(/^history +2023-11-15 04:20:11Z mia banned: case 1182$/m);
  });

  test.each([404, 409])('is exit 3 for a hash that never was banned (%i)', async (status) => {
    isUnknown(md5, status);
    expect(await cbq(server, ['ban', 'show', md5])).toMatchObject({ exitCode: 3, out: '' });
  });

  test('of several lists those that there are and names the others', async () => {
    stands(md5);
    isUnknown(hash(1));
    const { out, err, exitCode } = await cbq(server, ['ban', 'show', md5, hash(1)]);
    expect(out).toContain(upper);
    expect([err, exitCode]).toEqual([`not on the ban list: ${hash(1)}\n`, 0]);
  });
});

describe('cbq ban add', () => {
  test('says where the hash was seen, bans it, and sends it in lower case', async () => {
    isUnknown(md5);
    seen([md5], [binaryWire(upper)]);
    sensors(40);
    server.answers('POST', route, 200, success);
    const { exitCode, out, err } = await cbq(server, ['ban', 'add', upper, '--text', 'case 7']);
    expect(exitCode).toBe(0);
    expect(writes()).toEqual([['POST', '', { md5hash: md5, text: 'case 7', enabled: true }]]);
    expect(err).toBe(`${upper}: x.exe, unsigned, on 1 of 40 sensors (FIN-WS-07)\n`);
    expect(out).toBe(`${upper}\tx.exe\t1\t\tdone\t\n`);
  });

  test('leaves alone what is banned already, without a look and without a question', async () => {
    stands(md5);
    const { exitCode, out, err } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toBe(`${upper}\t\t\t\talready so\tby mia: case 1182\n`);
  });

  test('enables a disabled ban by adding it again', async () => {
    stands(md5, { enabled: false, text: null });
    seen([md5], []);
    server.answers('POST', route, 200, success);
    const { out } = await cbq(server, ['ban', 'add', md5, '--text', 'again']);
    expect(out).toContain('done\twas disabled');
    expect(writes()).toEqual([['POST', '', { md5hash: md5, text: 'again', enabled: true }]]);
  });

  test('that is refused as there already is looks again: somebody was quicker', async () => {
    isUnknown(md5, 409);
    seen([md5], []);
    server.answers('POST', route, 409, ['Hash already exists']);
    stands(md5, { username: 'noor' });
    const { exitCode, out } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, out]).toEqual([0, `${upper}\t\t0\t\talready so\tby noor: case 1182\n`]);
  });

  test('tells a server by PUT that refuses to add what it has disabled, and makes sure', async () => {
    const disabled = { enabled: false, text: null };
    stands(md5, disabled);
    seen([md5], []);
    server.answers('POST', route, 409, ['Hash already exists']);
    stands(md5, disabled);
    server.answers('POST', route, 409, ['Hash already exists']);
    server.answers('PUT', `${route}/${md5}`, 200, success);
    stands(md5);
    expect(await cbq(server, ['ban', 'add', md5])).toMatchObject({ exitCode: 0 });
    expect(writes().at(-1)).toEqual(['PUT', `/${md5}`, { md5hash: md5, text: '', enabled: true }]);
  });

  test('fails where the server says no in a reply of 200', async () => {
    isUnknown(md5);
    seen([md5], []);
    server.answers('POST', route, 200, { result: 'quota exceeded' });
    isUnknown(md5);
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('quota exceeded')]);
  });

  test('names the right that the user lacks', async () => {
    isUnknown(md5);
    seen([md5], []);
    server.answers('POST', route, 403, 'Forbidden');
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, err]).toEqual([4, expect.stringContaining('lacks the right to ban hashes')]);
  });

  test('in a dry run shows the one request that would be sent, and asks nothing', async () => {
    const printed: unknown[] = [];
    isUnknown(md5);
    seen([md5], [binaryWire(upper, { host_count: 39 })]);
    sensors(40);
    const dry = { ...server, cb: () => server.cb({ dryRun: (request) => void printed.push(request) }) };
    const { exitCode, out } = await cbq(dry, ['ban', 'add', md5, '--dry-run']);
    expect([exitCode, out]).toEqual([0, '']);
    expect(printed).toEqual([
      { method: 'POST', path: route, body: { md5hash: md5, text: '', enabled: true } },
    ]);
  });
});

describe('the guard of cbq ban add', () => {
  const microsoft = { digsig_result: 'Signed', digsig_publisher: 'Microsoft Windows' };
  const question = `ban x.exe (${upper}), signed by Microsoft Windows, on 1 of 40 sensors?`;
  const found = (fields: Json, count = 40): void => {
    isUnknown(md5);
    seen([md5], [binaryWire(upper, fields)]);
    sensors(count);
  };

  test('asks about what Microsoft has signed, and does nothing where the answer is no', async () => {
    found(microsoft);
    const { exitCode, runtime } = await cbq(server, ['ban', 'add', md5], { tty: true, answers: [false] });
    expect([exitCode, runtime.questions]).toEqual([2, [question]]);
    expect(writes()).toEqual([]);
  });

  test('is answered by a yes, by --yes and by --force', async () => {
    for (const [words, how] of [
      [[], { tty: true, answers: [true] }],
      [['--yes'], {}],
      [['--force'], {}],
    ] as const) {
      found(microsoft);
      server.answers('POST', route, 200, success);
      expect(await cbq(server, ['ban', 'add', md5, ...words], how)).toMatchObject({ exitCode: 0 });
    }
  });

  test('refuses it where there is no terminal to ask on', async () => {
    found(microsoft);
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5]);
    expect(exitCode).toBe(2);
    expect(err).toContain(`there is no terminal to ask on: ${question}`);
  });

  test.each([
    ['claims Microsoft with a bad signature', { ...microsoft, digsig_result: 'Bad Signature' }],
    ['is signed by somebody else', { digsig_result: 'Signed', digsig_publisher: 'Not Microsoft Ltd' }],
    ['was seen on a tenth of the sensors and no more', { host_count: 4 }],
  ])('lets pass what %s', async (_what, fields) => {
    found(fields);
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'add', md5])).toMatchObject({ exitCode: 0 });
  });

  test('asks on a terminal about what was seen on more than a tenth; --yes answers', async () => {
    found({ host_count: 5 });
    const asked = await cbq(server, ['ban', 'add', md5], { tty: true, answers: [false] });
    expect(asked.runtime.questions).toEqual([`ban x.exe (${upper}), unsigned, on 5 of 40 sensors?`]);
    found({ host_count: 5 });
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'add', md5, '--yes'], { tty: true })).toMatchObject({ exitCode: 0 });
  });

  test('wants --force for it where there is no terminal: --yes does not do', async () => {
    found({ host_count: 5 });
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5, '--yes']);
    expect(exitCode).toBe(2);
    expect(err).toContain('was seen on 5 of 40 sensors: more than a tenth');
    expect(err).toContain('--force');
    expect(writes()).toEqual([]);
    found({ host_count: 5 });
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'add', md5, '--force'])).toMatchObject({ exitCode: 0 });
  });

  test('asks once about many, and says what is doubtful about them', async () => {
    const all = hashes(12);
    server.answers('GET', `${route}?count=10000`, 200, [banWire(hash(12))]);
    seen(all.slice(0, 11), [
      binaryWire(hash(1), microsoft),
      binaryWire(hash(2), { host_count: 30 }),
      binaryWire(hash(3)),
    ]);
    sensors(40);
    const { err, runtime } = await cbq(server, ['ban', 'add', ...all], { tty: true, answers: [false] });
    expect(runtime.questions).toEqual([
      'ban 11 hashes, 1 signed by Microsoft and 1 on more than a tenth of 40 sensors?',
    ]);
    expect(err).toContain('of 11 hashes 3 were seen, on 30 of 40 sensors at most\n');
    expect(err).toContain(`${hash(2)}: x.exe, unsigned, on 30 of 40 sensors`);
    expect(err).not.toContain(`${hash(3)}:`);
  });

  test('that cannot look bans nothing, unless it is forced', async () => {
    const at = `/api/v1/binary?cb.urlver=1&q=%28md5%3A${upper}%29&start=0&rows=1`;
    isUnknown(md5);
    server.answers('GET', at, 403, 'Forbidden');
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, err]).toEqual([4, expect.stringContaining('cannot be looked up')]);
    isUnknown(md5);
    server.answers('GET', at, 403, 'Forbidden');
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'add', md5, '--force'])).toMatchObject({ exitCode: 0 });
  });

  test('counts the sensors themselves where the server has no statistics', async () => {
    isUnknown(md5);
    seen([md5], [binaryWire(upper)]);
    server.answers('GET', '/api/v1/sensor/statistics', 404);
    server.sensors([{ id: 1 }, { id: 2 }]);
    const { exitCode, err } = await cbq(server, ['ban', 'add', md5]);
    expect([exitCode, err]).toEqual([2, expect.stringContaining('on 1 of 2 sensors')]);
  });
});

describe('hashes of cbq ban', () => {
  /** Adds them in a dry run; gives what would be banned, or the error. */
  async function read(text: string, words: readonly string[] = ['--file', 'iocs.txt']) {
    const runtime = makeRuntime({ stdin: text });
    await writeFile(join(runtime.home, 'iocs.txt'), text);
    const printed: string[] = [];
    const cb = () =>
      server.cb({ dryRun: ({ body }) => void printed.push(String((body as Json)['md5hash'])) });
    const { exitCode, err } = await cbq({ ...server, cb }, ['ban', 'enable', ...words, '-n'], { runtime });
    return { exitCode, err, printed };
  }
  const disabled = (...of: readonly string[]): void => {
    for (const each of of) stands(each, { enabled: false });
  };

  test.each([
    ['one a line, with blanks, comments and a heading', `MD5,reason\n\n# seen in May\n  ${upper} # no`],
    ['in the first column of CSV', `"${md5}","bad"\r\n`],
    ['in front of a name, as md5sum prints them', `${md5}  a b.exe\n`],
    ['behind a byte order mark', `\ufeff${md5};x\n`],
    ['twice', `${md5}\n${upper}\n`],
  ])('are read %s', async (_how, text) => {
    disabled(md5);
    expect(await read(text)).toMatchObject({ exitCode: 0, printed: [md5] });
  });

  test('are read from a file that PowerShell wrote in UTF-16', async () => {
    disabled(md5);
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, 'w.txt'), Buffer.from(`\ufeff${md5}\r\n`, 'utf16le'));
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'enable', '--file', 'w.txt'], { runtime })).toMatchObject({
      exitCode: 0,
    });
  });

  test('are taken from the words, from stdin and from console links of this server alike', async () => {
    disabled(md5, hash(1), hash(2));
    const words = [`${server.url}/#binary/${upper}`, hash(1), '-'];
    expect(await read(`${hash(2)}\n`, words)).toMatchObject({ printed: [md5, hash(1), hash(2)] });
  });

  test('that are none are named with file and line before anything is sent', async () => {
    const sha256 = 'ab'.repeat(32);
    const { exitCode, err } = await read(`md5\n${md5}\nabc\n${sha256}\n`);
    expect(exitCode).toBe(2);
    expect(err.split('\n')).toEqual([
      'iocs.txt:3: "abc" is no MD5',
      `iocs.txt:4: "${sha256}" is a SHA-256 and no MD5`,
      'cbq: 2 of 3 are no MD5',
      expect.stringContaining('hint: '),
      '',
    ]);
    expect(server.requests).toEqual([]);
  });

  test('that are none are shown by a few where they are many, and alone where there is one', async () => {
    const many = await read('x\n'.repeat(1000));
    expect(many.err).toContain('iocs.txt:5: "x" is no MD5\nand 995 more\ncbq: 1000 of 1000 are no MD5\n');
    expect((await read('x\n', ['-'])).err).toMatch(/^cbq: stdin:1: "x" is no MD5\n/);
    expect((await read('', ['xyz'])).err).toMatch(/^cbq: "xyz" is no MD5\n/);
  });

  test('must be there', async () => {
    expect((await read('# nothing\n\n')).err).toMatch(/^cbq: iocs.txt holds no MD5\n/);
    for (const words of [['-'], ['--file', '-']]) {
      expect(await read('\n# none\n', words)).toMatchObject({
        exitCode: 0,
        err: 'stdin holds no MD5: nothing is to be done\n',
      });
    }
    expect((await read('', [])).err).toMatch(/^cbq: no MD5 was given\n/);
    expect(await read('', ['--file', 'nowhere.txt'])).toMatchObject({ exitCode: 1 });
  });
});

describe('cbq ban disable', () => {
  test('gives a ban that is disabled another text', async () => {
    const disabled = { enabled: false, text: null };
    for (const text of [null, null, 'case 9']) stands(md5, { ...disabled, text });
    server.answers('PUT', `${route}/${md5}`, 200, success);
    const words = ['ban', 'disable', md5, '--text', 'case 9'];
    expect(await cbq(server, words)).toMatchObject({ exitCode: 0, out: `${upper}\tdone\t\n` });
    expect(writes()).toEqual([['PUT', `/${md5}`, { md5hash: md5, text: 'case 9', enabled: false }]]);
    stands(md5, { ...disabled, text: 'case 9' });
    expect((await cbq(server, words)).out).toBe(`${upper}\talready so\t\n`);
  });

  test('puts back the text that the server clears, and looks that it is so', async () => {
    stands(md5);
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    server.answers('PUT', `${route}/${md5}`, 200, success);
    stands(md5, { enabled: false });
    const { exitCode, out } = await cbq(server, ['ban', 'disable', md5]);
    expect([exitCode, out]).toEqual([0, `${upper}\tdone\t\n`]);
    expect(writes()).toEqual([
      ['DELETE', `/${md5}`],
      ['PUT', `/${md5}`, { md5hash: md5, text: 'case 1182', enabled: false }],
    ]);
  });

  test('takes another text, and says where the server does not keep it', async () => {
    stands(md5);
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    server.answers('PUT', `${route}/${md5}`, 200, success);
    stands(md5, { enabled: false, text: null });
    const { out } = await cbq(server, ['ban', 'disable', md5, '--text', 'by mistake']);
    expect(out).toBe(`${upper}\tdone\tthe server did not keep the text\n`);
    expect(writes().at(-1)).toMatchObject({ 2: { text: 'by mistake' } });
  });

  test('disables once more where the server took the text for a new ban', async () => {
    stands(md5);
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    server.answers('PUT', `${route}/${md5}`, 200, success);
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    stands(md5, { enabled: false, text: null });
    const { exitCode, out } = await cbq(server, ['ban', 'disable', md5]);
    expect([exitCode, out]).toEqual([0, expect.stringContaining('did not keep the text')]);
  });

  test('fails where the hash is banned still, whatever the server answered', async () => {
    stands(md5, { text: null });
    stands(md5, { text: null });
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    stands(md5, { text: null });
    expect(await cbq(server, ['ban', 'disable', md5])).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('still banned'),
    });
  });

  test('leaves a disabled one alone; one that never was banned is exit 3', async () => {
    stands(md5, { enabled: false });
    expect((await cbq(server, ['ban', 'disable', md5])).out).toContain('already so');
    isUnknown(md5);
    expect(await cbq(server, ['ban', 'disable', md5])).toMatchObject({ exitCode: 3 });
    expect(writes()).toEqual([]);
  });
});

describe('cbq ban enable', () => {
  test('bans a disabled one again with its text', async () => {
    stands(md5, { enabled: false });
    server.answers('POST', route, 200, success);
    expect(await cbq(server, ['ban', 'enable', md5])).toMatchObject({ exitCode: 0 });
    expect(writes()).toEqual([['POST', '', { md5hash: md5, text: 'case 1182', enabled: true }]]);
  });

  test('bans nothing that never was banned', async () => {
    stands(md5);
    isUnknown(hash(1));
    const { exitCode, out } = await cbq(server, ['ban', 'enable', md5, hash(1)]);
    expect(exitCode).toBe(6);
    expect(out.split('\n').map((line) => line.split('\t')[1])).toEqual(['already so', 'failed', undefined]);
  });
});

describe('cbq ban remove', () => {
  test('asks, and disables without a text', async () => {
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    const { exitCode, runtime } = await cbq(server, ['ban', 'remove', md5], { tty: true, answers: [true] });
    expect(exitCode).toBe(0);
    expect(runtime.questions).toEqual([`let ${upper} run again, and forget why it was banned?`]);
    expect(writes()).toEqual([['DELETE', `/${md5}`]]);
  });

  test('sends nothing for one that is removed already: its record stays for ever', async () => {
    stands(md5, { enabled: false, text: null });
    expect((await cbq(server, ['ban', 'remove', md5, '--yes'])).out).toContain('already so');
    expect(writes()).toEqual([]);
  });

  test('clears the text of a disabled one', async () => {
    stands(md5, { enabled: false });
    server.answers('DELETE', `${route}/${md5}`, 200, success);
    expect((await cbq(server, ['ban', 'remove', md5, '--yes'])).out).toContain('done');
  });

  test('is exit 3 for one that never was banned, also where that shows late', async () => {
    isUnknown(md5);
    expect(await cbq(server, ['ban', 'remove', md5, '--yes'])).toMatchObject({ exitCode: 3 });
    stands(md5);
    server.answers('DELETE', `${route}/${md5}`, 409, ['Hash does not exist']);
    expect(await cbq(server, ['ban', 'remove', md5, '--yes'])).toMatchObject({ exitCode: 3 });
  });
});
