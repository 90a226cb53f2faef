import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, entry, type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const missing = { status: 'error', result_code: 0x80070002 };
const dots = [directory('.'), directory('..')];

/** What Win32 makes of a path that has not the `\\?\` form. */
function win32(path: string): string {
  if (path.startsWith('\\\\?\\')) return path.slice(4);
  return path
    .split('\\')
    .map((part) => part.replace(/[. ]+$/, ''))
    .join('\\');
}

/**
 * A sensor with files as NTFS holds them, by path; one that ends in `\` is a directory. `reads` is how its own commands read a path; its
 * cmd.exe is always that of Windows.
 */
async function sensorWith(paths: readonly string[], reads: (path: string) => string | undefined) {
  const disk = new Set(paths);
  const nameOf = (path: string) => path.replace(/\\$/, '').split('\\').at(-1) ?? '';
  const shown = (path: string) => (path.endsWith('\\') ? directory(nameOf(path)) : entry(nameOf(path)));
  const find = (path: string) => [path, `${path}\\`].find((each) => disk.has(each));
  const remove = (path: string) => {
    for (const each of [...disk]) {
      if (each === path || each.startsWith(`${path}\\`)) disk.delete(each);
    }
  };
  const commands: Parameters<typeof startHostileServer>[0] = {
    commands: {
      'directory list': ({ object }) => {
        const typed = String(object);
        const path = reads(typed.replace(/\\$/, ''));
        const found = path === undefined || path === 'C:' ? undefined : find(path);
        if (typed.endsWith('\\')) {
          if (path !== 'C:' && found?.endsWith('\\') !== true) return missing;
          const below = [...disk].filter((each) => /^[^\\]+\\?$/.test(each.slice(`${path}\\`.length)));
          return { files: [...dots, ...below.filter((each) => each.startsWith(`${path}\\`)).map(shown)] };
        }
        return found === undefined ? missing : { files: [shown(found)] };
      },
      'delete file': ({ object }) => {
        const path = reads(String(object));
        if (path === undefined || !disk.delete(path)) return missing;
        return {};
      },
      'get file': ({ object }) => {
        const path = reads(String(object));
        return path === undefined || !disk.has(path) ? missing : {};
      },
      'create process': ({ object }) => {
        const path = /rmdir (?:\/s )?\/q "([^"]*)"$/.exec(String(object))?.[1];
        if (path !== undefined) remove(win32(path));
        return { pid: 1, return_code: 0 };
      },
    },
  };
  return { server: await startHostileServer(commands), disk };
}

/** How a sensor may read paths. The contract does not say. */
const sensors: readonly (readonly [string, (path: string) => string | undefined])[] = [
  ['that hands paths to Win32', win32],
  ['that takes paths as they are', (path) => (path.startsWith('\\\\?\\') ? undefined : path)],
  ['that takes both forms as they are', (path) => path.replace(/^\\\\\?\\/, '')],
];
const planted = [
  'C:\\p\\',
  'C:\\p\\foo\\',
  'C:\\p\\foo\\keep.txt',
  'C:\\p\\foo.\\',
  'C:\\p\\foo.\\evil.exe',
  'C:\\p\\bar\\',
  'C:\\p\\bar\\good.txt',
  'C:\\p\\bar \\',
  'C:\\p\\bar \\x.txt',
  'C:\\p\\a.txt',
  'C:\\p\\a.txt ',
  'C:\\p\\nul.txt\\',
  'C:\\Windows\\',
];
const run = (server: HostileServer, ...words: string[]) => runHostile(server, words);

