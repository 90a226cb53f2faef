import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { hostOf, stepOf, usualRules } from '../support/fleet-run.ts';
import { makeProgramWorld, type ProgramWorld, type WorldOptions } from '../support/program-world.ts';

type Row = Readonly<Record<string, unknown>>;
const json = (text: string) => JSON.parse(text) as readonly Row[];

function worldOf(options: WorldOptions = {}): () => ProgramWorld {
  let world: ProgramWorld | undefined;
  beforeAll(async () => {
    world = await makeProgramWorld({ processes: 0, ...options });
  });
  afterAll(() => world?.end());
  return () => {
    if (world === undefined) throw new Error('there is no world yet');
    return world;
  };
}

/** Objects of the command objects of a name that the lab was sent, in their order. */
function postedOf(world: ProgramWorld, name: string): readonly unknown[] {
  return world.lab.requests.flatMap(({ command, posted }) =>
    command === name ? [(posted as { readonly object?: unknown }).object] : [],
  );
}

const two = '--sensor 10 --sensor 3';

describe('a run', () => {
  const world = worldOf();

  test('shows no password of a line, in a list, a report or beside a question', async () => {
    const secret = 'Winter-2024';
    const run = await world().run(
      `cblr fleet run ${two} -c 'exec net use \\\\srv\\share ${secret} /user:corp\\admin' --yes`,
    );
    await world().run('cblr fleet report --html report.html');
    const page = await readFile(join(world().folder, 'report.html'), 'utf8');
    const shown = [
      (await world().run('cblr fleet list --json')).stdout,
      (await world().run('cblr fleet show')).stderr,
      page,
    ];
    for (const text of shown) {
      expect(text).toContain('net use');
      expect(text).not.toContain(secret);
    }
    for (const { stdout, stderr } of [run, await world().run('cblr fleet results --json')])
      expect(`${stdout}${stderr}`).not.toContain(secret);
    const [sent] = postedOf(world(), 'create process');
    expect(String(sent)).toContain(secret);
  });

  test('does its steps on every host, and shows equal answers together, the rarest first', async () => {
    const { exitCode, stdout, stderr } = await world().run(
      `cblr fleet run ${two} --sensor 1 -c 'pwd; pwd' --json`,
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('3 hosts: 3 online, 0 not')]);
    expect(stderr).toContain('devr-test,WIN-EP7RMLTCLAJ,WIN-IA9NQ1GN8OI');
    const groups = json(stdout);
    expect(groups.map(({ step, count }) => [step, count])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(groups[1]).toMatchObject({
      state: 'done',
      share: 66.7,
      hosts: ['WIN-IA9NQ1GN8OI', 'WIN-EP7RMLTCLAJ'],
      sensor_ids: [3, 10],
      rows: [{ text: 'C:\\Windows\\CarbonBlack\n' }],
    });
    const byHost = await world().run('cblr fleet results --by-host --step 1 -o ndjson');
    const rows = byHost.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(rows.map(({ sensor_id }) => sensor_id)).toEqual([1, 3, 10]);
    expect((await world().run('cblr fleet show --fields sensor_id,state')).stdout).toBe(
      '1\tdone\n10\tdone\n3\tdone\n',
    );
  });

  test('does a step in the folder that stands in front of it, and the next where its session began', async () => {
    const steps = String.raw`cd C:\Windows && pwd; pwd; cd C:\nowhere && mkdir made; cd C:\lab && ls empty.txt`;
    const { exitCode } = await world().run([
      'cblr',
      'fleet',
      'run',
      '--sensor',
      '10',
      '--keep-going',
      '-c',
      steps,
    ]);
    expect(exitCode).toBe(6);
    const { stdout } = await world().run('cblr fleet results --by-host --fields step,state,row --json');
    expect(json(stdout).map(({ step, state }) => [step, state])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [3, 'failed'],
      [4, 'done'],
    ]);
    expect(stdout).toMatch(/"directory":"C:\\\\Windows".*"directory":"C:\\\\Windows\\\\CarbonBlack"/s);
    expect(postedOf(world(), 'create directory')).toEqual([]);
    await world().run('cblr fleet rm --yes');
  });

  test('is checked before anything is sent', async () => {
    const before = world().lab.requests.length;
    for (const [steps, words] of [
      ['ps | grep x', 'a step is a verb alone'],
      ['pwd && ls', 'a step is a verb alone'],
      ['cd C:\\ && pwd && ls', 'a step is a verb alone'],
      ['pss', 'unknown verb "pss"'],
      ['cd C:\\', 'cd is for a shell on one sensor'],
      ['get C:\\Windows\\explorer.exe /tmp/x', 'would be one place for all hosts'],
      ['get C:\\Windows\\explorer.exe ../x', 'would be one place for all hosts'],
      ['ps -o json', '--output belongs to the run'],
      ['rm', 'step 1: rm needs'],
      ['rm --yes C:\\x', 'there is no terminal to ask on'],
    ]) {
      const { exitCode, stderr } = await world().run([
        'cblr',
        'fleet',
        'run',
        '--sensor',
        '10',
        '-c',
        steps ?? '',
      ]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(words ?? '')]);
    }
    expect(world().lab.requests.length).toBe(before);
  });

  test('is shown and not done with --dry-run, and refused where the profile is readonly', async () => {
    const dry = await world().run(`cblr fleet run ${two} -n --yes -c 'mkdir C:\\dry' --fields hostname`);
    expect([dry.exitCode, dry.stdout]).toEqual([0, 'WIN-EP7RMLTCLAJ\nWIN-IA9NQ1GN8OI\n']);
    expect(dry.stderr).toContain('dry run: mkdir C:\\dry on 2 hosts; nothing was sent');
    await world().profile({ readonly: 'yes' }, { name: 'looker' });
    const refused = await world().run(`cblr fleet run ${two} -p looker -c 'mkdir C:\\dry'`);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('read-only')]);
    expect(postedOf(world(), 'create directory')).toEqual([]);
    const asked = await world().run(`cblr fleet run ${two} -c 'rm C:\\dry'`, { tty: true, answers: [false] });
    expect(asked.questions).toEqual(['rm C:\\dry on 2 hosts: go on?']);
    expect(asked.exitCode).toBe(2);
  });

  test('goes on at the step that failed, once that is asked for', async () => {
    const { exitCode, stderr } = await world().run(`cblr fleet run ${two} -c 'mkdir C:\\again; ls C:\\late'`);
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('2 failed')]);
    const shown = await world().run('cblr fleet show --fields state,step,detail');
    expect(shown.stdout).toMatch(/^failed\t2\t.*C:\\late.*\nfailed\t2\t/);
    expect((await world().run("cblr mkdir 10 'C:\\late'")).exitCode).toBe(0);
    const again = await world().run('cblr fleet retry');
    expect([again.exitCode, again.stderr]).toEqual([6, expect.stringContaining('1 done, 1 failed')]);
    expect(postedOf(world(), 'create directory').filter((path) => path === 'C:\\again')).toHaveLength(2);
    const failed = await world().run('cblr fleet results --failed --fields state,hosts');
    expect(failed.stdout).toBe('failed\tWIN-IA9NQ1GN8OI\n');
    const none = await world().run('cblr fleet retry --unknown');
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('no host of run')]);
  });

  test('is gone on with by the profile that it was made with, unless another is named', async () => {
    await world().profile({}, { name: 'customer' });
    await world().profile({ url: 'https://other.example' }, { name: 'elsewhere' });
    const env = { CB_PROFILE: 'elsewhere' };
    await world().run(`cblr fleet run ${two} -p customer -c 'ls C:\\not-yet'`, { env });
    expect((await world().run("cblr mkdir 10 'C:\\not-yet'")).exitCode).toBe(0);
    const again = await world().run('cblr fleet retry', { env });
    expect([again.exitCode, again.stderr]).toEqual([6, expect.stringContaining('1 done, 1 failed')]);
    const other = await world().run('cblr fleet retry -p elsewhere', { env });
    expect([other.exitCode, other.stderr]).toEqual([
      2,
      expect.stringContaining('-p customer is the profile that it was made with'),
    ]);
  });

  test('with --keep-going does the steps behind one that failed', async () => {
    const { exitCode } = await world().run(`cblr fleet run ${two} --keep-going -c 'ls C:\\nowhere; pwd'`);
    expect(exitCode).toBe(6);
    const { stdout } = await world().run('cblr fleet results --fields step,state,count,detail');
    expect(stdout).toBe('1\tfailed\t2\tC:\\nowhere is not on HOST\n2\tdone\t2\t\n');
  });

  test('a retry of that does the step that failed, and none of those behind it again', async () => {
    const { exitCode } = await world().run(
      `cblr fleet run ${two} --keep-going -c 'mkdir C:\\first; ls C:\\later; mkdir C:\\behind'`,
    );
    expect(exitCode).toBe(6);
    expect((await world().run("cblr mkdir 10 'C:\\later'")).exitCode).toBe(0);
    const again = await world().run('cblr fleet retry');
    expect([again.exitCode, again.stderr]).toEqual([6, expect.stringContaining('1 done, 1 failed')]);
    const made = postedOf(world(), 'create directory');
    for (const path of ['C:\\first', 'C:\\behind'])
      expect(made.filter((each) => each === path)).toHaveLength(2);
    const failed = await world().run('cblr fleet results --failed --fields step,hosts');
    expect(failed.stdout).toBe('2\tWIN-IA9NQ1GN8OI\n');
    expect((await world().run("cblr mkdir 3 'C:\\later'")).exitCode).toBe(0);
    expect((await world().run('cblr fleet retry')).exitCode).toBe(0);
  });

  test('keeps what is fetched in one folder for each host, and says its hash', async () => {
    const { exitCode } = await world().run(`cblr fleet run ${two} -c 'get C:\\Windows\\explorer.exe'`);
    expect(exitCode).toBe(0);
    const { stdout } = await world().run('cblr fleet results --by-host --json');
    for (const { sensor_id, row } of json(stdout)) {
      const { local, size } = row as { readonly local: string; readonly size: number };
      expect(local).toContain(`/files/${sensor_id}-WIN-`);
      expect((await readFile(local)).length).toBe(size);
    }
  });

  test('lists what it fetched in a manifest, and fetches into the case that is open', async () => {
    const locals = async (): Promise<readonly string[]> => {
      const { stdout } = await world().run('cblr fleet results --by-host --json');
      return json(stdout).map(({ row }) => (row as { readonly local: string }).local);
    };
    const get = "-c 'get C:\\Windows\\explorer.exe'";
    await world().run(`cblr fleet run ${two} ${get}`);
    const [local = ''] = await locals();
    const manifest = await readFile(join(local, '..', 'manifest.ndjson'), 'utf8');
    const bytes = await readFile(local);
    const [line = ''] = manifest.trim().split('\n');
    expect(JSON.parse(line)).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    });
    expect((await world().run('cblr case open hunt')).exitCode).toBe(0);
    try {
      expect((await world().run(`cblr fleet run ${two} ${get}`)).exitCode).toBe(0);
      const own = await locals();
      expect([own.length, new Set(own).size]).toEqual([2, 2]);
      for (const path of own) {
        expect(path).toMatch(/[/\\]hunt[/\\]/);
        expect((await readFile(path)).length).toBeGreaterThan(1000);
      }
      const verified = await world().run('cblr case verify');
      expect([verified.exitCode, verified.stderr]).toEqual([0, expect.not.stringContaining('differ')]);
    } finally {
      await world().run('cblr case close');
    }
  });

  test('fetches anew what a process that was killed had fetched already', async () => {
    await world().run(`cblr fleet run ${two} -c 'get C:\\Windows\\explorer.exe'`);
    const number = json((await world().run('cblr fleet --json')).stdout).at(-1)?.['run'];
    // As it leaves its tables when it is killed between the last byte and the end of the step.
    const db = new DatabaseSync(join(world().state, 'runs', String(number), 'run.sqlite'));
    db.exec("UPDATE attempt SET state = 'intended', ended_ms = NULL; UPDATE host SET state = 'running'");
    db.close();
    const { exitCode, stderr } = await world().run('cblr fleet resume');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('2 done')]);
  });

  test('begins with a few, and asks before it goes on', async () => {
    const early = await world().run(`cblr fleet run ${two} --sensor 1 --canary 1 -c pwd`);
    expect([early.exitCode, early.stderr]).toEqual([6, expect.stringContaining('--canary-ok goes on')]);
    expect((await world().run('cblr fleet show --state done --fields state')).stdout).toBe('done\n');
    const rest = await world().run('cblr fleet resume --canary-ok');
    expect([rest.exitCode, rest.stderr]).toEqual([0, expect.stringContaining('3 done')]);
    const asked = await world().run(`cblr fleet run ${two} --canary 1 -c pwd`, {
      tty: true,
      answers: [true],
    });
    expect(asked.questions).toEqual([
      'the first 1 hosts are through: 1 done, 1 waiting: go on with the others?',
    ]);
    expect(asked.exitCode).toBe(0);
  });

  test('pauses once as many hosts failed as was said, and goes on when it is told to', async () => {
    const { exitCode, stderr } = await world().run(
      `cblr fleet run ${two} --sensor 1 --slots 1 --stop-after 1 -c 'ls C:\\nowhere'`,
    );
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('1 hosts failed (--stop-after 1)')]);
    expect((await world().run('cblr fleet show --state waiting --fields state')).stdout).toBe(
      'waiting\nwaiting\n',
    );
    expect((await world().run('cblr fleet list --fields state')).stdout).toMatch(/paused\n$/);
    const more = await world().run('cblr fleet resume');
    expect(more.stderr).toContain('2 failed');
  });

  test('is extended, added to, canceled and removed', async () => {
    await world().run('cblr fleet run --sensor 10 --canary 1 --sensor 3 -c pwd');
    const extended = await world().run('cblr fleet extend --expire 3d');
    expect(extended.stderr).toContain('waits until 2024-05-17');
    const added = await world().run('cblr fleet add --sensor 1 --sensor 10');
    expect([added.exitCode, added.stderr]).toEqual([0, expect.stringContaining('added 1 host')]);
    const canceled = await world().run('cblr fleet cancel');
    expect(canceled.stderr).toContain('1 done, 2 skipped');
    const number = json((await world().run('cblr fleet --json')).stdout).at(-1)?.['run'];
    expect((await world().run(`cblr fleet rm ${number}`)).exitCode).toBe(2);
    expect((await world().run(`cblr fleet rm ${number} --yes`)).exitCode).toBe(0);
    expect((await world().run(`cblr fleet show ${number}`)).exitCode).toBe(3);
  });

  test('that is stopped with Ctrl-C goes on later, and no write is sent twice', async () => {
    const runtime = world().runtime([
      'fleet',
      'run',
      ...'--os windows --status online --slots 2'.split(' '),
      '-c',
      'mkdir C:\\once; pwd',
    ]);
    const done = main('cblr', runtime);
    while (postedOf(world(), 'create directory').filter((path) => path === 'C:\\once').length < 3)
      await new Promise((resolve) => setTimeout(resolve, 5));
    runtime.interrupt();
    expect(await done).toBe(130);
    expect(runtime.err()).toContain('goes on');
    const { exitCode, stderr } = await world().run('cblr fleet resume --json');
    const counts = /(\d+) done(?:, (\d+) unknown)?/.exec(stderr);
    const { stdout } = await world().run('cblr fleet hosts --os windows --status online --json');
    const all = json(stdout).filter(({ problem }) => problem === undefined).length;
    expect(Number(counts?.[1]) + Number(counts?.[2] ?? 0)).toBe(all);
    expect(exitCode).toBe(counts?.[2] === undefined ? 0 : 6);
    expect(postedOf(world(), 'create directory').filter((path) => path === 'C:\\once')).toHaveLength(all);
  });
});

