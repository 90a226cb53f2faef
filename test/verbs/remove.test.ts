import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removalCommands } from '../../src/live/remove-tree.ts';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
const yes = { tty: true, answers: [true] };

async function plant(sensor: LabSensor, ...paths: readonly string[]): Promise<void> {
  await writeFile(join(world.folder, 'seedling'), 'x');
  for (const path of paths) await sensor.out(`put seedling "${path}"`);
}

describe('mkdir', () => {
  test('makes a directory, and with -p those above it', async () => {
    const sensor = await world.on(10);
    expect((await sensor.run('mkdir C:\\m1')).stderr).toBe('made C:\\m1\n');
    expect(await sensor.run('mkdir C:\\m2\\a')).toMatchObject({ exitCode: 3, kind: 'NotOnSensor' });
    expect((await sensor.run('mkdir -p C:\\m2\\a "C:\\m1\\b c"')).stderr).toBe(
      'made C:\\m2, C:\\m2\\a, C:\\m1\\b c\n',
    );
    expect((await sensor.run('mkdir -p C:\\m2\\a')).stderr).toBe('it is there already\n');
    expect(await sensor.run('mkdir C:\\m1')).toMatchObject({
      exitCode: 1,
      stderr: 'mkdir C:\\m1: 0x800700b7 already exists\n',
    });
    expect((await sensor.run('mkdir -p C:\\Windows\\win.ini\\x')).stderr).toContain('is a file');
  });

  test('works on Unix paths', async () => {
    const sensor = await world.on(1);
    expect(await sensor.json('mkdir -p "/tmp/it\'s/here"')).toEqual({
      made: ["/tmp/it's", "/tmp/it's/here"],
    });
  });

  test('says nothing false in a dry run', async () => {
    const held: DryRunRequest[] = [];
    const sensor = await world.open(10, { dryRun: (request) => held.push(request) });
    expect((await sensor.run('mkdir C:\\dry')).stderr).toBe('dry run: nothing was sent\n');
    expect(held.map(({ body }) => body)).toMatchObject([{ name: 'create directory', object: 'C:\\dry' }]);
  });
});

