import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { directory, entry, startHostileServer } from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { untilQuiet } from '../support/quiet.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();
const etc = 'C:\\Windows\\System32\\drivers\\etc';

interface Row {
  readonly outcome: string;
  readonly local: string;
}

async function rowsOf(line: string, sensor: 1 | 10 = 10): Promise<readonly string[]> {
  const rows = (await (await world.on(sensor)).json(line)) as readonly Row[];
  return rows.map(({ outcome, local }) => `${outcome} ${local.slice(world.folder.length + 1)}`);
}

/** The command objects that are posted meanwhile, by name. */
async function posted(work: () => Promise<unknown>): Promise<readonly string[]> {
  await untilQuiet();
  const before = world.lab.requests.length;
  await work();
  return world.lab.requests.slice(before).flatMap(({ command }) => command ?? []);
}

describe('mirror', () => {
  test('fetches what is not here, and then asks for listings alone', async () => {
    expect(await rowsOf(`mirror ${etc} first`)).toEqual(['done first/hosts', 'done first/services']);
    const again = await (await world.on(10)).run(`mirror ${etc} first`);
    expect(again).toMatchObject({ exitCode: 0, stdout: '', stderr: 'unchanged: 2\n' });
    expect(await posted(async () => await rowsOf(`mirror ${etc} first`))).toEqual([
      'directory list',
      'directory list',
    ]);
  });

  test('fetches what has another size or time, and goes on with what broke off', async () => {
    const folder = join(world.folder, 'second');
    await rowsOf('mirror /etc second', 1);
    await writeFile(join(folder, 'hosts'), 'cut');
    await utimes(join(folder, 'hosts'), 1, 1);
    await utimes(join(folder, 'passwd'), 1, 1);
    await rm(join(folder, 'ssh'), { recursive: true });
    expect(await rowsOf('mirror /etc second', 1)).toEqual([
      'done second/hosts',
      'done second/passwd',
      'done second/ssh/sshd_config',
    ]);
    expect(await rowsOf('mirror /etc second', 1)).toEqual([]);
  });

  test('goes on with a file that broke off in the middle', async () => {
    const sensor = await world.on(10);
    const bytes = randomBytes(3 * 1024 ** 2);
    await writeFile(join(world.folder, 'three.bin'), bytes);
    await sensor.out('put -p three.bin C:\\Windows\\Temp\\broken\\three.bin');
    const stop = new AbortController();
    const line = 'mirror C:\\Windows\\Temp\\broken broken';
    const broken = await sensor.run(line, {
      signal: stop.signal,
      onProgress: (text) => {
        if (text.startsWith('get ')) stop.abort(new CbError('Interrupted', 'stopped'));
      },
    });
    expect(broken.kind).toBe('Interrupted');
    expect(sensor.notes.join()).toMatch(/bytes are kept in .*three\.bin\.part/);
    expect(await readdir(join(world.folder, 'broken'))).toContain('three.bin.part');
    const again = await sensor.run(`${line} --delete --yes --json`);
    expect([again.exitCode, again.stderr]).toEqual([0, expect.not.stringContaining('starting again')]);
    expect(await readdir(join(world.folder, 'broken'))).toEqual(['three.bin']);
    expect(await readFile(join(world.folder, 'broken', 'three.bin'))).toEqual(bytes);
  });

  test('asks where local files were written later, or leaves them', async () => {
    const sensor = await world.on(10);
    await rowsOf(`mirror ${etc} later`);
    const hosts = join(world.folder, 'later', 'hosts');
    await writeFile(hosts, 'mine');
    expect((await sensor.run(`mirror ${etc} later`)).exitCode).toBe(2);
    const no = await sensor.run(`mirror ${etc} later`, { tty: true, answers: [false] });
    expect(no.questions).toEqual([expect.stringMatching(/^replace what is newer here: .*hosts\?$/)]);
    expect(await rowsOf(`mirror ${etc} later --keep-newer`)).toEqual(['newer here, kept later/hosts']);
    expect(await readFile(hosts, 'utf8')).toBe('mine');
    expect(await rowsOf(`mirror ${etc} later --yes`)).toEqual(['done later/hosts']);
    expect(await readFile(hosts, 'utf8')).not.toBe('mine');
  });

  test('deletes only with --delete, once it was asked', async () => {
    const sensor = await world.on(10);
    const folder = join(world.folder, 'less');
    await rowsOf(`mirror ${etc} less`);
    await mkdir(join(folder, 'own', 'deep'), { recursive: true });
    await writeFile(join(folder, 'own', 'deep', 'file'), 'x');
    await symlink(world.folder, join(folder, 'link'));
    expect(await rowsOf(`mirror ${etc} less`)).toEqual([]);
    const no = await sensor.run(`mirror ${etc} less --delete`, { tty: true, answers: [false] });
    expect([no.exitCode, no.questions.length]).toEqual([2, 1]);
    expect((await readdir(folder)).sort()).toEqual(['hosts', 'link', 'own', 'services']);
    expect(await rowsOf(`mirror ${etc} less --delete --yes`)).toEqual([
      'deleted here less/link',
      'deleted here less/own',
    ]);
    expect((await readdir(folder)).sort()).toEqual(['hosts', 'services']);
    expect(await readdir(world.folder)).toContain('less');
  });

  test('with --hash compares what has the same size by its bytes', async () => {
    for (const [id, from, name] of [
      [10, etc, 'hosts'],
      [1, '/etc/ssh', 'sshd_config'],
    ] as const) {
      const folder = join(world.folder, `hash-${id}`);
      await rowsOf(`mirror ${from} hash-${id}`, id);
      const text = await readFile(join(folder, name), 'utf8');
      const { mtime } = await stat(join(folder, name));
      await writeFile(join(folder, name), text.replace(/[a-z]/, 'X'));
      await utimes(join(folder, name), mtime, mtime);
      expect(await rowsOf(`mirror ${from} hash-${id}`, id)).toEqual([]);
      expect(await rowsOf(`mirror --hash ${from} hash-${id}`, id)).toEqual([`done hash-${id}/${name}`]);
      expect(await readFile(join(folder, name), 'utf8')).toBe(text);
      expect(await rowsOf(`mirror --hash ${from} hash-${id}`, id)).toEqual([]);
    }
  });

  test('does nothing in a dry run but to show what it would do', async () => {
    const sensor = await world.open(10, { dryRun: () => undefined });
    const ran = await sensor.run(`mirror --delete ${etc} dry -o tsv`);
    expect([ran.exitCode, ran.stdout.match(/^to fetch/gm)?.length]).toEqual([0, 2]);
    await expect(readdir(join(world.folder, 'dry'))).rejects.toThrow('ENOENT');
    await mkdir(join(world.folder, 'dry'));
    await writeFile(join(world.folder, 'dry', 'own'), 'x');
    expect((await sensor.run(`mirror --delete --hash ${etc} dry -o tsv`)).stdout).toMatch(/^to delete here/m);
    expect(await readdir(join(world.folder, 'dry'))).toEqual(['own']);
  });

  test('touches nothing that is a link or another kind of thing here', async () => {
    const folder = join(world.folder, 'odd');
    await mkdir(join(folder, 'services'), { recursive: true });
    await writeFile(join(world.folder, 'elsewhere'), 'mine');
    await symlink(join(world.folder, 'elsewhere'), join(folder, 'hosts'));
    const ran = await (await world.on(10)).run(`mirror --delete --yes ${etc} odd -o ndjson`);
    expect([ran.exitCode, ran.stderr.match(/is something else here: it stays as it is/g)?.length]).toEqual([
      1, 2,
    ]);
    expect(await readFile(join(world.folder, 'elsewhere'), 'utf8')).toBe('mine');
    expect((await readdir(folder)).sort()).toEqual(['hosts', 'services']);
  });

  test('says that a file is no directory', async () => {
    expect((await (await world.on(10)).run('mirror C:\\Windows\\win.ini x')).exitCode).toBe(2);
    expect((await (await world.on(10)).run('mirror C:\\nope x')).exitCode).toBe(3);
  });
});

