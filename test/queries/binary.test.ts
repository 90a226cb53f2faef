import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { downloadBinary } from '../../src/ops/binary-content.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeZip } from '../support/make-zip.ts';
import { binaryWire, type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const md5Of = (content: Buffer) => createHash('md5').update(content).digest('hex').toUpperCase();
const content = Buffer.concat([Buffer.from('MZ\u0090\0'), Buffer.alloc(50_000, 'x'), randomBytes(3000)]);
const md5 = md5Of(content);
const metadata = { name: 'metadata', content: Buffer.from('Timestamp : 02/01/2017 04:05:44\r\n') };
const zip = makeZip([{ name: 'filedata', content }, metadata]);

describe('cbq binary', () => {
  test('searches, and prints a line for each binary', async () => {
    const documents = [binaryWire(md5), { md5: 7 }];
    server.searches('binary', { q: 'digsig_result:Unsigned', start: 0, rows: 2 }, { documents, total: 3 });
    const { out, err } = await cbq(server, [
      'binary',
      'digsig_result:Unsigned',
      '--limit',
      '2',
      '-o',
      'table',
    ]);
    expect(out).toMatch(new RegExp(`^x.exe +Unsigned +1 +49.5 KiB +2023-11-14 22:16:00Z +${md5}$`, 'm'));
    expect(err).toBe('2 of 3 binaries shown; --all shows the rest\n');
  });

  test('counts and draws facets', async () => {
    server.searches('binary', { q: '', rows: 0, start: 0 }, { total: 5 });
    expect((await cbq(server, ['binary', '--count'])).out).toBe('total_results\t5\n');
    const facet = { facet: 'true', 'facet.field': 'group' };
    const facets = { group: [{ name: 'Default Group', value: 5, percent: 100, ratio: '100.0' }] };
    server.searches('binary', { q: '', rows: 0, start: 0, ...facet }, { facets });
    expect((await cbq(server, ['binary', '--facet', 'group'])).out).toBe(
      'group\tDefault Group\t5\t100\t100.0\n',
    );
  });

  test('knows its own fields', async () => {
    server.searches('binary', { q: 'cmdline:x', start: 0, rows: 50 }, {});
    expect((await cbq(server, ['binary', 'cmdline:x'])).err).toContain('process searches have it');
  });
});

describe('cbq binary show', () => {
  const prevalence = `/api/v1/process/host/count?cb.freqver=1&name=md5&md5=${md5}`;

  test('shows names, signature, sensors and prevalence, without the picture of its icon', async () => {
    server.binary(md5).summary({ icon: 'iVBORw0KGgo', alliance_score_virustotal: 42 });
    server.answers('GET', prevalence, 200, { hostCount: 3, globalCount: 3, numDocs: 17 });
    const { out } = await cbq(server, ['binary', 'show', md5.toLowerCase(), '-o', 'table']);
    expect(out).toMatch(/^name +c:\\users\\mia\\x.exe$/m);
    expect(out).toMatch(/^seen on +FIN-WS-07 7$/m);
    expect(out).toMatch(/^ran on hosts +3$/m);
    expect(out).toMatch(/^signature code +0x800b0100$/m);
    expect(out).toMatch(/^alliance_score_virustotal +42$/m);
    expect(out).not.toContain('iVBOR');
  });

  test('does without a prevalence that the server does not count', async () => {
    server.binary(md5).summary();
    server.answers('GET', prevalence, 404);
    expect(await cbq(server, ['binary', 'show', md5])).toMatchObject({ exitCode: 0, err: '' });
  });

  test.each([
    ['{}', {}],
    ['an error', { errorMessage: 'shard is down' }],
  ])('is not all where %s stands in place of the prevalence', async (_what, body) => {
    server.binary(md5).summary();
    server.answers('GET', prevalence, 200, body);
    const { exitCode, out, err } = await cbq(server, ['binary', 'show', md5, '--json']);
    expect(JSON.parse(out)).not.toHaveProperty('process_host_count');
    expect([exitCode, err]).toEqual([6, expect.stringContaining('how many hosts ran it could not be told')]);
  });

  test('of an unknown binary is exit 3, and of what is no MD5 exit 2', async () => {
    server.binary(md5).unknown();
    expect(await cbq(server, ['binary', 'show', md5])).toMatchObject({ exitCode: 3 });
    expect(await cbq(server, ['binary', 'show', 'x.exe'])).toMatchObject({ exitCode: 2 });
  });
});

describe('cbq binary download', () => {
  test('unpacks into a file for the user alone, named by its MD5', async () => {
    server.binary(md5).content(zip);
    const { out, exitCode, runtime } = await cbq(server, ['binary', 'download', md5, '-o', 'ndjson']);
    const path = join(runtime.home, `${md5}.bin`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({
      md5,
      size: content.length,
      path,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(await readFile(path)).toEqual(content);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(runtime.home)).toEqual([`${md5}.bin`]);
  });

  test.each([
    ['stored', makeZip([{ name: 'filedata', content, stored: true }, metadata])],
    ['behind the metadata', makeZip([metadata, { name: 'filedata', content }])],
    [
      'with its sizes behind',
      makeZip([
        { ...metadata, streamed: true },
        { name: 'filedata', content, streamed: true },
      ]),
    ],
  ])('reads a member that is %s', async (_how, packed) => {
    server.binary(md5).content(packed);
    const { runtime } = await cbq(server, ['binary', 'download', md5, '--to', 'x.bin']);
    expect(await readFile(join(runtime.home, 'x.bin'))).toEqual(content);
  });

  test('keeps the ZIP as it came where that is wanted', async () => {
    server.binary(md5).content(zip);
    const { runtime, out } = await cbq(server, ['binary', 'download', md5, '--zip', '--fields', 'size']);
    expect(await readFile(join(runtime.home, `${md5}.zip`))).toEqual(zip);
    expect(out).toBe(`${content.length}\n`);
  });

  test('replaces nothing without --force', async () => {
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, `${md5}.bin`), 'mine');
    const { exitCode, err } = await cbq(server, ['binary', 'download', md5], { runtime });
    expect(exitCode).toBe(1);
    expect(err).toContain('is there already');
    expect(await readFile(join(runtime.home, `${md5}.bin`), 'utf8')).toBe('mine');
  });

  test('replaces a file with --force, once the new one is checked, and never a folder', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.home, `${md5}.bin`);
    await writeFile(path, 'mine');
    const words = ['binary', 'download', md5, '--force'];
    server.binary(md5).content(makeZip([metadata]));
    expect((await cbq(server, words, { runtime })).exitCode).toBe(9);
    expect(await readFile(path, 'utf8')).toBe('mine');
    server.binary(md5).content(zip);
    expect((await cbq(server, words, { runtime })).exitCode).toBe(0);
    expect(await readFile(path)).toEqual(content);
    await mkdir(join(runtime.home, `${md5}.zip`));
    expect((await cbq(server, [...words, '--zip'], { runtime })).err).toContain('is a folder');
  });

  const other = makeZip([{ name: 'filedata', content: Buffer.from('other') }]);
  test.each([
    ['another hash', other, 9],
    [
      'two members of that name',
      makeZip([
        { name: 'filedata', content },
        { name: 'filedata', content },
      ]),
      9,
    ],
    ['no such member', makeZip([metadata]), 9],
    ['a path for a name', makeZip([{ name: '../filedata', content }]), 9],
    ['encrypted content', makeZip([{ name: 'filedata', content, encrypted: true }]), 7],
    ['half of it', zip.subarray(0, 200), 7],
    ['a page', Buffer.from('<html>busy</html>'), 7],
    ['a directory that leads nowhere', Buffer.concat([zip.subarray(40), Buffer.alloc(3)]), 7],
  ])('of a ZIP with %s leaves nothing behind', async (_what, packed, code) => {
    server.binary(md5).content(packed);
    const { exitCode, runtime } = await cbq(server, ['binary', 'download', md5]);
    expect(exitCode).toBe(code);
    expect(await readdir(runtime.home)).toEqual([]);
  });

  test.each([
    ['its directory', makeZip([{ name: 'filedata', content }], { wideDirectory: true })],
    ['its member', makeZip([{ name: 'filedata', content }], { wideMember: true })],
  ])('of a ZIP64 by %s says so, and leaves nothing behind', async (_where, packed) => {
    server.binary(md5).content(packed);
    const { exitCode, err, runtime } = await cbq(server, ['binary', 'download', md5]);
    expect({ exitCode, err }).toMatchObject({ exitCode: 7, err: expect.stringContaining('is a ZIP64') });
    expect(await readdir(runtime.home)).toEqual([]);
  });

  test('keeps what somebody else has under the names that are its own meanwhile', async () => {
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, `${md5}.bin.part`), 'mine');
    // Nothing is fetched that could not be kept.
    expect((await cbq(server, ['binary', 'download', md5], { runtime })).exitCode).toBe(1);
    expect(await readFile(join(runtime.home, `${md5}.bin.part`), 'utf8')).toBe('mine');
    expect(await readdir(runtime.home)).toEqual([`${md5}.bin.part`]);
  });

  test('of a bomb stops at the limit and leaves nothing behind', async () => {
    const bomb = Buffer.alloc(4 * 1024 * 1024);
    server.binary(md5Of(bomb)).content(makeZip([{ name: 'filedata', content: bomb }]));
    const { files, home } = makeRuntime();
    const fetched = downloadBinary(server.cb(), md5Of(bomb), {
      files,
      path: join(home, 'x.bin'),
      keepZip: false,
      force: false,
      limit: 1024 * 1024,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(await failureOf(fetched)).toMatchObject({ kind: 'Integrity' });
    expect(await readdir(home)).toEqual([]);
  });

  test('of several says for each how it ended', async () => {
    server.binary(md5).content(zip);
    const missing = 'A'.repeat(32);
    server.binary(missing).notCollected();
    const { exitCode, out, err } = await cbq(server, ['binary', 'download', '-', '--fields', 'md5'], {
      stdin: `${md5}\n${missing}\n${md5.toLowerCase()}\n`,
    });
    expect(exitCode).toBe(6);
    expect(out).toBe(`${md5}\n${missing}\n`);
    expect(err).toContain(`the server has no content of the binary ${missing}`);
  });
});