describe('hosts that are away', () => {
  const world = worldOf({ sensors: 40, offline: 0.4, backAfterMs: 90_000 });

  test('are waited for, until they are back', async () => {
    const { exitCode, stderr } = await world().run(
      "cblr fleet run --sensor 'FIN-*' --sensor 'HR-*' --sensor 'MKT-*' --expire 10m -c pwd",
    );
    const { stdout } = await world().run('cblr fleet show --json');
    const late = json(stdout).filter(({ state }) => state === 'expired');
    expect(json(stdout).filter(({ state }) => state === 'done').length).toBeGreaterThan(3);
    // Those that were off before the lab began never come back.
    expect(late.length).toBeGreaterThan(0);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('not there in time');
  });
});

describe('slots', () => {
  const world = worldOf({ sensors: 80, colleagues: 2, settings: ['CbLRMaxActiveSessions=5'] });

  test('are learnt: colleagues keep theirs, a refusal is no failure', async () => {
    const { exitCode } = await world().run('cblr fleet run --os windows --status online --limit 12 -c pwd');
    expect(exitCode).toBe(0);
    const asked = world().lab.requests.filter(({ method, url }) => method === 'POST' && /session$/.test(url));
    expect(asked.filter(({ status }) => status === 200).length).toBe(12);
    expect(asked.filter(({ status }) => status === 409).length).toBeLessThan(8);
  });
});