describe('rm', () => {
  test('asks, deletes a file, and says so', async () => {
    const sensor = await world.on(10);
    await plant(sensor, 'C:\\Windows\\Temp\\one.txt');
    const declined = await sensor.run('rm C:\\Windows\\Temp\\one.txt', { tty: true, answers: [false] });
    expect(declined).toMatchObject({
      exitCode: 2,
      questions: ['delete C:\\Windows\\Temp\\one.txt on WIN-EP7RMLTCLAJ?'],
    });
    const ran = await sensor.run('rm C:\\Windows\\Temp\\one.txt', yes);
    expect(ran).toMatchObject({ exitCode: 0, stderr: 'deleted C:\\Windows\\Temp\\one.txt\n' });
    expect(await sensor.run('rm C:\\Windows\\Temp\\one.txt', yes)).toMatchObject({ exitCode: 3 });
  });

  test('names what a wildcard means before it asks, and does not ask about what it would refuse', async () => {
    const sensor = await world.on(10);
    await plant(sensor, 'C:\\Windows\\Temp\\w1.log');
    await plant(sensor, 'C:\\Windows\\Temp\\w2.log');
    const asked = await sensor.run('rm C:\\Windows\\Temp\\w*.log', { tty: true, answers: [false] });
    expect(asked.questions).toEqual([
      'delete C:\\Windows\\Temp\\w1.log, C:\\Windows\\Temp\\w2.log on WIN-EP7RMLTCLAJ?',
    ]);
    expect(await sensor.run('rm C:\\Windows', { tty: true })).toMatchObject({ exitCode: 2, questions: [] });
  });

  test('needs --yes where there is no terminal', async () => {
    expect((await (await world.on(10)).run('rm C:\\Windows\\win.ini')).exitCode).toBe(2);
  });

  test('deletes what a wildcard matches, one row each', async () => {
    const sensor = await world.on(1);
    await plant(sensor, '/tmp/a1.txt', '/tmp/a2.txt', '/tmp/a3.log');
    expect(await sensor.json('del --yes /tmp/a*.txt')).toEqual([
      { outcome: 'deleted', path: '/tmp/a1.txt' },
      { outcome: 'deleted', path: '/tmp/a2.txt' },
    ]);
    expect(await sensor.out('ls /tmp/a*')).toContain('a3.log');
  });

  test('deletes nothing when one of several paths is not there', async () => {
    const sensor = await world.on(1);
    await plant(sensor, '/tmp/stays.txt');
    expect((await sensor.run('rm --yes /tmp/stays.txt /tmp/nope.txt')).exitCode).toBe(3);
    expect(await sensor.out('cat /tmp/stays.txt')).toBe('x');
  });

  test('says which of several could not be deleted', async () => {
    const sensor = await world.on(10);
    await plant(sensor, 'C:\\Windows\\Temp\\goes.txt');
    const ran = await sensor.run('rm --yes C:\\Windows\\Temp\\goes.txt C:\\pagefile.sys');
    expect(ran).toMatchObject({
      exitCode: 6,
      stdout: 'deleted\tC:\\Windows\\Temp\\goes.txt\nfailed\tC:\\pagefile.sys\n',
    });
    expect(ran.stderr).toContain('0x80070020');
  });

  test('takes a directory only with -r, through the interpreter of a Windows sensor', async () => {
    const sensor = await world.on(10);
    await sensor.out('mkdir -p "C:\\r & s\\deep er\\x"');
    await plant(sensor, 'C:\\r & s\\deep er\\f.txt');
    expect(await sensor.run('rm --yes "C:\\r & s"')).toMatchObject({
      exitCode: 2,
      stderr: 'C:\\r & s is a directory\nhint: rm -r takes it with all in it\n',
    });
    expect((await sensor.run('rm --yes -r "C:\\r & s"')).stderr).toBe('deleted C:\\r & s\n');
    expect((await sensor.run('stat "C:\\r & s"')).exitCode).toBe(3);
  });

  test('takes a directory with any name on Unix', async () => {
    const sensor = await world.on(1);
    const path = "/tmp/it's $(touch owned) `x` ; rm";
    await sensor.out(`mkdir -p "${path}/below"`);
    expect((await sensor.run(`rm --yes -r "${path}"`)).exitCode).toBe(0);
    expect((await sensor.run(`stat "${path}"`)).exitCode).toBe(3);
  });

  test('looks afterwards, and says what is still there', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('rm --yes -r C:\\Windows\\System32\\config');
    expect(ran).toMatchObject({ exitCode: 1, kind: 'CommandFailed' });
    expect(ran.stderr).toContain(
      'rm -r C:\\Windows\\System32\\config: it is still there, or some of what is in it',
    );
  });

  test('refuses roots before anything is sent', async () => {
    for (const [id, path] of [
      [10, 'C:\\'],
      [10, 'C:'],
      [10, 'c:/Windows/..'],
      [10, '\\\\server\\share'],
      [1, '/'],
      [1, '/tmp/..'],
    ] as const) {
      const sensor = await world.on(id);
      const before = world.lab.requests.length;
      expect((await sensor.run(`rm --yes -r ${path}`)).stderr).toContain('is a root: it is not deleted');
      expect(world.lab.requests.length).toBe(before);
    }
  });

  test('does not delete what a name with a separator leads to', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('rm --yes C:\\lab\\hostile\\*win.ini');
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('cannot be a name: it is not deleted');
    expect(await sensor.out('cat C:\\Windows\\win.ini')).toContain('MAPI');
  });

  test('shows what it would send in a dry run, and says nothing false', async () => {
    const held: DryRunRequest[] = [];
    const sensor = await world.open(10, { dryRun: (request) => held.push(request) });
    expect((await sensor.run('rm -r C:\\lab\\deep')).stderr).toBe('dry run: nothing was sent\n');
    expect(held.map(({ body }) => body)).toMatchObject([
      { name: 'create process', object: 'cmd.exe /d /v:off /c rmdir /s /q "C:\\lab\\deep"' },
    ]);
    expect((await sensor.run('rm C:\\lab\\texts\\cp8*')).stdout).toMatch(/^not sent\t/);
    expect(await (await world.on(10)).out('ls C:\\lab')).toContain('deep');
  });
});

describe('the commands that delete a directory', () => {
  const line = 'cmd.exe /d /v:off /c rmdir';

  test('delete a link itself and not what it leads to', () => {
    expect(removalCommands('windows', 'C:\\a b', true)).toEqual([`${line} /q "C:\\a b"`]);
    expect(removalCommands('unix', '/a b', true)).toEqual(["/bin/rm -rf -- '/a b'"]);
  });

  test('take at last what Win32 would read otherwise', () => {
    expect(removalCommands('windows', 'C:\\100% & more', false)).toEqual([
      `${line} /s /q "C:\\100% & more"`,
      `${line} /s /q "\\\\?\\C:\\100% & more"`,
    ]);
  });

  test.each([
    'C:\\p\\foo.',
    'C:\\p\\foo ',
    'C:\\Windows ',
    'C:\\p\\...',
    'C:\\p\\.. ',
    'C:\\foo.\\x',
    'C:\\p\\CON',
    'C:\\p\\nul.txt',
    'C:\\p\\com1 .x',
    'C:\\p\\LPT\u00b9.a.b',
    'C:\\aux\\x',
    `C:\\${'d'.repeat(150)}\\${'e'.repeat(150)}`,
  ])('name %s so that it is nothing else', (path) => {
    expect(removalCommands('windows', path, false)).toEqual([`${line} /s /q "\\\\?\\${path}"`]);
    const share = path.replace('C:', '\\\\srv\\share');
    expect(removalCommands('windows', share, false)).toEqual([
      `${line} /s /q "\\\\?\\UNC\\${share.slice(2)}"`,
    ]);
  });

  test('are refused for a name that quotes do not hold', () => {
    const long = `C:\\${'d\\'.repeat(5000)}`;
    for (const path of ['C:\\a" & calc & "', 'C:\\%COMSPEC%', 'C:\\a\nb', 'C:\\%COMSPEC%.', long])
      expect(() => removalCommands('windows', path, false)).toThrow('cannot be handed to cmd.exe safely');
  });
});