describe('cbq binary hexdump', () => {
  test.each([
    ['first', zip],
    ['behind the metadata', makeZip([metadata, { name: 'filedata', content }])],
    [
      'with its sizes behind',
      makeZip([
        { ...metadata, streamed: true },
        { name: 'filedata', content, streamed: true },
      ]),
    ],
  ])('shows the first bytes of a member that stands %s', async (_where, packed) => {
    server.binary(md5).content(packed);
    const { out } = await cbq(server, ['binary', 'hexdump', md5, '--bytes', '20', '-o', 'table']);
    expect(out.split('\n').slice(1, 3)).toEqual([
      `00000000  4d 5a c2 90 00 78 78 78  78 78 78 78 78 78 78 78  MZ...xxxxxxxxxxx`,
      `00000010  78 78 78 78                                       xxxx`,
    ]);
  });

  test('shows a whole binary that is shorter, and says when there is none', async () => {
    const short = Buffer.from('abc');
    server.binary(md5).content(makeZip([{ name: 'filedata', content: short }]));
    expect((await cbq(server, ['binary', 'hexdump', md5])).out).toBe('0\t61 62 63\tabc\n');
    server.binary(md5).content(makeZip([metadata]));
    expect(await cbq(server, ['binary', 'hexdump', md5])).toMatchObject({ exitCode: 7 });
    server.binary(md5).notCollected();
    expect(await cbq(server, ['binary', 'hexdump', md5])).toMatchObject({ exitCode: 3 });
  });

  test('unpacks no more of a bomb than it shows, wherever it stands', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024);
    server.binary(md5).content(makeZip([{ name: 'filedata', content: bomb, streamed: true }]));
    const before = process.memoryUsage().arrayBuffers;
    expect((await cbq(server, ['binary', 'hexdump', md5, '--bytes', '16'])).out).toMatch(/^0\t(00 ?){8} /);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    server.binary(md5).content(
      makeZip([
        { name: 'metadata', content: bomb, streamed: true },
        { name: 'filedata', content },
      ]),
    );
    expect(await cbq(server, ['binary', 'hexdump', md5])).toMatchObject({ exitCode: 7 });
  });
});