describe('the order of check-ins', () => {
  const world = worldOf({
    sensors: 100,
    checkInMs: 20_000,
    checkInJitter: 0.2,
    sensorLatencyMs: 200,
    settings: ['CbLRMaxActiveSessions=3'],
  });

  /** From when the run was made until its last step was over, ms. */
  async function took(order: string): Promise<number> {
    const { exitCode, stderr } = await world().run(
      `cblr fleet run --os windows --status online --limit 20 --slots 3 --order ${order} -c 'ls C:\\lab'`,
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('20 done')]);
    const number = json((await world().run('cblr fleet --json')).stdout).at(-1)?.['run'];
    const db = new DatabaseSync(join(world().state, 'runs', String(number), 'run.sqlite'));
    const row = db.prepare('SELECT max(ended_ms) - (SELECT created_ms FROM run) AS ms FROM attempt').get();
    db.close();
    return Number(row?.['ms']);
  }

  test('takes a fraction of the time that hosts take whose sessions are asked for at once', async () => {
    const [ours, plain] = [await took('checkin'), await took('random')];
    // Each session of the plain order waits for half an interval in its slot.
    expect(plain).toBeGreaterThan(50_000);
    expect(ours).toBeLessThan(plain * 0.6);
    expect(ours).toBeLessThan(45_000);
  });
});