describe('mirror of a sensor that lies', () => {
  const refused = { status: 'error', result_code: 0x80070005 };
  const listings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'C:\\m': { files: [directory('m')] },
    'C:\\m\\': {
      files: [
        entry('ok.txt'),
        entry('..\\..\\up.txt'),
        entry('..'),
        entry('CON'),
        entry('dots. . '),
        directory('..\\out'),
        directory('denied'),
        entry('same.txt'),
        entry('SAME.txt'),
      ],
    },
    'C:\\m\\denied\\': refused,
  };
  const start = () =>
    startHostileServer({
      file: { size: 3 },
      content: (_request, response) => void response.end('abc'),
      commands: { 'directory list': ({ object }) => listings[String(object)] ?? refused },
    });

  test('writes nothing outside of the folder, and deletes nothing where not all could be listed', async () => {
    await using server = await start();
    const ran = await runHostile(server, ['mirror', '10', 'C:\\m', 'in/to', '--delete', '--yes'], {
      async prepare(folder) {
        await mkdir(join(folder, 'in', 'to'), { recursive: true });
        await writeFile(join(folder, 'in', 'to', 'own.txt'), 'mine');
      },
    });
    expect([ran.exitCode, ran.err]).toEqual([6, expect.any(String)]);
    expect(ran.err).toContain('nothing is deleted here: not all could be listed');
    expect(ran.err).toContain('C:\\m\\denied');
    expect(await readdir(join(ran.folder, 'in'))).toEqual(['to']);
    const names = await readdir(join(ran.folder, 'in', 'to'));
    expect(names).toEqual(expect.arrayContaining(['ok.txt', 'own.txt']));
    expect(names.some((name) => /[\\/:]|[. ]$/.test(name))).toBe(false);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });
});
