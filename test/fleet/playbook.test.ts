// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is what playbooks are written in
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 0 });
});
afterAll(() => world?.end());

type Row = Readonly<Record<string, unknown>>;
const rowsOf = async (how = '') => {
  const { stdout } = await world.run(`cblr fleet results --by-host ${how} -o ndjson`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row & { readonly row: Row | null });
};
const put = (name: string, text: string) => writeFile(join(world.folder, name), text);
const posted = (name: string) =>
  world.lab.requests.flatMap(({ command, posted: body }) =>
    command === name ? [String((body as { readonly object?: unknown }).object)] : [],
  );

test('find-by-hash fetches what has a wanted hash, on Windows and on Linux', async () => {
  for (const [sensor, path, wanted] of [
    [10, 'C:\\Windows\\*.exe', 'C:\\Windows\\explorer.exe'],
    [1, '/usr/sbin/s*', '/usr/sbin/sshd'],
  ] as const) {
    const { stdout } = await world.run(['cblr', 'hash', String(sensor), '--md5', wanted, '--fields', 'md5']);
    await put('bad.txt', `# wanted\n${stdout.toLowerCase()}`);
    const set = ['--set', `path=${path}`, '--set', 'hashes=@bad.txt'];
    const ran = await world.run(['cblr', 'playbook', 'run', 'find-by-hash', String(sensor), ...set]);
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('1 done')]);
    const rows = await rowsOf();
    expect(rows.filter(({ step }) => step === 1).length).toBeGreaterThan(0);
    const fetched = rows.filter(({ step }) => step === 2);
    expect(fetched.map(({ row }) => row?.['remote'])).toEqual([wanted]);
    expect((await readFile(String(fetched[0]?.row?.['local']))).length).toBe(fetched[0]?.row?.['size']);
  }
});

test('kill-by-hash ends what runs that file and nothing else', async () => {
  const ps = await world.run('cblr ps 10 --name svch0st.exe --json');
  const [process] = JSON.parse(ps.stdout) as readonly { readonly pid: number; readonly path: string }[];
  const hash = await world.run(['cblr', 'hash', '10', '--md5', process?.path ?? '', '--fields', 'md5']);
  const words = ['cblr', 'playbook', 'run', 'kill-by-hash', '10', '--set', `hashes=${hash.stdout.trim()}`];
  const refused = await world.run(words);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('no terminal to ask on')]);
  const { exitCode } = await world.run([...words, '--yes']);
  expect(exitCode).toBe(0);
  expect(posted('kill')).toEqual([String(process?.pid)]);
  expect((await world.run('cblr ps 10 --name svch0st.exe --fields pid')).stdout).toBe('');
});

test('remove-service stops and deletes the service, and removes its program after a copy was fetched', async () => {
  const { exitCode } = await world.run('cblr playbook run remove-service 3 --set service=UpdSvc --yes');
  expect(exitCode).toBe(0);
  const names = (await world.run('cblr services 3 --fields name')).stdout;
  expect(names).toContain('Spooler');
  expect(names).not.toContain('UpdSvc');
  const rows = await rowsOf('--step 2');
  expect(String(rows[0]?.row?.['remote'])).toContain('svch0st.exe');
  expect((await readFile(String(rows[0]?.row?.['local']))).length).toBeGreaterThan(0);
});

test.each([
  ['triage-windows', 10],
  ['triage-linux', 1],
  ['event-logs', 10],
  ['event-logs', 1],
] as const)('%s is done on sensor %i', async (name, sensor) => {
  const { exitCode, stderr } = await world.run(`cblr playbook run ${name} ${sensor}`);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('1 done')]);
  const rows = await rowsOf();
  expect(rows.some(({ row }) => typeof row?.['local'] === 'string')).toBe(true);
  if (name === 'event-logs') return;
  // Of the crontabs of the lab's Linux not all can be read, which is said and keeps nothing from going on.
  const steps = Array.from({ length: 8 }, (_, at) => at + 1);
  expect([...new Set(rows.map(({ step }) => step))]).toEqual(steps);
  expect(rows.filter(({ state }) => state !== 'done').map(({ step }) => step)).toEqual(
    rows.filter(({ step, state }) => step === 4 && state === 'failed').map(() => 4),
  );
});

