import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
let windows: LabSensor;
let linux: LabSensor;

beforeAll(async () => {
  windows = await world.on(10);
  linux = await world.on(1);
});

const soon = () => AbortSignal.timeout(10_000);

describe('info', () => {
  it('shows the session and the sensor by the names of the wire', async () => {
    expect(await windows.json('info')).toMatchObject({
      id: windows.live.session.currentId(),
      status: 'active',
      opened_here: true,
      sensor_id: 10,
      hostname: 'WIN-EP7RMLTCLAJ',
      drives: ['A:\\', 'C:\\', 'D:\\'],
      current_working_directory: 'C:\\Windows\\CarbonBlack',
      session_timeout: 300,
      supported_commands: expect.arrayContaining(['memdump', 'reg enum key']),
    });
  });

  it('shows the directory of the shell beside that of the sensor', async () => {
    linux.live.place.toDirectory('/var/log');
    expect(await linux.json('info')).toMatchObject({
      directory: '/var/log',
      current_working_directory: '/opt/cbsensor',
    });
  });
});

describe('commands', () => {
  it('lists what was asked of the sensor, by whom, and how it ended', async () => {
    await linux.run('exec nope');
    const { stdout } = await linux.run('commands --status error', { tty: true });
    expect(stdout).toMatch(/^ID +COMMAND +OBJECT +STATUS +USER +POSTED +RESULT\n/);
    expect(stdout).toMatch(/create process +nope +error +admin +\S+ \S+Z +/);
  });

  it('gives JSON the fields of the wire', async () => {
    const [job] = (await linux.json('commands --status error --count 1')) as Record<string, unknown>[];
    expect(job).toMatchObject({
      name: 'create process',
      object: 'nope',
      status: 'error',
      result_code: expect.any(Number),
      completion: expect.any(Number),
      session_id: linux.live.session.currentId(),
    });
  });

  it('gives the last ones by --count, in order', async () => {
    const last = (await linux.json('commands --count 2')) as { id: number }[];
    const all = (await linux.json('commands')) as { id: number }[];
    expect(last).toEqual(all.slice(-2));
    expect(all.map(({ id }) => id)).toEqual([...all].map(({ id }) => id).sort((a, b) => a - b));
  });

  it('takes its states by name only', async () => {
    expect((await linux.run('commands --status weird')).stderr).toContain(
      'pending, in-progress, complete, error',
    );
  });
});

describe('cancel', () => {
  it('takes back a pending command, and says when it is too late', async () => {
    const busy = new AbortController();
    const holding = linux.run('exec sleep 1.5', { signal: busy.signal });
    const job = async (status: string) => {
      for (;;) {
        const [first] = (await linux.json(`commands --status ${status}`)) as { id: number; name: string }[];
        if (first !== undefined) return first;
      }
    };
    const running = await job('in-progress');
    const waiting = linux.run('ps');
    const pending = await job('pending');
    expect(pending.name).toBe('process list');

    const late = await linux.run(`cancel ${running.id}`);
    expect(late).toMatchObject({ exitCode: 1, kind: 'CommandFailed' });
    expect(late.stderr).toContain(`command ${running.id} could not be canceled: the sensor is at it already`);

    expect((await linux.run(`cancel ${pending.id}`)).stderr).toBe(`command ${pending.id} is canceled\n`);
    expect((await waiting).stderr).toContain('ps: canceled on the server');
    busy.abort(new CbError('Interrupted', 'stopped'));
    await holding;
  });

  it('of an ended command says so, of an unknown one is exit 3', async () => {
    expect((await windows.run('ps')).exitCode).toBe(0);
    expect((await windows.run('cancel 1')).stderr).toContain('it has ended already (complete)');
    expect((await windows.run('cancel 9999')).exitCode).toBe(3);
  });
});

