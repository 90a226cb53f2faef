import { mkdir as makeLocal, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
const randomSha256 = '9e94812540f2b34bbac2e8abdabf3f87c541a69babd9e683214c0cf031241711';

/** A new local directory with the files given; the verbs' own is not changed. */
async function localFolder(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(world.folder, name);
  await makeLocal(folder);
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

describe('get', () => {
  test('fetches a file to the local directory and gives its size and SHA-256', async () => {
    const got = await (await world.on(10)).json('get C:\\lab\\random-1m.bin');
    const local = join(world.folder, 'random-1m.bin');
    expect(got).toEqual({ remote: 'C:\\lab\\random-1m.bin', local, size: 1_048_576, sha256: randomSha256 });
    expect((await stat(local)).size).toBe(1_048_576);
    expect((await stat(local)).mode & 0o777).toBe(0o600);
  });

  test('keeps the quoted path with a blank together, and takes a folder or a new name', async () => {
    const sensor = await world.on(10);
    const folder = await localFolder('get-names');
    await sensor.out(`get "C:\\lab\\folder with blanks\\read me first.txt" ${folder}`);
    await sensor.out(`get 'C:\\lab\\folder with blanks\\read me first.txt' ${folder}/other.txt`);
    expect((await readdir(folder)).sort()).toEqual(['other.txt', 'read me first.txt']);
  });

  test('makes nothing here when the file is not there', async () => {
    const folder = await localFolder('get-missing');
    const sensor = await world.on(10);
    expect((await sensor.run(`get C:\\nope.txt ${folder}`)).exitCode).toBe(3);
    expect((await sensor.run(`get -r C:\\nope ${folder}/nope`)).exitCode).toBe(3);
    expect((await sensor.run(`get C:\\lab\\*.nope ${folder}/new`)).exitCode).toBe(3);
    expect((await sensor.run(`get C:\\pagefile.sys ${folder}`)).exitCode).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test('makes no file that is called - of what is meant for stdout', async () => {
    const ran = await (await world.on(10)).run('get C:\\Windows\\win.ini -');
    expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cat --raw prints the bytes') });
    expect(await readdir(world.folder)).not.toContain('-');
  });

  test('replaces a local file only with --force', async () => {
    const folder = await localFolder('get-force', { 'win.ini': 'mine' });
    const sensor = await world.on(10);
    const refused = await sensor.run(`get C:\\Windows\\win.ini ${folder}`);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is there already') });
    expect(await readFile(join(folder, 'win.ini'), 'utf8')).toBe('mine');
    await sensor.out(`get --force C:\\Windows\\win.ini ${folder}`);
    expect(await readFile(join(folder, 'win.ini'), 'utf8')).toContain('MAPI=1');
  });

  test('fetches a range', async () => {
    const sensor = await world.on(10);
    const folder = await localFolder('get-range');
    await sensor.out(`get C:\\lab\\texts\\lines-10000.txt ${folder}/a --offset 7 --bytes 16`);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('of 10000\nline 2 ');
    await sensor.out(`get C:\\Windows\\win.ini ${folder}/b --offset 80 --bytes 4k`);
    expect((await stat(join(folder, 'b'))).size).toBe(12);
    await sensor.out(`get C:\\Windows\\win.ini ${folder}/c --offset 5000`);
    expect((await stat(join(folder, 'c'))).size).toBe(0);
  });

  test('fetches an empty file', async () => {
    const got = await (await world.on(10)).json('get C:\\lab\\empty.txt');
    expect(got).toMatchObject({
      size: 0,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  test('fetches what a wildcard matches, one row a file', async () => {
    const folder = join(world.folder, 'made', 'for it');
    const rows = await (await world.on(10)).json(`get C:\\lab\\texts\\cp8*.txt "${folder}"`);
    expect(rows).toMatchObject([
      { outcome: 'done', remote: 'C:\\lab\\texts\\cp850.txt', size: 62 },
      { outcome: 'done', remote: 'C:\\lab\\texts\\cp866.txt', size: 18 },
    ]);
    expect(await readdir(folder)).toEqual(['cp850.txt', 'cp866.txt']);
  });

  test('fetches a tree only with -r, and leaves what is there already with --resume', async () => {
    const sensor = await world.on(10);
    expect(await sensor.run('get C:\\lab\\texts')).toMatchObject({
      exitCode: 2,
      stderr: 'C:\\lab\\texts is a directory\nhint: ls shows what is in it, get -r takes it with all in it\n',
    });
    const folder = join(world.folder, 'evidence');
    await sensor.out(`get -r C:\\Windows\\System32\\drivers\\etc ${folder}`);
    expect(await readdir(join(folder, 'etc'))).toEqual(['hosts', 'services']);
    const again = await sensor.run(`get -r C:\\Windows\\System32\\drivers\\etc ${folder}`);
    expect([again.exitCode, again.stderr.match(/is there already/g)?.length]).toEqual([1, 2]);
    const rows = await sensor.json(`get -r --resume C:\\Windows\\System32\\drivers ${folder}/..`);
    expect(rows).toContainEqual(
      expect.objectContaining({ outcome: 'done', local: expect.stringMatching(/hosts$/) }),
    );
    const resumed = await sensor.json(`get -r --resume C:\\Windows\\System32\\drivers\\etc ${folder}`);
    expect(resumed).toMatchObject([{ outcome: 'there already' }, { outcome: 'there already' }]);
  });

  test('keeps every hostile name inside the folder', async () => {
    const folder = join(world.folder, 'hostile');
    for (const sensor of [10, 1] as const) {
      const from = sensor === 10 ? 'C:\\lab\\hostile' : '/lab/hostile';
      const before = (await readdir(world.folder)).sort();
      const ran = await (await world.on(sensor)).run(
        `get -r ${from}${sensor === 10 ? '\\' : '/'}* ${folder}-${sensor} -o ndjson`,
      );
      const rows = ran.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { local: string; outcome: string });
      expect(rows.filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(40);
      expect(rows.every(({ local }) => local.lastIndexOf('/') === `${folder}-${sensor}`.length)).toBe(true);
      expect((await readdir(world.folder)).sort()).toEqual([...before, `hostile-${sensor}`].sort());
      const names = await readdir(`${folder}-${sensor}`);
      expect(names.some((name) => /[\u0000-\u001f\u007f-\u009f\u202e:\\]/.test(name))).toBe(false);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
      expect(names).toContain('_CON');
    }
  });

  test('follows no local link below the folder that was named', async () => {
    const sensor = await world.on(10);
    const outside = await localFolder('outside');
    const inside = await localFolder('inside');
    await makeLocal(join(inside, 'drivers'));
    await symlink(outside, join(inside, 'drivers', 'etc'));
    const tree = await sensor.run(`get -r C:\\Windows\\System32\\drivers ${inside} -o ndjson`);
    expect(tree.exitCode).toBe(6);
    expect(tree.stderr).toContain('/drivers/etc is a link, which is not followed');
    await symlink(outside, join(inside, 'etc'));
    const top = await sensor.run(`get -r C:\\Windows\\System32\\drivers\\etc ${inside}`);
    expect(top).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is a link, which is not followed'),
    });
    await symlink(join(outside, 'owned'), join(inside, 'win.ini'));
    await sensor.out(`get --force C:\\Windows\\win.ini ${inside}`);
    expect(await readFile(join(inside, 'win.ini'), 'utf8')).toContain('MAPI');
    expect(await readdir(outside)).toEqual([]);
  });

  test('says what is wrong with --offset for several files', async () => {
    const ran = await (await world.on(10)).run('get C:\\lab\\texts\\*.txt --offset 5');
    expect(ran).toMatchObject({ exitCode: 2, stderr: '--offset and --bytes are for one file\n' });
  });

  test('shows its progress and takes it off the screen', async () => {
    const ran = await (await world.on(10)).run(`get C:\\lab\\random-64m.bin ${world.folder}/big.bin`);
    expect(ran.exitCode).toBe(0);
    expect(ran.progress).toContain('get C:\\lab\\random-64m.bin');
  });
});

describe('put', () => {
  test('into a folder that is not there says how to make it', async () => {
    const folder = await localFolder('put-nowhere', { 'a.txt': 'a' });
    const ran = await (await world.on(10)).run(`put ${folder}/a.txt C:\\nosuch\\here\\a.txt`);
    expect(ran.kind).toBe('NotOnSensor');
    expect(ran.stderr).toMatch(/\nhint: mkdir -p C:\\nosuch\\here makes the directory that it goes into\n$/);
  });

  test('copies a file given by a relative path, checks it, and gives its SHA-256', async () => {
    const sensor = await world.on(10);
    const folder = await localFolder('put-one', { 'triage.txt': 'what to look at\n' });
    await world.local.changeDirectory(folder);
    try {
      const put = await sensor.json('put triage.txt C:\\Windows\\Temp\\');
      expect(put).toMatchObject({ remote: 'C:\\Windows\\Temp\\triage.txt', size: 16 });
      expect(await sensor.out('cat C:\\Windows\\Temp\\triage.txt')).toBe('what to look at\n');
    } finally {
      await world.local.changeDirectory(world.folder);
    }
  });

  test('goes to the shell’s directory, into a directory, or under a new name', async () => {
    const sensor = await world.open(1);
    await writeFile(join(world.folder, 'p.txt'), 'p');
    await sensor.out('cd /tmp');
    for (const remote of ['', '/var/tmp', 'q.txt']) await sensor.out(`put p.txt ${remote}`);
    expect(await sensor.out('cat /tmp/p.txt /var/tmp/p.txt /tmp/q.txt')).toBe('ppp');
  });

  test('replaces what is there only with --force, which destroys and asks', async () => {
    const sensor = await world.on(10);
    await writeFile(join(world.folder, 'f.txt'), 'first');
    await sensor.out('put f.txt C:\\Windows\\Temp\\');
    await writeFile(join(world.folder, 'f.txt'), 'second');
    expect(await sensor.run('put f.txt C:\\Windows\\Temp\\')).toMatchObject({
      exitCode: 1,
      stderr: 'C:\\Windows\\Temp\\f.txt is on the sensor already\nhint: replace it with --force\n',
    });
    expect((await sensor.run('put --force f.txt C:\\Windows\\Temp\\')).exitCode).toBe(2);
    expect(await sensor.out('cat C:\\Windows\\Temp\\f.txt')).toBe('first');
    const asked = await sensor.run('put --force f.txt C:\\Windows\\Temp\\', { tty: true, answers: [true] });
    expect(asked.questions).toEqual(['put f.txt to C:\\Windows\\Temp\\, over what is there?']);
    expect(await sensor.out('cat C:\\Windows\\Temp\\f.txt')).toBe('second');
  });

  test('puts a folder with -r, making directories on its way, and leaves links out', async () => {
    const folder = await localFolder('tree', { 'a.txt': 'a', 'b.txt': 'bb' });
    await makeLocal(join(folder, 'below'));
    await writeFile(join(folder, 'below', 'c.txt'), 'ccc');
    await symlink('/etc/passwd', join(folder, 'link'));
    const sensor = await world.on(10);
    expect((await sensor.run(`put ${folder} C:\\Windows\\Temp`)).stderr).toContain('put -r takes it');
    const rows = await sensor.json(`put -r ${folder} C:\\Windows\\Temp`);
    expect(rows).toMatchObject([
      { outcome: 'done', remote: 'C:\\Windows\\Temp\\tree\\a.txt', size: 1 },
      { outcome: 'done', remote: 'C:\\Windows\\Temp\\tree\\b.txt', size: 2 },
      { outcome: 'done', remote: 'C:\\Windows\\Temp\\tree\\below\\c.txt', size: 3 },
    ]);
    expect(await sensor.out('cat C:\\Windows\\Temp\\tree\\below\\c.txt')).toBe('ccc');
    const again = await sensor.run(`put -r ${folder} C:\\Windows\\Temp`);
    expect(again.exitCode).toBe(1);
  });

  test('refuses a local name that the sensor would read as a path', async () => {
    const folder = await localFolder('odd', { 'fine.txt': 'x', '..\\up.txt': 'x' });
    const sensor = await world.on(10);
    const ran = await sensor.run(`put -r ${folder} C:\\Windows\\Temp\\odd -o ndjson`);
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('is no name that WIN-EP7RMLTCLAJ can have');
    const one = await sensor.run(`put "${folder}/..\\up.txt" C:\\Windows\\Temp\\odd\\`);
    expect(one.exitCode).toBe(2);
  });

  test('says that a local file is not there', async () => {
    expect((await (await world.on(10)).run('put nothing.txt')).stderr).toBe(
      `cannot read ${join(world.folder, 'nothing.txt')}: no such file or folder\n`,
    );
  });

  test('sends nothing in a dry run, and does not say that it did', async () => {
    const held: DryRunRequest[] = [];
    const sensor = await world.open(10, { dryRun: (request) => held.push(request) });
    await writeFile(join(world.folder, 'dry.txt'), 'dry');
    const ran = await sensor.run('put dry.txt C:\\Windows\\Temp\\');
    expect(held.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect(held[1]?.body).toMatchObject({ name: 'put file', object: 'C:\\Windows\\Temp\\dry.txt' });
    expect([ran.stdout, ran.stderr, ran.exitCode]).toEqual(['', 'dry run: nothing was sent\n', 0]);
    const tree = await localFolder('dry-tree', { 'a.txt': 'a' });
    expect((await sensor.run(`put -r ${tree} C:\\Windows\\Temp`)).stdout).toMatch(/^not sent\t1\t/);
    expect(await (await world.on(10)).run('stat C:\\Windows\\Temp\\dry.txt')).toMatchObject({ exitCode: 3 });
  });
});

describe('put -p', () => {
  test('makes the directories above the file, and none where nothing is put', async () => {
    const sensor = await world.on(10);
    const folder = await localFolder('put-parents', { 'a.txt': 'a' });
    await sensor.out(`put -p ${folder}/a.txt C:\\Windows\\Temp\\p\\q\\`);
    await sensor.out(`put -p ${folder}/a.txt C:\\Windows\\Temp\\p\\r\\b.txt`);
    expect(await sensor.out('cat C:\\Windows\\Temp\\p\\q\\a.txt C:\\Windows\\Temp\\p\\r\\b.txt')).toBe('aa');
    expect((await sensor.run(`put -p ${folder}/none C:\\Windows\\Temp\\p\\s\\`)).exitCode).toBe(1);
    expect((await sensor.run('stat C:\\Windows\\Temp\\p\\s')).exitCode).toBe(3);
    const inFile = await sensor.run(`put -p ${folder}/a.txt C:\\Windows\\win.ini\\c.txt`);
    expect(inFile).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('win.ini is a file') });
  });
});

describe('put --verify', () => {
  test('compares the hash of what is on the sensor, of one file and of many', async () => {
    const folder = await localFolder('verify', { 'a.txt': 'a', 'b.txt': 'bb' });
    for (const [id, temp, separator] of [
      [10, 'C:\\Windows\\Temp', '\\'],
      [1, '/tmp', '/'],
    ] as const) {
      const sensor = await world.on(id);
      const ran = await sensor.run(`put --verify ${folder}/a.txt ${temp}${separator}v.txt`);
      expect([ran.exitCode, ran.stderr]).toEqual([
        0,
        expect.stringMatching(/^its SHA-256 on .* is the same\n$/),
      ]);
      const rows = await sensor.json(`put -r --verify ${folder} ${temp}`);
      expect(rows).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
      const again = await sensor.run(`put -r --verify --resume ${folder} ${temp} -o ndjson`);
      expect([again.exitCode, again.stdout.match(/there already/g)?.length]).toEqual([0, 2]);
    }
  });
});
