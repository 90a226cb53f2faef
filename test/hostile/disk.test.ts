import { chmod, chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, entry, type HostileOptions, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const content = Buffer.from('abc');

/** A sensor that lists what `list` says, and whose files all hold `abc`. */
function sensorWith(list: (path: string) => readonly unknown[], more: HostileOptions = {}): HostileOptions {
  return {
    commands: { 'directory list': ({ object }) => ({ files: list(String(object)) }) },
    file: { size: content.length },
    content: (_request, response) => response.end(content),
    ...more,
  };
}

async function everything(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('.local')).sort();
}

const hostileNames = [
  ['x/../../../evil', 'x_.._.._.._evil'],
  ['..\\..\\.bashrc', '.._.._.bashrc'],
  ['/etc/cron.d/evil', '_etc_cron.d_evil'],
  ['CON.txt', '_CON.txt'],
  ['a:b', 'a_b'],
  ['..\u202e\u001b]0;x\u0007.', '..__]0;x_'],
  ['~', '~'],
  [`${'n'.repeat(300)}.exe`, `${'n'.repeat(236)}.exe`],
] as const;

describe('the name that a sensor gives a file', () => {
  it.each(hostileNames)('is one harmless name below the folder of a get -r: %j', async (name, local) => {
    await using server = await startHostileServer(
      sensorWith((path) => (path === 'C:\\case' ? [directory('case')] : [entry(name)])),
    );
    const { exitCode, folder } = await runHostile(server, ['get', '-r', '10', 'C:\\case', 'out']);
    expect({ exitCode, names: await everything(folder) }).toEqual({
      exitCode: 0,
      names: ['out', 'out/case', `out/case/${local}`],
    });
  });

  it('is not taken in place of the one that was asked for', async () => {
    await using server = await startHostileServer(sensorWith(() => [entry('.bash_profile')]));
    const { exitCode, folder } = await runHostile(server, ['get', '10', 'C:\\Users\\report.txt']);
    expect({ exitCode, names: await everything(folder) }).toEqual({ exitCode: 0, names: ['report.txt'] });
  });

  it.each([
    ['the folder of a get -r', ['get', '-r', '10', 'C:\\Users\\*ho*', '.'], '_.hostile/.ssh'],
    ['a file of a wildcard', ['get', '10', 'C:\\Users\\*ho*'], '_.hostile'],
    ['the long one of an 8.3 name', ['get', '10', 'C:\\Users\\HOSTIL~1'], '_.hostile'],
    ['the long one of an 8.3 folder', ['get', '-r', '10', 'C:\\Users\\HOSTIL~1'], '_.hostile/.ssh'],
    ['one that was typed so', ['get', '10', 'C:\\Users\\.Hostile'], '.hostile'],
    ['one that was typed so for a get -r', ['get', '-r', '10', 'C:\\Users\\.hostile'], '.hostile/.ssh'],
  ])('begins with a dot only where somebody typed it, or below a folder: %s', async (what, words, local) => {
    const make = /-r|8\.3 folder/.test(what) ? directory : entry;
    await using server = await startHostileServer(
      sensorWith((path) =>
        /hostil[^\\]*\\$/i.test(path) ? [entry('.ssh')] : [{ ...make('.hostile'), alt_name: 'HOSTIL~1' }],
      ),
    );
    const { exitCode, folder } = await runHostile(server, words);
    expect(exitCode).toBe(0);
    expect(await everything(folder)).toContain(local);
  });

  it('is kept where it is the long one of an 8.3 name', async () => {
    const long = entry('Quarterly report.txt', { alt_name: 'QUARTE~1.TXT' });
    await using server = await startHostileServer(sensorWith(() => [long]));
    const { folder } = await runHostile(server, ['get', '10', 'C:\\Users\\quarte~1.txt']);
    expect(await everything(folder)).toEqual(['Quarterly report.txt']);
  });

  it.each([
    ['C:\\temp\\..\\..\\evil', 'evil'],
    ['/root/.ssh/..', '_'],
    ['C:\\CON', '_CON'],
    ['-rf\u001b[2J', '_-rf_[2J'],
    ['~', '_~'],
    ['/home/x/.bash_profile', '_.bash_profile'],
    ['.part', '_.part'],
  ])('stays in the folder when it comes from the store of the session: %j', async (name, local) => {
    await using server = await startHostileServer(
      sensorWith(() => [], { file: { file_name: name, size: 3 } }),
    );
    const ran = await runHostile(
      server,
      ['connect', '10', '-c', 'files get 1; lcd /; files get 1 ~/there/'],
      {
        prepare: (folder) => mkdir(join(folder, 'there')),
      },
    );
    expect({ exitCode: ran.exitCode, names: await everything(ran.folder) }).toEqual({
      exitCode: 0,
      names: ['there', `there/${local}`, local].sort(),
    });
  });

  it('does not lead a memory dump out of the folder', async () => {
    const dumps = (path: string) => [
      entry('../../../evil'),
      entry(`${path}`),
      entry('x.dmp./../../evil', { last_write_time: 1_999_999_999 }),
      entry('x.dmp.zip'),
    ];
    await using server = await startHostileServer(
      sensorWith((path) => (path.endsWith('\\') ? dumps(path) : [])),
    );
    const words = ['memdump', '10', 'C:\\x.dmp', '--force', '--yes', '--compress', '--get', 'a/b/'];
    const ran = await runHostile(server, words, {
      prepare: (folder) => mkdir(join(folder, 'a/b'), { recursive: true }),
    });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(await everything(ran.folder)).toEqual(['a', 'a/b', 'a/b/x.dmp.zip']);
    expect(server.posted.find(({ name }) => name === 'delete file')).toMatchObject({
      object: 'C:\\x.dmp.zip',
    });
  });

  it.each([204, 200])('is not that of an archive of which nothing came (%i)', async (status) => {
    await using server = await startHostileServer({
      content: (_request, response) =>
        response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(),
    });
    const ran = await runHostile(server, ['connect', '10', '-c', 'archive']);
    expect(ran).toMatchObject({
      exitCode: 7,
      err: expect.stringContaining('nothing in place of the archive'),
    });
    expect(await everything(ran.folder)).toEqual([]);
  });

  it('cannot be that of a host which leads the archive elsewhere', async () => {
    await using server = await startHostileServer({
      sensor: { computer_name: '../../../../tmp/evil' },
      content: (_request, response) => response.end(content),
    });
    const { exitCode, folder } = await runHostile(server, ['connect', '10', '-c', 'archive']);
    expect({ exitCode, names: await everything(folder) }).toEqual({
      exitCode: 0,
      names: ['_.._.._.._.._tmp_evil-session-41.tar.gz'],
    });
  });
});