describe('files', () => {
  async function fetched(): Promise<number> {
    const signal = soon();
    const bytes: Uint8Array[] = [];
    for await (const piece of linux.live.files.read('/etc/passwd', {}, signal)) bytes.push(piece);
    const files = (await linux.json('files')) as { id: number; file_name: string }[];
    const last = files.filter(({ file_name }) => file_name === '/etc/passwd').at(-1);
    if (last === undefined) throw new Error('the file is not listed');
    return last.id;
  }

  it('lists what the session keeps, by the names of the wire', async () => {
    const id = await fetched();
    const file = ((await linux.json('files')) as Record<string, unknown>[]).find((one) => one['id'] === id);
    expect(file).toMatchObject({ file_name: '/etc/passwd', size: expect.any(Number), status: 0 });
    const { stdout } = await linux.run('files', { tty: true });
    expect(stdout).toMatch(/^ID +NAME +SIZE +ON SERVER +STATUS\n/);
  });

  it('get writes one of them under its own base name, hashed, and clobbers nothing', async () => {
    const id = await fetched();
    const got = (await linux.json(`files get ${id}`)) as { local: string; sha256: string; size: number };
    expect(got.local).toBe(join(world.folder, 'passwd'));
    const bytes = await readFile(got.local);
    expect(got).toMatchObject({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect((await stat(got.local)).mode & 0o777).toBe(0o600);
    expect((await linux.run(`files get ${id}`)).exitCode).toBe(1);
    expect((await linux.run(`files get ${id} --force`)).exitCode).toBe(0);
    expect((await linux.run(`files get ${id} ./`)).stderr).toContain('passwd is there already');
  });

  it('rm removes one from the server, and asks', async () => {
    const id = await fetched();
    const asked = await linux.run(`files rm ${id}`, { tty: true, answers: [true] });
    expect(asked.questions).toEqual([`remove session file ${id} from the server?`]);
    expect(asked.stderr).toBe(`session file ${id} is removed from the server\n`);
    const left = (await linux.json('files')) as { id: number }[];
    expect(left.map((file) => file.id)).not.toContain(id);
    expect((await linux.run(`files rm ${id} --yes`)).exitCode).toBe(3);
  });

  it('rm needs --yes without a terminal, and removes nothing in a dry run', async () => {
    const id = await fetched();
    expect((await linux.run(`files rm ${id}`)).exitCode).toBe(2);
    const sent: string[] = [];
    const dry = await world.open(1, { dryRun: ({ method }) => sent.push(method), pid: 2 });
    expect((await dry.run(`files rm ${id}`)).stderr).toBe('dry run: nothing was sent\n');
    expect(sent).toEqual(['DELETE']);
    await dry.leave();
    expect((await linux.run(`files get ${id} still-there`)).exitCode).toBe(0);
  });
});

describe('archive', () => {
  it('writes the archive as .tar.gz for the owner alone, and clobbers nothing', async () => {
    const id = windows.live.session.currentId();
    await windows.out('ps');
    const got = (await windows.json('archive')) as { local: string; remote: string };
    expect(got).toMatchObject({
      remote: `session ${id}`,
      local: join(world.folder, `WIN-EP7RMLTCLAJ-session-${id}.tar.gz`),
    });
    expect(gunzipSync(await readFile(got.local)).includes('process list')).toBe(true);
    expect((await stat(got.local)).mode & 0o777).toBe(0o600);
    expect((await windows.run('archive')).exitCode).toBe(1);
    expect((await windows.run('archive other.tar.gz')).exitCode).toBe(0);
  });

  it('of a session without a command explains itself', async () => {
    const other = await world.open(17);
    const ran = await other.run('archive');
    expect(ran).toMatchObject({ exitCode: 1, kind: 'ServerError' });
    expect(ran.stderr).toContain('it has no command yet');
  });
});

describe('memdump', () => {
  it('into a folder that is not there says so before anything is dumped', async () => {
    const ran = await windows.run('memdump C:\\nosuch\\a.dmp');
    expect(ran).toMatchObject({ kind: 'NotOnSensor' });
    expect(ran.stderr).toBe('C:\\nosuch is not on WIN-EP7RMLTCLAJ\nhint: ls shows what is there\n');
  });

  it('leaves the dump on the sensor and shows where', async () => {
    const dump = (await windows.json('memdump C:\\one.dmp')) as { path: string; size: number };
    expect(dump).toMatchObject({ path: 'C:\\one.dmp', size: 64 * 1024 * 1024 });
    expect((await windows.live.files.stat('C:\\one.dmp', soon()))?.size).toBe(dump.size);
  });

  it('refuses a file that is there, and asks with --force', async () => {
    const refused = await windows.run('memdump c:\\ONE.dmp');
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('hint: name another file, or dump over it with --force');
    const asked = await windows.run('memdump C:\\one.dmp --force', { tty: true, answers: [false] });
    expect(asked.questions).toEqual(['dump memory over C:\\one.dmp on the sensor?']);
    expect((await windows.run('memdump C:\\one.dmp --force --yes')).exitCode).toBe(0);
  });

  it('fetches a compressed one with its hash and removes it from the sensor', async () => {
    const ran = await windows.run('memdump C:\\two.dmp --compress --get . --json', { tty: true });
    const got = JSON.parse(ran.stdout) as { local: string; remote: string; size: number; sha256: string };
    expect(got).toMatchObject({ remote: 'C:\\two.dmp.zip', local: join(world.folder, 'two.dmp.zip') });
    const bytes = await readFile(got.local);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(got.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await windows.live.files.stat('C:\\two.dmp.zip', soon())).toBeUndefined();
    expect(ran.progress).toContain('dumping memory');
    expect(ran.progress).toContain('fetching C:\\two.dmp.zip');
  });

  it('keeps it on the sensor with --keep, and takes a name in the temporary folder without one', async () => {
    const got = (await windows.json('memdump --compress --get kept.zip --keep')) as { remote: string };
    expect(got.remote).toMatch(/^C:\\Windows\\CarbonBlack\\cblr-[0-9a-f]{12}\.dmp\.zip$/);
    expect((await windows.live.files.stat(got.remote, soon()))?.size).toBeGreaterThan(0);
  });

  it('looks at the local target before the minutes that a dump takes', async () => {
    await writeFile(join(world.folder, 'taken.dmp'), 'mine');
    const before = (await windows.live.store.commands(soon())).length;
    expect(await windows.run('memdump --get taken.dmp')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(await windows.live.store.commands(soon())).toHaveLength(before);
  });
});

it('a session that became inactive is replaced, and that is said', async () => {
  const sensor = await world.open(10, { pid: 4711 });
  const before = sensor.live.session.currentId();
  world.lab.setFault('session-inactive');
  expect(await sensor.out('ls C:\\Users')).toContain('Administrator');
  expect(sensor.live.session.currentId()).not.toBe(before);
  expect(sensor.notes.join()).toContain(`session ${before} is gone from the server`);
});
