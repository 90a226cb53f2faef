import { describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

interface Entry {
  readonly filename: string;
  readonly path: string;
  readonly size: number;
  readonly attributes: readonly string[];
  readonly last_write_time: number;
}

async function entries(line: string, sensor: 1 | 10 = 10): Promise<readonly Entry[]> {
  return (await (await world.on(sensor)).json(line)) as readonly Entry[];
}

function namesOf(list: readonly Entry[]): readonly string[] {
  return list.map(({ filename }) => filename);
}

describe('ls', () => {
  test('draws written time, size and name on a terminal', async () => {
    const { stdout } = await (await world.on(10)).run('ls C:\\Windows\\*.ini', { tty: true });
    expect(stdout).toMatch(
      /^WRITTEN {2,}SIZE {2}NAME\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2,}56 B {2}system\.ini\n.* 92 B {2}win\.ini\n$/,
    );
  });

  test('tells every path of several that cannot be listed, also with --quiet', async () => {
    const ran = await (await world.on(10)).run('ls --quiet C:\\nope C:\\Windows\\win.ini C:\\neither');
    expect(ran.stdout).toContain('win.ini');
    expect(ran.stderr).toMatch(
      /^2 of 3 paths cannot be listed\n {2}- C:\\nope is not .*\n {2}- C:\\neither is not /,
    );
    expect(ran.exitCode).toBe(3);
  });

  test('gives the wire’s own names in JSON, whatever is drawn', async () => {
    const [entry] = await entries('ls C:\\Windows\\win.ini');
    expect(entry).toEqual({
      attributes: ['ARCHIVE'],
      create_time: expect.any(Number),
      last_access_time: expect.any(Number),
      last_write_time: expect.any(Number),
      size: 92,
      alt_name: null,
      directory: null,
      filename: 'win.ini',
      path: 'C:\\Windows\\win.ini',
    });
  });

  test('adds attributes, three times and the 8.3 name with -l', async () => {
    const { stdout } = await (await world.on(10)).run('ls -l "C:\\Program Files"', { tty: true });
    expect(stdout.split('\n')[0]).toMatch(/^ATTR +CREATED +ACCESSED +WRITTEN +SIZE +8\.3 NAME +NAME$/);
    expect(stdout).toMatch(/^D .*<dir> .*COMMON~1 .*Common/m);
    expect(stdout).toMatch(/^HSA .*desktop\.ini/m);
  });

  test('lists what is in a directory with one command object', async () => {
    const sensor = await world.on(10);
    await sensor.out('ls');
    const before = world.lab.requests.filter(({ method }) => method === 'POST').length;
    await sensor.out('ls C:\\Windows\\System32');
    expect(world.lab.requests.filter(({ method }) => method === 'POST').length - before).toBe(1);
  });

  test('shows hidden entries always, and . and .. only with -a', async () => {
    expect(namesOf(await entries('ls C:\\'))).toContain('pagefile.sys');
    expect(namesOf(await entries('ls C:\\lab'))).not.toContain('..');
    expect(namesOf(await entries('ls -a C:\\lab')).slice(0, 2)).toEqual(['.', '..']);
  });

  test('sorts by name, time or size, and the other way round', async () => {
    const byName = namesOf(await entries('ls C:\\lab\\texts'));
    expect(byName).toEqual([...byName].sort());
    expect(namesOf(await entries('ls -r C:\\lab\\texts'))).toEqual([...byName].reverse());
    const sizes = (await entries('ls -S C:\\lab\\texts')).map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const times = (await entries('ls -t C:\\lab\\texts')).map((entry) => entry.last_write_time);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('shows what a wildcard matches, with a quoted blank in the path', async () => {
    expect(namesOf(await entries('ls "C:\\lab\\folder with blanks\\read*.txt"'))).toEqual([
      'read me first.txt',
    ]);
  });

  test('shows the other paths when one is not there, and ends with 3', async () => {
    const ran = await (await world.on(10)).run('ls C:\\lab\\texts\\utf8.txt C:\\nope C:\\Windows\\win.ini');
    expect(ran.stdout).toMatch(/utf8\.txt\n.*win\.ini\n$/);
    expect(ran.stderr).toContain('C:\\nope is not on WIN-EP7RMLTCLAJ');
    expect(ran.exitCode).toBe(3);
  });

  test('says access denied for a directory that cannot be listed', async () => {
    const ran = await (await world.on(10)).run('ls "C:\\System Volume Information"');
    expect(ran.stderr).toContain('access denied');
    expect(ran.exitCode).toBe(1);
  });

  test('takes slashes on Unix, where a backslash is a plain character', async () => {
    expect(namesOf(await entries('ls /etc/host*', 1))).toEqual(['hostname', 'hosts']);
    const ran = await (await world.on(1)).run('ls \\etc');
    expect(ran.stderr).toContain('/opt/cbsensor/\\etc is not on devr-test');
  });

  test('leaves hidden names to a pattern with a dot on Unix, as shells do', async () => {
    expect(namesOf(await entries('ls /home/mgarcia', 1))).toContain('.bashrc');
    expect(namesOf(await entries('ls /home/mgarcia/*', 1))).not.toContain('.bashrc');
    expect(namesOf(await entries('ls /home/mgarcia/.bash*', 1))).toEqual(['.bash_history', '.bashrc']);
  });

  test('lets no name of the sensor move the cursor, break the line or turn the direction', async () => {
    for (const options of [{ tty: true }, { tty: false }]) {
      const { stdout } = await (await world.on(10)).run('ls C:\\lab\\hostile', options);
      expect(stdout).toContain('clear\\u{1b}[2J');
      expect(stdout).toContain('annex\\u{202e}xcod.exe');
      expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

describe('cd and pwd', () => {
  test('go to a directory, spelt as the sensor spells it, and relative paths begin there', async () => {
    const sensor = await world.open(10);
    await sensor.out('cd c:\\WINDOWS');
    expect(await sensor.out('pwd')).toBe('C:\\Windows\n');
    await sensor.out('cd system32\\..\\carbonblack');
    expect(await sensor.json('pwd')).toEqual({
      text: 'C:\\Windows\\CarbonBlack\n',
      directory: 'C:\\Windows\\CarbonBlack',
    });
    await sensor.out('cd \\');
    expect(await sensor.out('pwd')).toBe('C:\\\n');
    expect(await sensor.out('ls Windows\\win.ini')).toContain('win.ini');
    await sensor.out('cd "program files (x86)"');
    expect(await sensor.out('pwd')).toBe('C:\\Program Files (x86)\n');
    await sensor.out('cd');
    expect(await sensor.out('pwd')).toBe('C:\\Windows\\CarbonBlack\n');
  });

  test('stay where they were when the directory is a file, is not there, or is several', async () => {
    const sensor = await world.open(10);
    const start = await sensor.out('pwd');
    await sensor.out('cd C:\\Users');
    expect((await sensor.run('cd -')).stderr).toBe(start);
    expect((await sensor.run('cd -')).stderr).toBe('C:\\Users\n');
    await sensor.out('cd ~');
    expect(await sensor.out('pwd')).toBe(start);
    const fresh = await world.open(10);
    expect(await fresh.run('cd -')).toMatchObject({ exitCode: 2, stdout: '' });
    const file = await sensor.run('cd C:\\Windows\\win.ini');
    expect([file.exitCode, file.stderr]).toEqual([1, 'C:\\Windows\\win.ini is a file, not a directory\n']);
    expect((await sensor.run('cd C:\\nope')).exitCode).toBe(3);
    expect((await sensor.run('cd C:\\p*')).exitCode).toBe(2);
    expect(await sensor.out('pwd')).toBe('C:\\Windows\\CarbonBlack\n');
  });

  test('say nothing where all went well', async () => {
    const ran = await (await world.open(1)).run('cd /etc', { tty: true });
    expect([ran.stdout, ran.stderr, ran.exitCode]).toEqual(['', '', 0]);
  });
});

test('drives are those of the session; Unix has none', async () => {
  expect(await (await world.on(10)).out('drives')).toBe('A:\\\nC:\\\nD:\\\n');
  const ran = await (await world.on(1)).run('drives', { tty: true });
  expect([ran.stdout, ran.stderr]).toEqual([
    '',
    'drives are of Windows\nhint: ls / shows what is at the top here\n',
  ]);
});

describe('stat', () => {
  test('shows one entry as a record, and several as rows', async () => {
    const sensor = await world.on(10);
    const { stdout } = await sensor.run('stat C:\\Windows\\win.ini', { tty: true });
    expect(stdout).toMatch(/^path +C:\\Windows\\win\.ini\n/);
    expect(stdout).toMatch(/^attributes +ARCHIVE$/m);
    expect(await entries('stat C:\\Windows\\*.ini')).toHaveLength(2);
    expect(await sensor.json('stat C:\\Windows')).toMatchObject({
      path: 'C:\\Windows',
      attributes: ['DIRECTORY'],
    });
  });

  test('knows roots, and ends with 3 for what is not there', async () => {
    expect(await (await world.on(1)).json('stat /')).toMatchObject({ path: '/' });
    expect((await (await world.on(10)).run('stat C:\\nope')).exitCode).toBe(3);
  });
});

describe('find', () => {
  test('finds by name, kind, size and depth', async () => {
    expect(namesOf(await entries('find C:\\lab --larger 1.1G'))).toEqual(['zero-2g.bin']);
    const texts = await entries('find C:\\lab --name *.TXT --name *.bin --depth 1 --type f');
    expect([...namesOf(texts)].sort()).toEqual([
      'empty.txt',
      'random-1m.bin',
      'random-64m.bin',
      'zero-1g.bin',
      'zero-2g.bin',
    ]);
    expect(namesOf(await entries('find C:\\lab\\deep --type d'))).toHaveLength(12);
  });

  test.each([
    ['find *.exe', 'C:\\Windows\\*.exe is not on WIN-EP7RMLTCLAJ', 'find C:\\Windows --name *.exe'],
    ['find "C:\\no such"', 'C:\\no such is not on WIN-EP7RMLTCLAJ', 'find C:\\ --name "no such"'],
  ])('says of %s that it is not there, and how a name is sought', async (line, message, hint) => {
    const sensor = await world.on(10);
    sensor.live.place.toDirectory('C:\\Windows');
    expect(await sensor.run(line)).toMatchObject({
      exitCode: 3,
      stderr: `${message}\nhint: a name is sought with --name: ${hint}\n`,
    });
  });

  test('begins in no file, and in no folder that is missing below a wildcard', async () => {
    const sensor = await world.on(10);
    expect((await sensor.run('find C:\\Windows\\win.ini')).stderr).toBe(
      'C:\\Windows\\win.ini is a file, not a directory\n',
    );
    expect((await sensor.run('ls C:\\nosuch\\*.exe')).stderr).toBe(
      'C:\\nosuch is not on WIN-EP7RMLTCLAJ\nhint: ls shows what is there\n',
    );
  });

  test('finds what was written after a time', async () => {
    const sensor = await world.on(10);
    await sensor.out('mkdir C:\\Windows\\Temp\\find-newer');
    expect(namesOf(await entries('find C:\\Windows\\Temp --newer -1h'))).toEqual(['find-newer']);
    expect(namesOf(await entries('find C:\\Windows\\Temp --newer 2030-01-01'))).toEqual([]);
  });

  test('finds again what the table shows of a file', async () => {
    const sensor = await world.on(10);
    const { stdout } = await sensor.run('find C:\\Windows\\System32\\config --depth 1 --type f', {
      tty: true,
    });
    const shown = [...stdout.matchAll(/^(\S+ \S+Z) +(\S+ (?:\w*B)) +(.+)$/gm)];
    expect(shown.length).toBeGreaterThan(3);
    for (const [, written, size = '', path] of shown) {
      const options = `--newer "${written}" --larger ${size.replace(' ', '')}`;
      expect((await sensor.run(`find C:\\Windows\\System32\\config ${options}`)).stdout).toContain(path);
    }
  });

  test('says which directory it could not list, and goes on', async () => {
    const ran = await (await world.on(10)).run('find C:\\ --depth 2 --name pagefile.sys');
    expect(ran.stdout).toContain('C:\\pagefile.sys');
    expect(ran.stderr).toContain('C:\\System Volume Information: ');
    expect(ran.stderr).toContain('access denied');
    expect(ran.exitCode).toBe(6);
  });

  test('does not go through links, nor into names with separators in them', async () => {
    const found = await entries('find C:\\Users --name "Local Settings"');
    expect(found.every(({ attributes }) => attributes.includes('REPARSE_POINT'))).toBe(true);
    expect(await entries('find C:\\lab\\hostile --type d')).toEqual([]);
  });

  test('gives rows before the walk is over', async () => {
    const sensor = await world.on(10);
    const stopped = new AbortController();
    const ran = await sensor.run('find C:\\Windows -o ndjson', {
      signal: stopped.signal,
      onOut: () => stopped.abort(),
    });
    expect(ran.kind).toBe('Interrupted');
    expect(ran.stdout).not.toBe('');
  });

  test('wants a depth of 1 or more', async () => {
    expect((await (await world.on(10)).run('find --depth 0')).exitCode).toBe(2);
  });
});

describe('tree', () => {
  test('draws branches, sorted, down to a depth', async () => {
    const { stdout } = await (await world.on(1)).run('tree /tmp', { tty: true });
    expect(stdout.split('\n').map((line) => line.split(/ {2,}(?=\d)/)[0]?.trimEnd())).toEqual([
      expect.stringMatching(/^NAME +SIZE +WRITTEN$/),
      '/tmp',
      '└─ .X11-unix',
      '   └─ .x',
      '      ├─ config.json',
      '      └─ kswapd0',
      '',
    ]);
    const roots = (await (await world.on(1)).json('tree /tmp --depth 1')) as { children: Entry[] }[];
    expect(roots[0]?.children).toMatchObject([{ filename: '.X11-unix', path: '/tmp/.X11-unix' }]);
  });

  test('draws directories only with -d, and refuses a file', async () => {
    const { stdout } = await (await world.on(1)).run('tree -d /tmp', { tty: true });
    expect(stdout).not.toContain('config.json');
    expect((await (await world.on(1)).run('tree /etc/passwd')).stderr).toBe(
      '/etc/passwd is a file, not a directory\n',
    );
  });
});