describe('values are words', () => {
  test('a hostile file name is neither an option, a wildcard nor a second verb', async () => {
    const names = ['-r', '*', 'a; rm -r x', 'x" & calc', '$(id)'];
    await world.run("cblr mkdir 1 '/tmp/hostile'");
    await put('empty', 'x');
    for (const name of names) await world.run(['cblr', 'put', '1', 'empty', `/tmp/hostile/${name}`]);
    await put(
      'walk.yaml',
      `name: Walk
steps:
  - do: ls /tmp/hostile
    register: found
  - for-each: found
    stat: /tmp/hostile/\${item.filename}
  - for-each: found
    exec:
      command: [echo, '\${item.filename}', end]
`,
    );
    const { exitCode } = await world.run('cblr playbook run walk.yaml 1');
    expect([exitCode, (await world.run('cblr fleet show')).stdout]).toEqual([0, expect.any(String)]);
    const stats = (await rowsOf('--step 2')).map(({ row }) => String(row?.['path']));
    expect(stats.toSorted()).toEqual(names.map((name) => `/tmp/hostile/${name}`).toSorted());
    const said = (await rowsOf('--step 3')).map(({ row }) => String(row?.['text']).trim());
    expect(said.toSorted()).toEqual(names.map((name) => `${name} end`).toSorted());
    await put(
      'bad.yaml',
      'name: x\nsteps:\n  - do: ls /tmp/hostile\n    register: f\n  - stat: /tmp/${first(f).path}\n',
    );
    const outside = await world.run('cblr playbook run bad.yaml 1');
    expect([outside.exitCode, outside.stdout]).toEqual([6, expect.stringContaining('is no name alone')]);
  });

  test.each([
    ['exec: {command: "x ${host.name}"}', 'is a list of words'],
    ['exec: {command: ["${host.name}", x]}', 'named by the playbook itself'],
    ['exec: {command: [cmd.exe, /c, del, "${host.name}"]}', 'read as part of a script by cmd.exe'],
    ['exec: {command: [x, "${host.name}"], powershell: true}', 'by PowerShell'],
    ['exec: {command: [sudo, /bin/sh, -c, "${host.name}"]}', 'read as part of a script by /bin/sh'],
    ['exec: {command: [awk, "${host.name}"]}', 'read as part of a script by awk'],
    ['do: "ls -${host.name}"', 'in the name of an option'],
    ['put: {local: /etc/passwd, remote: x}', '/etc/passwd is a file of this computer'],
    ['get: {remote: x, local: /etc/x}', 'one place for all hosts'],
    ['get: {remot: x}', 'did you mean remote?'],
    ['ps: {pidd: 1}', 'ps has no pidd'],
    ['kill: {tree: maybe}', 'tree wants true or false'],
    ['memdump: x', 'for a shell on one sensor'],
    ['ls: {path: x, output: json}', 'ls has no output'],
  ])('%s is refused before anything is sent', async (step, words) => {
    const before = world.lab.requests.length;
    await put('no.yaml', `name: x\nsteps:\n  - ${step}\n`);
    const { exitCode, stderr } = await world.run('cblr playbook check no.yaml');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no.yaml:3:5: step 1')]);
    expect(stderr).toContain(words);
    expect(world.lab.requests.length).toBe(before);
  });
});