describe.each(sensors)('on a sensor %s', (_how, reads) => {
  it.each([
    ['rm -r of a name with a dot behind', ['rm', '10', '-r', '--yes', 'C:\\p\\foo.'], /^C:\\p\\foo\.\\/],
    ['rm -r of a name with a blank behind', ['rm', '10', '-r', '--yes', 'C:\\p\\bar '], /^C:\\p\\bar \\/],
    ['rm -r of a wildcard that matches one', ['rm', '10', '-r', '--yes', 'C:\\p\\?oo.'], /^C:\\p\\foo\.\\/],
    ['rm -r of a name of a device', ['rm', '10', '-r', '--yes', 'C:\\p\\nul.txt'], /^C:\\p\\nul/],
    ['rm of a file with a blank behind', ['rm', '10', '--yes', 'C:\\p\\a.txt '], /^C:\\p\\a\.txt $/],
    ['rm of a file below such a folder', ['rm', '10', '--yes', 'C:\\p\\foo.\\evil.exe'], /^C:\\p\\foo\.\\e/],
    ['rm of a wildcard below it', ['rm', '10', '--yes', 'C:\\p\\foo.\\*'], /^C:\\p\\foo\.\\e/],
  ])('%s takes that and nothing else', async (_what, words, gone) => {
    const { server, disk } = await sensorWith(planted, reads);
    await using made = server;
    const ran = await run(made, ...words);
    expect([...disk]).toEqual(planted.filter((path) => !gone.test(path)));
    expect(ran.exitCode).toBe(0);
  });

  it.each([
    ['rm', '10', '-r', '--yes', 'C:\\Windows '],
    ['rm', '10', '-r', '--yes', 'C:\\Windows.'],
    ['rm', '10', '--yes', 'C:\\p\\a.txt.'],
    ['get', '10', 'C:\\p\\a.txt.'],
    ['stat', '10', 'C:\\p\\foo '],
    ['ls', '10', 'C:\\Windows .'],
  ])('%s %s %s %s %s is of nothing that is there, and says what Windows makes of it', async (...words) => {
    const { server, disk } = await sensorWith(planted, reads);
    await using made = server;
    const ran = await run(made, ...words);
    expect(ran).toMatchObject({
      exitCode: 3,
      err: expect.stringMatching(/is not on .*\n.*Windows reads it as C:\\/),
    });
    expect([...disk]).toEqual(planted);
  });

  it('find and ls show what is in each of two such folders', async () => {
    const { server } = await sensorWith(planted, reads);
    await using made = server;
    const found = await run(made, 'find', '10', 'C:\\p', '--type', 'f', '--fields', 'path');
    const paths = found.out
      .trimEnd()
      .split('\n')
      .map((path) => path.replace(/^\\\\\?\\/, ''));
    expect(paths.toSorted()).toEqual(planted.filter((path) => !path.endsWith('\\')).toSorted());
    expect((await run(made, 'ls', '10', 'C:\\p\\foo.', '--fields', 'filename')).out).toBe('evil.exe\n');
  });

  it.each([
    ['put', '10', 'x', 'C:\\p\\new.txt.'],
    ['mkdir', '10', 'C:\\p\\new '],
    ['mkdir', '10', 'C:\\p\\LPT1.d'],
    ['exec', '10', '--dir', 'C:\\p\\foo.', 'whoami'],
  ])('%s makes nothing where it is not clear what is meant', async (...words) => {
    const { server } = await sensorWith(planted, reads);
    await using made = server;
    const ran = await runHostile(made, words, { prepare: (folder) => writeFile(join(folder, 'x'), 'x') });
    expect(ran).toMatchObject({ exitCode: 2, err: expect.stringContaining('Windows reads it as') });
    expect(made.posted.map(({ name }) => name)).not.toContain('put file');
    expect(made.posted.map(({ name }) => name)).not.toContain('create directory');
    expect(made.posted.map(({ name }) => name)).not.toContain('create process');
  });
});

it('what was typed in the form that is read one way alone is sent so', async () => {
  const { server } = await sensorWith(planted, win32);
  await using made = server;
  await run(made, 'mkdir', '10', '\\\\?\\C:\\p\\new ');
  expect(made.posted).toMatchObject([{ name: 'create directory', object: '\\\\?\\C:\\p\\new ' }]);
});

it.each([
  '\\\\?\\C:\\',
  '\\\\.\\C:',
  '\\\\?\\UNC\\srv\\share',
  '\\\\?\\unc\\srv\\share\\',
  '\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\',
  'C:\\::$INDEX_ALLOCATION',
  '\\\\?\\C:\\:$I30:$INDEX_ALLOCATION\\',
])('%s is a root and is not deleted', async (path) => {
  await using server = await startHostileServer();
  const ran = await run(server, 'rm', '10', '-r', '--yes', path);
  expect(ran).toMatchObject({ exitCode: 2, err: expect.stringContaining('is a root') });
  expect(server.posted).toEqual([]);
});

describe('a local name that Windows cannot have', () => {
  const names = ['q"uote.txt', 'nl\nname.txt', 'a\\b', 'a:b', 'a.txt.', 'nul.txt', 'a*'];
  const prepare = async (folder: string) => {
    for (const name of names) await writeFile(join(folder, name), 'x');
  };

  it.each(names)('%j is refused before it is uploaded', async (name) => {
    const { server } = await sensorWith(planted, win32);
    await using made = server;
    for (const words of [
      ['put', '10', name, 'C:\\p\\'],
      ['put', '10', name, `C:\\p\\${name}`],
    ]) {
      const ran = await runHostile(
        made,
        name.includes(':') || name.includes('\\') ? words.slice(0, 3) : words,
        { prepare },
      );
      expect(ran.exitCode).toBe(2);
    }
    expect(made.received.map(({ method, url }) => `${method} ${url}`)).not.toContain(
      'POST /api/v1/cblr/session/41/file',
    );
    expect(made.posted.map(({ name: command }) => command)).not.toContain('put file');
  });

  it('fails alone in a folder of several', async () => {
    const { server } = await sensorWith(planted, win32);
    await using made = server;
    const ran = await runHostile(made, ['put', '10', '-r', 'here', 'C:\\p', '--json'], {
      prepare: async (folder) => {
        await mkdir(join(folder, 'here'));
        await prepare(join(folder, 'here'));
      },
    });
    expect(ran.exitCode).toBe(2);
    expect(JSON.parse(ran.out)).toHaveLength(names.length);
    expect(made.posted.map(({ name }) => name)).not.toContain('put file');
  });
});