describe('what a host says', () => {
  const world = worldOf();

  test('is escaped where answers are folded', async () => {
    const { store } = await hostileRun(world());
    store.close();
    for (const how of ['', '--by-host', '--rare', '-o csv']) {
      const { stdout } = await world().run(`cblr fleet results ${how}`);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toContain('\\u{1b}[31m');
    }
    expect((await world().run('cblr fleet show')).stdout).not.toContain('\u001b');
  });

  test.each(['', '--by-host', '--rare'])('is escaped on a terminal, too: results %s', async (how) => {
    const { stdout, stderr } = await world().run(`cblr fleet results 1 ${how}`, { tty: true, columns: 300 });
    const said = stdout + stderr;
    expect(said).toContain('\\u{1b}[31m');
    expect(said).toContain('\\u{202e}');
    // Our own colours are off, so that each of these would be the host's.
    expect(said).not.toMatch(/[\u001b\u202e\r]/);
  });

  test('is text in the report, whatever it holds', async () => {
    const { exitCode } = await world().run('cblr fleet report 1 --html hostile.html');
    expect(exitCode).toBe(0);
    const page = await readFile(join(world().folder, 'hostile.html'), 'utf8');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(page).not.toMatch(/<img|<script|[\u001b\u202e]/);
    expect(page).toContain('WEB&#38;-01');
  });
});