test('a secret stands in no file, no transcript and no result', async () => {
  const secret = 'hunter2-"geheim"';
  await put('password.txt', `${secret}\n`);
  await put(
    'secret.yaml',
    'name: Log in\nparams:\n  password: {secret: true}\nsteps:\n  - exec:\n      command: [echo, user, "${password}"]\n    register: said\n  - exec:\n      command: [echo, "${first(said.text)}"]\n',
  );
  const open = await world.run([
    'cblr',
    'playbook',
    'run',
    'secret.yaml',
    '1',
    '--set',
    `password=${secret}`,
  ]);
  expect([open.exitCode, open.stderr]).toEqual([
    2,
    expect.stringContaining('a command line is seen by others'),
  ]);
  const { exitCode } = await world.run('cblr playbook run secret.yaml 1 --set password=@password.txt');
  expect(exitCode).toBe(0);
  expect((await rowsOf('--step 1')).map(({ row }) => row?.['text'])).toEqual(['user ***\n']);
  const sent = posted('create process').filter((line) => line.includes('hunter2'));
  expect(sent).toHaveLength(1);
  const files = (await readdir(world.state, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const text = (await readFile(join(file.parentPath, file.name))).toString('latin1');
    expect(`${file.name}: ${text.includes('hunter2')}`).toBe(`${file.name}: false`);
  }
});

test('cleanup is done whatever happened, on-error decides the rest, and a retry begins where it failed', async () => {
  await put(
    'steps.yaml',
    `name: Steps
steps:
  - do: ls /nowhere/a
    on-error: continue
    register: a
  - do: pwd
    when: failed(a)
  - do: ls /tmp/late
  - do: pwd
cleanup:
  - do: ls /nowhere/b
  - do: pwd
`,
  );
  const { exitCode } = await world.run('cblr playbook run steps.yaml 1');
  expect(exitCode).toBe(6);
  const states = async () => (await rowsOf()).map(({ step, state }) => `${step} ${state}`);
  expect(await states()).toEqual(['1 failed', '2 done', '3 failed', '5 failed', '6 done']);
  expect((await world.run('cblr fleet show --fields state,step')).stdout).toBe('failed\t3\n');
  await world.run('cblr mkdir 1 /tmp/late');
  expect((await world.run('cblr fleet retry')).exitCode).toBe(0);
  expect(await states()).toEqual(['1 failed', '2 done', '3 done', '4 done', '5 failed', '6 done']);
});

test('what it puts is what was meant when it was written, and a copy of it goes along with the run', async () => {
  await put('tool.sh', '#!/bin/sh\necho works\n');
  const sum = '0'.repeat(64);
  const text = (sha256: string) =>
    `name: Put\nfiles:\n  tool: {path: tool.sh, sha256: '${sha256}'}\nsteps:\n  - put:\n      local: \${files.tool}\n      remote: /tmp/tool.sh\n`;
  await put('put.yaml', text(sum));
  const before = world.lab.requests.length;
  const wrong = await world.run('cblr playbook run put.yaml 1');
  expect([wrong.exitCode, wrong.stderr]).toEqual([
    9,
    expect.stringContaining('put.yaml:3:16: tool.sh has another SHA-256'),
  ]);
  expect(world.lab.requests.length).toBe(before);
  const found = /SHA-256: ([0-9a-f]{64})/.exec(wrong.stderr)?.[1] ?? '';
  await put('put.yaml', text(found));
  expect((await world.run('cblr playbook run put.yaml 1')).exitCode).toBe(0);
  expect((await world.run('cblr cat 1 /tmp/tool.sh')).stdout).toContain('echo works');
});

test('a playbook of cbinterface2 is run as it is', async () => {
  await put('tool.bat', 'echo %1\r\n');
  await put(
    'look.ini',
    '[overview]\nname=Look\nrequired_arguments=WHO\n[a]\noperation=download\nfile_path=tool.bat\nclient_file_path=C:\\Windows\\Temp\\tool.bat\n[b]\noperation=run\ncommand=cmd.exe /c C:\\Windows\\Temp\\tool.bat {WHO} {HOSTNAME}\n[c]\noperation=upload\npath=C:\\Windows\\Temp\\tool.bat\nwrite_results_path={HOSTNAME}_tool.txt\n[cleanup]\noperation=run\ncommand=cmd.exe /c del C:\\Windows\\Temp\\tool.bat\n',
  );
  const bad = await world.run(['cblr', 'playbook', 'run', 'look.ini', '10', '--set', 'WHO=x & calc']);
  expect([bad.exitCode, bad.stdout]).toEqual([
    6,
    expect.stringContaining('would be read as more than a word'),
  ]);
  const { exitCode } = await world.run('cblr playbook run look.ini 10 --set WHO=mia');
  expect(exitCode).toBe(0);
  const rows = await rowsOf();
  expect(rows.find(({ step }) => step === 2)?.row?.['text']).toContain('mia');
  expect(rows.find(({ step }) => step === 3)?.row?.['local']).toMatch(/WIN-EP7RMLTCLAJ_tool\.txt$/);
  const gone = await world.run("cblr stat 10 'C:\\Windows\\Temp\\tool.bat'");
  expect(gone.exitCode).toBe(3);
});

test('rows of one run are what another one works on, host by host', async () => {
  await world.run("cblr fleet run --sensor 3 --sensor 10 --sensor 1 -c 'pwd'");
  const rare = await world.run('cblr fleet results --rare --most 1 -o ndjson');
  expect(rare.stdout.trim().split('\n')).toHaveLength(1);
  await put('rows.ndjson', rare.stdout);
  await put('rows.yaml', 'name: Rows\nsteps:\n  - for-each: rows\n    stat: ${item.directory}\n');
  const { exitCode, stderr } = await world.run('cblr fleet run --rows rows.ndjson --playbook rows.yaml');
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('1 host: 1 online')]);
  expect((await rowsOf()).map(({ sensor_id, row }) => [sensor_id, row?.['path']])).toEqual([
    [1, '/opt/cbsensor'],
  ]);
});