describe('a tree whose names fight with each other', () => {
  it('brings every file home, also those named as our own partial files', async () => {
    const names = ['a.part.json', 'a.part', 'A', 'a', 'a', 'a (2)'];
    await using server = await startHostileServer(
      sensorWith((path) => (path.endsWith('\\') ? names.map((name) => entry(name)) : [directory('case')])),
    );
    const ran = await runHostile(server, ['get', '-r', '10', 'C:\\case', 'out', '--force']);
    expect(ran.exitCode).toBe(0);
    const found = await readdir(join(ran.folder, 'out/case'));
    expect(found).toHaveLength(names.length);
    expect(found).toEqual(expect.arrayContaining(['a.part_', 'a.part.json_']));
  });

  it('brings home ten thousand files of one name', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 10_000 }, () => entry('same.txt', { attributes: ['DIRECTORY'] }));
    let lists = 0;
    await using server = await startHostileServer(
      sensorWith((path) => {
        lists += 1;
        return path === 'C:\\case\\' ? many : path.endsWith('\\') ? [] : [directory('case')];
      }),
    );
    const ran = await runHostile(server, ['get', '-r', '10', 'C:\\case', 'out']);
    expect(ran.exitCode).toBe(0);
    expect(await readdir(join(ran.folder, 'out/case'))).toHaveLength(10_000);
    expect(lists).toBe(3);
  });
});

