import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TakenLine } from '../../src/manifest/lines.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { collect } from '../support/collect.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
let folder = '';
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(async () => {
  await world.end();
});
beforeEach(async () => {
  folder = await mkdtemp(join(world.folder, 'taken-'));
});

/** Runs it, and fails the test when it fails; gives its stdout. */
async function out(line: string): Promise<string> {
  const ran = await world.run(line);
  if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}: ${ran.stderr}`);
  return ran.stdout;
}

async function linesOf(at = folder): Promise<readonly TakenLine[]> {
  const lines = await collect(readManifest(world.files.read(join(at, 'manifest.ndjson'))));
  return lines.map((each) => {
    if (each.kind !== 'taken') throw new Error(`line ${each.number} is none`);
    return each.line;
  });
}

/** The manifest's own lines of what lies there, hashed anew. */
async function mustFit(at = folder): Promise<readonly TakenLine[]> {
  const lines = await linesOf(at);
  expect(lines.length).toBeGreaterThan(0);
  for (const { local, path, size, md5, sha1, sha256 } of lines) {
    expect(path).toBe(join(at, local));
    const bytes = await readFile(path);
    const hash = (name: string) => createHash(name).update(bytes).digest('hex');
    expect({ size, md5, sha1, sha256 }).toEqual({
      size: bytes.length,
      md5: hash('md5'),
      sha1: hash('sha1'),
      sha256: hash('sha256'),
    });
  }
  await out(`cblr manifest verify ${at}`);
  return lines;
}

const sensor = { host: 'WIN-EP7RMLTCLAJ', sensor: 10 };

test('a manifest has what get fetched: where from, when, by which session and command, and all hashes', async () => {
  await out(`cblr get 10 'C:\\Windows\\explorer.exe' ${folder} --manifest`);
  const [line] = await mustFit();
  expect(line).toMatchObject({
    ...sensor,
    local: 'explorer.exe',
    from: 'sensor',
    remote: 'C:\\Windows\\explorer.exe',
    server: world.lab.url,
    session: expect.any(Number),
    command: expect.any(Number),
    file: expect.any(Number),
    attributes: 'ARCHIVE',
    operator: world.runtime([]).user(),
    machine: world.runtime([]).hostname(),
  });
  const { written = '', created, accessed, remote_size, size, offset, pieces } = line ?? ({} as TakenLine);
  expect([remote_size, offset, pieces]).toEqual([size, undefined, undefined]);
  expect(Math.floor((await stat(join(folder, 'explorer.exe'))).mtimeMs)).toBe(Date.parse(written));
  for (const time of [created, accessed, written]) expect(time).toMatch(/^\d{4}-.*Z$/);
  expect((await stat(join(folder, 'manifest.ndjson'))).mode & 0o777).toBe(0o600);
});

test('it is written only where it is wanted', async () => {
  await out(`cblr get 10 'C:\\Windows\\explorer.exe' ${folder}`);
  expect(await readdir(folder)).toEqual(['explorer.exe']);
});

test('it says which part of a file was fetched', async () => {
  await out(`cblr get 10 'C:\\Windows\\explorer.exe' ${folder}/head --offset 16 --bytes 32 --manifest`);
  const [line] = await mustFit();
  expect(line).toMatchObject({ local: 'head', size: 32, offset: 16, bytes: 32 });
  expect(line?.remote_size).toBeGreaterThan(1000);
});

test('it has the last word of a file that was fetched twice', async () => {
  await out(`cblr get 10 'C:\\lab\\texts\\utf8.txt' ${folder}/x --manifest`);
  await out(`cblr get 10 'C:\\Windows\\explorer.exe' ${folder}/x --force --manifest`);
  expect((await linesOf()).map(({ local, remote }) => [local, remote])).toEqual([
    ['x', 'C:\\lab\\texts\\utf8.txt'],
    ['x', 'C:\\Windows\\explorer.exe'],
  ]);
  await out(`cblr manifest verify ${folder}`);
});

test('it lies in each folder of a tree, and in the shell its option stands on a line or before it', async () => {
  await out(`cblr connect 10 -c "get -r 'C:\\lab\\hostile' ${folder} --manifest"`);
  const lines = await mustFit(join(folder, 'hostile'));
  expect(lines.length).toBeGreaterThan(40);
  const text = await readFile(join(folder, 'hostile', 'manifest.ndjson'), 'utf8');
  expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/.test(text)).toBe(false);
  await out(`cblr connect 10 --manifest -c "get 'C:\\Windows\\explorer.exe' ${folder}"`);
  await mustFit();
});

test('it is left alone by mirror, which adds what is new, and tells what it deletes', async () => {
  const etc = `'C:\\Windows\\System32\\drivers\\etc'`;
  await out(`cblr mirror 10 ${etc} ${folder} --manifest`);
  expect((await mustFit()).map(({ local }) => local)).toEqual(['hosts', 'services']);
  await writeFile(join(folder, 'extra'), '');
  expect((await world.run(`cblr manifest verify ${folder}`)).exitCode).toBe(6);
  await out(`cblr mirror 10 ${etc} ${folder} --delete --yes --manifest`);
  expect((await readdir(folder)).sort()).toEqual(['hosts', 'manifest.ndjson', 'services']);
  await out(`cblr manifest verify ${folder}`);
});

test('it has what memdump fetched', async () => {
  await out(`cblr memdump 10 --get ${folder}/m.dmp --manifest`);
  expect(await mustFit()).toMatchObject([{ ...sensor, local: 'm.dmp', from: 'sensor' }]);
});

test('it has what a session keeps: its files and its archive, by a verb and by a command', async () => {
  const shell = `files get 1 ${folder}/f --manifest; archive ${folder}/a.tar.gz --manifest`;
  await out(`cblr connect 10 --keep -c "hash --here 'C:\\Windows\\explorer.exe'; ${shell}"`);
  const session = (await linesOf())[0]?.session ?? 0;
  await out(`cblr session get ${session} 1 ${folder}/f2 --manifest`);
  await out(`cblr session archive ${session} ${folder}/a2.tar.gz --manifest`);
  await out(`cblr session close ${session} --yes`);
  await out(`cblr session archive ${session} ${folder}/a3.tar.gz --manifest`);
  expect(await mustFit()).toMatchObject([
    { ...sensor, local: 'f', from: 'session', session, file: 1, remote: 'C:\\Windows\\explorer.exe' },
    { ...sensor, local: 'a.tar.gz', from: 'archive', session, remote: `session ${session}` },
    { ...sensor, local: 'f2', from: 'session', session, file: 1 },
    { ...sensor, local: 'a2.tar.gz', from: 'archive', session },
    { local: 'a3.tar.gz', from: 'archive', session },
  ]);
});

test('it has the binaries of the server, and their archives', async () => {
  const md5 = 'A276B67AC893B80B963F3415E7DD146B';
  await out(`cbq binary download ${md5} --to ${folder} --manifest`);
  await out(`cbq binary download ${md5} --to ${folder} --zip --manifest`);
  expect(await mustFit()).toMatchObject([
    { local: `${md5}.bin`, from: 'binary', remote: md5, md5: md5.toLowerCase(), server: world.lab.url },
    { local: `${md5}.zip`, from: 'binary', remote: md5 },
  ]);
});

test('it has nothing in the place of a manifest', async () => {
  const ran = await world.run(`cblr get 10 'C:\\Windows\\explorer.exe' ${folder}/manifest.ndjson --manifest`);
  expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringMatching(/is where the manifest is kept/)]);
  expect(await readdir(folder)).toEqual([]);
});

test('it is written for a case without being asked for, with the id of the case', async () => {
  await out(`cblr case open 2024-117 --dir ${folder}`);
  const { local } = JSON.parse(await out(`cblr get 10 'C:\\Windows\\explorer.exe' --json`)) as {
    local: string;
  };
  await out('cblr case close');
  const [line] = await mustFit(dirname(local));
  expect(line).toMatchObject({
    ...sensor,
    local: 'explorer.exe',
    case: expect.stringMatching(/^case-[0-9a-f]+$/),
  });
});

test('it has a registry key that was exported into a file, by its path', async () => {
  await out(
    `cblr reg export 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run' --to ${folder}/run.reg --manifest`,
  );
  const [line] = await mustFit();
  const remote = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run';
  expect(line).toMatchObject({
    ...sensor,
    local: 'run.reg',
    from: 'registry',
    remote,
    session: expect.any(Number),
  });
});