async function hostileRun(world: ProgramWorld) {
  const { RunStore } = await import('../../src/fleet/store/run-store.ts');
  const folder = join(world.state, 'runs', '1');
  await world.files.makeDirectory(folder, { parents: true, mode: 0o700 });
  const rules = { ...usualRules, slots: 1, order: 'name' } as const;
  const step = stepOf(1);
  const host = hostOf(7, { name: 'evil\u001b[31m' });
  const store = RunStore.make(
    {
      line: 'ps',
      profile: 'default',
      server: world.lab.url,
      directory: '/',
      createdMs: 1,
      expiresMs: 2,
      rules,
      steps: [step],
    },
    [host, hostOf(8, { name: 'WEB&-01' })],
    { folder, files: world.files, uid: process.getuid?.() ?? -1 },
    (ms) => ms,
  );
  store.take({ pid: 4242, machine: 'desk' }, Date.now(), () => false);
  for (const id of [7, 8]) {
    const attempt = store.begin(id, step, 1, 1);
    const text = JSON.stringify({
      sensor_id: id,
      row: { name: 'a\u001b[31m\u202eexe', path: 'x\r\ny', note: '<img src=x onerror=alert(1)>' },
    });
    await store.end(
      { id: attempt, host: id },
      { state: 'done', exitCode: 0, endedMs: 2, rows: Buffer.from(`${text}\n`) },
      { state: 'done' },
    );
  }
  store.release();
  return { store };
}