describe('a directory without an end', () => {
  const nested = (name: string) => sensorWith(() => [directory(name)]);

  it.each([
    ['get -r', ['get', '-r', '10', 'C:\\a', 'out']],
    ['find', ['find', '10', 'C:\\a']],
    ['tree', ['tree', '10', 'C:\\a']],
  ])('is left at some depth by %s, which says so', async (_verb, words) => {
    await using server = await startHostileServer(nested('a'));
    const ran = await runHostile(server, words);
    expect(`${ran.out}${ran.err}`).toContain('too deep');
    expect(server.posted.length).toBeLessThan(140);
  });

  it('is left where the local path gets too long', async () => {
    await using server = await startHostileServer(nested('n'.repeat(200)));
    const ran = await runHostile(server, ['get', '-r', '10', `C:\\${'n'.repeat(200)}`, 'out']);
    expect(ran.exitCode).not.toBe(70);
    expect(server.posted.length).toBeLessThan(140);
  });

  it('is walked as deep as the person says', async () => {
    await using server = await startHostileServer(nested('a'));
    const ran = await runHostile(server, ['find', '10', 'C:\\a', '--depth', '200']);
    expect(ran).toMatchObject({ exitCode: 0, err: expect.not.stringContaining('too deep') });
    expect(ran.out.trim().split('\n')).toHaveLength(200);
  });
});

describe('what a colleague has planted in the local folder', () => {
  const remote = entry('a.bin', { size: content.length });
  const note = {
    sensor_id: 10,
    remote: 'C:\\a.bin',
    size: content.length,
    last_write_time: remote['last_write_time'],
    offset: 0,
    pieces: [],
  };
  const resume = ['get', '10', 'C:\\a.bin', '--resume'];

  it('is not taken for the beginning of the evidence', async (test) => {
    if (process.getuid?.() !== 0) return test.skip('only root gives files away');
    await using server = await startHostileServer(sensorWith(() => [remote]));
    const ran = await runHostile(server, resume, {
      async prepare(folder) {
        for (const [name, text] of [
          ['a.bin.part', 'XY'],
          ['a.bin.part.json', JSON.stringify(note)],
        ] as const) {
          await writeFile(join(folder, name), text);
          await chown(join(folder, name), 12_345, 12_345);
        }
      },
    });
    expect(ran).toMatchObject({ exitCode: 0, err: expect.stringContaining('belongs to another user') });
    expect(await readFile(join(ran.folder, 'a.bin'), 'utf8')).toBe('abc');
  });

  it.each([
    ['a negative size', { size: -1 }],
    ['a huge size', { size: 2 ** 60 }],
    ['text for a number', { offset: 'x\u001b[2J' }],
    ['no object', null],
  ])('starts again beside a note with %s', async (_what, change) => {
    await using server = await startHostileServer(sensorWith(() => [remote]));
    const ran = await runHostile(server, resume, {
      async prepare(folder) {
        await writeFile(join(folder, 'a.bin.part'), 'XY');
        const text = JSON.stringify(change === null ? null : { ...note, ...change });
        await writeFile(join(folder, 'a.bin.part.json'), text);
      },
    });
    expect(ran).toMatchObject({ exitCode: 0, err: expect.stringContaining('starting again') });
    expect(await readFile(join(ran.folder, 'a.bin'), 'utf8')).toBe('abc');
  });

  it('is not replaced where it only looks like the note of a part', async () => {
    await using server = await startHostileServer(sensorWith(() => [remote]));
    const ran = await runHostile(server, ['get', '10', 'C:\\a.bin'], {
      prepare: (folder) => writeFile(join(folder, 'a.bin.part.json'), 'mine'),
    });
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('is no note of a get') });
    expect(await readFile(join(ran.folder, 'a.bin.part.json'), 'utf8')).toBe('mine');
  });

  it.each([['a.bin'], ['a.bin.part'], ['a.bin.part.json']])(
    'is not written through when %s is a link',
    async (name) => {
      await using server = await startHostileServer(sensorWith(() => [remote]));
      const ran = await runHostile(server, ['get', '10', 'C:\\a.bin', '--force'], {
        async prepare(folder) {
          await mkdir(join(folder, 'elsewhere'));
          await writeFile(join(folder, 'elsewhere/precious'), 'mine');
          await symlink(join(folder, 'elsewhere/precious'), join(folder, name));
        },
      });
      expect(ran.exitCode).toBe(0);
      expect(await readFile(join(ran.folder, 'elsewhere/precious'), 'utf8')).toBe('mine');
      expect(await readFile(join(ran.folder, 'a.bin'), 'utf8')).toBe('abc');
    },
  );
});

