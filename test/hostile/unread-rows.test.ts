import { describe, expect, it } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const process = (pid: unknown, path: string) => ({
  pid,
  parent: 4,
  path,
  proc_guid: `g${pid}`,
  create_time: 1,
});

function sensor() {
  return startHostileServer({
    file: { size: 3 },
    content: (_request, response) => {
      response.setHeader('content-type', 'application/octet-stream');
      response.end('abc');
    },
    commands: {
      'directory list': ({ object }) => {
        const path = String(object);
        if (path === 'C:\\nosize.bin') return { files: [{ filename: 'nosize.bin', attributes: [] }] };
        if (path === 'C:\\d') return { files: [entry('d', { attributes: ['DIRECTORY'] })] };
        if (!path.endsWith('\\')) return { files: [7] };
        return { files: [entry('a.log'), { size: 3, attributes: ['ARCHIVE'] }, 'nonsense'] };
      },
      'process list': () => ({
        processes: [process(100, 'c:\\evil.exe'), process(-1, 'c:\\all.exe'), { path: 'c:\\hidden.exe' }],
      }),
      'reg enum key': () => ({
        values: [{ value_name: 'v', value_type: 'REG_SZ', value_data: 'd' }, 7],
        sub_keys: 'x',
      }),
    },
  });
}

describe('a row of the sensor that cannot be read', () => {
  it.each([
    [['ls', '10', 'C:\\t'], 'a.log', '2 rows of the listing of C:\\t cannot be read and are left out'],
    [['ls', '10', 'C:\\t\\*.log'], 'a.log', '2 rows of the listing of C:\\t cannot be read'],
    [['ls', '10', 'C:\\t', 'C:\\u'], 'a.log', '2 rows of the listing of C:\\u cannot be read'],
    [['find', '10', 'C:\\t'], 'a.log', '2 rows of the listing of C:\\t cannot be read'],
    [['tree', '10', 'C:\\d'], 'a.log', '2 rows of the listing of C:\\d cannot be read'],
    [['ps', '10'], 'evil.exe', "2 rows of the sensor's list of processes cannot be read"],
    [['ps', '10', '--tree'], 'evil.exe', "2 rows of the sensor's list of processes cannot be read"],
    [['reg', 'query', '10', 'HKLM\\X'], 'v', '2 rows of HKEY_LOCAL_MACHINE\\X cannot be read'],
    [['reg', 'export', '10', 'HKLM\\X'], '"v"="d"', '2 rows of HKEY_LOCAL_MACHINE\\X cannot be read'],
  ])('is counted beside the others, and the exit code is 6: %j', async (words, shown, said) => {
    await using server = await sensor();
    const ran = await runHostile(server, words);
    expect(ran).toMatchObject({
      exitCode: 6,
      out: expect.stringContaining(shown),
      err: expect.stringContaining(said),
    });
    expect((await runHostile(server, [...words, '-q'])).exitCode).toBe(6);
  });

  it.each([
    [['stat', '10', 'C:\\t'], 'nobody can tell whether C:\\t is there'],
    [['rm', '10', 'C:\\t\\*.log', '--yes'], 'nobody can tell what matches'],
    [['get', '10', 'C:\\t\\*.log'], 'nobody can tell what matches'],
    [['kill', '10', 'hidden.exe', '--yes'], 'nobody can tell whether a process "hidden.exe" is there'],
    [['kill', '10', '999', '--yes'], 'nobody can tell whether process 999 is there'],
  ])('makes no absence, and nothing is done to a part: %j', async (words, said) => {
    await using server = await sensor();
    const ran = await runHostile(server, words);
    expect(ran).toMatchObject({ exitCode: 7, out: '', err: expect.stringContaining(said) });
    const names = server.posted.map(({ name }) => name);
    expect(names.filter((name) => !['directory list', 'process list'].includes(String(name)))).toEqual([]);
  });
});

describe('a size that the sensor does not say', () => {
  it('is empty, and no 0', async () => {
    await using server = await sensor();
    const shown = await runHostile(server, ['stat', '10', 'C:\\nosize.bin', '--json']);
    expect(JSON.parse(shown.out)).toMatchObject({ filename: 'nosize.bin', size: null });
    const row = await runHostile(server, ['find', '10', 'C:\\t', '-o', 'tsv']);
    expect(row.out).toContain('\t3\t');
  });

  it('is no reason to fetch nothing', async () => {
    await using server = await sensor();
    const got = await runHostile(server, ['get', '10', 'C:\\nosize.bin', '--json']);
    expect(got.exitCode, got.err).toBe(0);
    expect(JSON.parse(got.out)).toMatchObject({ size: 3 });
  });
});