describe('what is cleaned up', () => {
  let slow: ProgramWorld;
  beforeAll(async () => {
    // Each command takes its time.
    slow = await makeProgramWorld({ processes: 0, sensorLatencyMs: 20_000 });
    const text =
      'name: Slow\nsteps: [ls /tmp, ls /tmp, ls /tmp]\ncleanup:\n  - mkdir: ${host.name}-cleaned\n';
    await writeFile(join(slow.folder, 'slow.yaml'), text);
  });
  afterAll(() => slow?.end());

  const cleaned = () => slow.lab.requests.filter(({ command }) => command === 'create directory').length;
  const states = async () => (await slow.run('cblr fleet show --fields sensor_id,state,detail')).stdout;

  test('is so where a host takes longer than it may', async () => {
    const line = 'cblr fleet run --sensor 1 --deadline 50s --playbook slow.yaml';
    expect((await slow.run(line)).exitCode).toBe(6);
    expect([await states(), cleaned()]).toEqual(['1\tfailed\tit took longer than 50s\n', 1]);
  });

  test('is so where the run is canceled in the middle of a host, and not where nothing was begun', async () => {
    const before = cleaned();
    const words = 'fleet run --sensor 1 --sensor 2 --slots 1 --order name --playbook slow.yaml'.split(' ');
    const runtime = slow.runtime(words);
    let canceled: ReturnType<ProgramWorld['run']> | undefined;
    const from = slow.lab.requests.length;
    // At its first step.
    const say = (): void => {
      const isBegun = slow.lab.requests.slice(from).some(({ command }) => command === 'directory list');
      if (isBegun) canceled ??= slow.run('cblr fleet cancel');
    };
    const start: typeof runtime.progress.start = (text) => ({ ...runtime.progress.start(text), say });
    await main('cblr', { ...runtime, progress: { start } });
    expect((await canceled)?.exitCode).toBe(0);
    expect(await states()).toBe('1\tskipped\tthe run was canceled\n2\tskipped\tthe run was canceled\n');
    expect(cleaned() - before).toBe(1);
  });
});

test.each(['resume', 'retry'])('fleet %s --dry-run sends nothing and asks nobody', async (command) => {
  await put('twice.yaml', 'name: Twice\nsteps:\n  - do: rm /nowhere/x\n  - do: rm /nowhere/y\n');
  await world.run('cblr fleet run --sensor 1 --sensor 2 --canary 1 --yes --playbook twice.yaml');
  const before = world.lab.requests.filter(({ method }) => method !== 'GET').length;
  const { exitCode, stderr } = await world.run(`cblr fleet ${command} --dry-run`);
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/dry run: rm .* on 1 hosts of run \d+; nothing was sent/),
  ]);
  expect(world.lab.requests.filter(({ method }) => method !== 'GET').length).toBe(before);
  expect((await world.run('cblr fleet show --fields state')).stdout).toBe('failed\nwaiting\n');
});