describe('what a file claims and what it holds', () => {
  const claims = (size: unknown) => entry('a.bin', { size });

  it('is fetched though the listing claims an exbibyte', async () => {
    await using server = await startHostileServer(sensorWith(() => [claims(2 ** 60)]));
    const ran = await runHostile(server, ['get', '10', 'C:\\a.bin']);
    expect(ran).toMatchObject({ exitCode: 0, err: expect.stringContaining('changes while it is read') });
  });

  it('is fetched though the listing claims less than nothing', async () => {
    await using server = await startHostileServer(sensorWith(() => [claims(-5)]));
    expect(await runHostile(server, ['get', '10', 'C:\\a.bin'])).toMatchObject({ exitCode: 0 });
    expect((await runHostile(server, ['tail', '10', 'C:\\a.bin'])).out).toBe('abc');
  });

  it.each([
    ['get', ['get', '10', 'C:\\a.bin']],
    ['tail', ['tail', '10', 'C:\\a.bin']],
    ['hexdump', ['hexdump', '10', 'C:\\a.bin', '--count', '16']],
  ])('ends a body that goes on behind its size: %s', async (_verb, words) => {
    let sent = 0;
    await using server = await startHostileServer(
      sensorWith(() => [claims(3)], {
        content(_request, response) {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) sent += 65_536;
          };
          response.on('drain', more);
          more();
        },
      }),
    );
    const ran = await runHostile(server, words);
    expect(ran).toMatchObject({ exitCode: 9, err: expect.stringContaining('sends more than the 3 bytes') });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(await everything(ran.folder)).toEqual([]);
  });

  it('is kept as a part and said when the body ends too early', async () => {
    await using server = await startHostileServer(
      sensorWith(() => [claims(1000)], {
        file: { size: 1000 },
        content(_request, response) {
          response.writeHead(200, { 'content-length': 1000 });
          response.write('abc', () => response.destroy());
        },
      }),
    );
    const ran = await runHostile(server, ['get', '10', 'C:\\a.bin']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('3 bytes are kept') });
    expect(await everything(ran.folder)).toEqual(['a.bin.part', 'a.bin.part.json']);
  });
});

describe('put -r', () => {
  it('leaves out links and what is no file', async (test) => {
    if (process.platform === 'win32') return test.skip('no pipes with names');
    const { execFileSync } = await import('node:child_process');
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: [] }) },
    });
    const ran = await runHostile(server, ['put', '-r', '10', 'tools', 'C:\\t'], {
      async prepare(folder) {
        await mkdir(join(folder, 'tools'));
        await symlink('/etc/passwd', join(folder, 'tools/link'));
        await symlink('/etc', join(folder, 'tools/links'));
        execFileSync('mkfifo', [join(folder, 'tools/pipe')]);
        await chmod(join(folder, 'tools'), 0o755);
      },
    });
    expect(server.posted.filter(({ name }) => name === 'put file')).toEqual([]);
    expect(ran.err).toContain('pipe is no plain file');
  });
});
