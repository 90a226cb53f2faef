import { describe, expect, it } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

describe('ps', () => {
  it('shows pid, parent, user, start, name and command line on a terminal, the name without its path', async () => {
    const { stdout } = await (await world.on(10)).run('ps --pid 276', { tty: true });
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'PID  PARENT  USER                 STARTED               NAME      COMMAND LINE',
      '276       4  NT AUTHORITY\\SYSTEM  2014-12-10 21:32:21Z  smss.exe  \\systemroot\\system32\\smss.exe',
    ]);
  });

  it('gives a pipe the whole path and RFC 3339', async () => {
    expect(await (await world.on(10)).out('ps --pid 276')).toBe(
      '276\t4\tNT AUTHORITY\\SYSTEM\t2014-12-10T21:32:21Z\tc:\\windows\\system32\\smss.exe\t\\systemroot\\system32\\smss.exe\n',
    );
  });

  it('gives JSON every field of the wire under its own name', async () => {
    const [system] = (await (await world.on(10)).json('ps --pid 4')) as Record<string, unknown>[];
    expect(Object.keys(system ?? {}).sort()).toEqual([
      'command_line',
      'create_time',
      'parent',
      'parent_guid',
      'path',
      'pid',
      'proc_guid',
      'sid',
      'username',
    ]);
    expect(system).toMatchObject({ pid: 4, path: '', sid: 's-1-5-18' });
  });

  it('draws who started whom', async () => {
    const { stdout } = await (await world.on(10)).run('ps --tree --fields path,pid', { tty: true });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^NAME +PID$/);
    expect(lines[1]).toMatch(/^System +4$/);
    expect(lines[2]).toMatch(/^└─ smss\.exe +276$/);
    expect(stdout).toMatch(/\n├─ services\.exe +\d+\n│ {2}├─ svchost\.exe +\d+\n│ {2}│ {2}└─ wmiprvse\.exe/);
  });

  it('nests children in the JSON of a tree', async () => {
    const [first] = (await (await world.on(10)).json('ps --tree')) as {
      pid: number;
      children: { pid: number }[];
    }[];
    expect(first?.pid).toBe(4);
    expect(first?.children.map(({ pid }) => pid)).toEqual([276]);
  });

  it('takes names with and without .exe and wildcards, and users with and without their domain', async () => {
    const windows = await world.on(10);
    const names = async (line: string) => (await windows.out(`${line} --fields path`)).trim().split('\n');
    expect(new Set(await names('ps --name SVCHOST'))).toEqual(
      new Set(['c:\\windows\\system32\\svchost.exe']),
    );
    expect(await names('ps --name svchos?')).toEqual(await names('ps --name svchost.exe'));
    const short = await names('ps --user administrator');
    expect(short.length).toBeGreaterThan(1);
    expect(await names('ps --user *\\Administrator')).toEqual(short);
  });

  it('says that none was found, and with --expect that is exit 3', async () => {
    const windows = await world.on(10);
    const none = await windows.run('ps --name nothere', { tty: true });
    expect(none).toMatchObject({ exitCode: 0, stdout: '', stderr: 'no processes found\n' });
    expect(await windows.run('ps --name nothere --expect')).toMatchObject({ exitCode: 3, kind: 'NotFound' });
  });

  it('lists the processes of a Linux sensor, names with regard to case', async () => {
    const linux = await world.on(1);
    expect(await linux.out('ps --pid 1 --fields pid,username,path')).toBe(
      '1\troot\t/usr/lib/systemd/systemd\n',
    );
    expect(await linux.out('ps --name SSHD')).toBe('');
  });
});

describe('ps --grep and --sort', () => {
  it('finds in path and command line, in any case, and orders by a column', async () => {
    const windows = await world.on(10);
    const names = async (line: string) => (await windows.out(`${line} --fields name`)).trim().split('\n');
    expect(await names('ps --grep appdata.*SVCH0ST')).toEqual([
      'c:\\users\\administrator\\appdata\\roaming\\updater\\svch0st.exe',
    ]);
    expect(await windows.out('ps --grep "-k netsvcs" --fields pid')).toBe('740\n1664\n');
    const started = async (more: string) =>
      ((await windows.json(`ps --sort started ${more}`)) as { create_time: number }[]).map(
        (row) => row.create_time,
      );
    const upwards = await started('');
    expect(upwards).toEqual(upwards.toSorted((a, b) => a - b));
    expect(await started('--reverse')).toEqual(upwards.toReversed());
    expect(await names('ps --sort name')).not.toEqual(await names('ps'));
  });

  it('sends nothing for a pattern that cannot be read in one go', async () => {
    const windows = await world.on(10);
    const before = world.lab.requests.length;
    expect(await windows.run('ps --grep "(a)\\1"')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(world.lab.requests).toHaveLength(before);
  });
});

describe('kill --tree', () => {
  it('asks with what runs below, and ends it all', async () => {
    const windows = await world.on(10);
    const line = 'exec --json --no-wait cmd.exe /c ping -n 600 127.0.0.1';
    const { pid } = JSON.parse(await windows.out(line)) as { pid: number };
    const child = (await windows.out(`ps --grep "^ping -n 600" --fields pid`)).trim();
    const ran = await windows.run(`kill --tree ${pid} --fields pid,outcome`, { tty: true, answers: [true] });
    expect(ran.questions).toEqual([
      `end ${pid} cmd.exe with what runs below (${child} ping.exe) on WIN-EP7RMLTCLAJ (cannot be undone)?`,
    ]);
    expect(ran.stdout).toMatch(new RegExp(`${pid} +killed\\n *${child} +killed\\n$`));
    expect(await windows.out(`ps --pid ${pid} --pid ${child}`)).toBe('');
  });
});

describe('kill', () => {
  async function started(sensor: 1 | 10): Promise<string> {
    const on = await world.on(sensor);
    const line =
      sensor === 10 ? 'exec --json --no-wait ping -n 600 127.0.0.1' : 'exec --json --no-wait sleep 600';
    return String((JSON.parse(await on.out(line)) as { pid: number }).pid);
  }

  it('asks before it ends a process on a terminal, naming it', async () => {
    const windows = await world.on(10);
    const pid = await started(10);
    const no = await windows.run(`kill ${pid}`, { tty: true, answers: [false] });
    expect(no).toMatchObject({ exitCode: 2, kind: 'Declined' });
    expect(no.questions.join()).toMatch(
      new RegExp(`^end ${pid} ping\\.exe on WIN-EP7RMLTCLAJ \\(cannot be undone\\)\\?$`, 'i'),
    );
    expect(await windows.out(`ps --pid ${pid} --fields pid`)).toBe(`${pid}\n`);
    const yes = await windows.run(`kill ${pid}`, { tty: true, answers: [true] });
    expect(yes.stdout).toMatch(new RegExp(`^ *PID +NAME +RESULT\\n *${pid} +ping\\.exe +killed\\n$`, 'i'));
    expect(await windows.out(`ps --pid ${pid}`)).toBe('');
  });

  it('needs --yes without a terminal, and sends nothing before', async () => {
    const windows = await world.on(10);
    const before = world.lab.requests.length;
    expect(await windows.run('kill 4')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(world.lab.requests).toHaveLength(before);
  });

  it('of a missing pid is a clear error', async () => {
    const ran = await (await world.on(10)).run('kill 99999 --yes');
    expect(ran).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: 'no process 99999 on WIN-EP7RMLTCLAJ\nhint: ps lists them\n',
    });
  });

  it('ends nothing when one of several is missing', async () => {
    const windows = await world.on(10);
    const pid = await started(10);
    expect((await windows.run(`kill ${pid} nothere.exe --yes`)).exitCode).toBe(3);
    expect(await windows.out(`ps --pid ${pid} --fields pid`)).toBe(`${pid}\n`);
  });

  it('ends every process of a name, and waits until they are gone', async () => {
    const linux = await world.on(1);
    await started(1);
    await started(1);
    const rows = (await linux.json('kill sleep --wait --yes')) as { name: string; outcome: string }[];
    expect(rows.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['sleep gone', 'sleep gone']);
  });

  it('tells in its row what could not be ended, and goes on', async () => {
    const windows = await world.on(10);
    const pid = await started(10);
    const ran = await windows.run(`kill 4 ${pid} --yes --fields pid,outcome`);
    expect(ran.stdout).toBe(`4\tfailed\n${pid}\tkilled\n`);
    expect(ran.stderr).toContain('kill 4: 0x80070005 access denied');
    expect(ran).toMatchObject({ exitCode: 6, kind: 'Partial' });
  });

  it('refuses a pid that ps has shown as another process', async () => {
    const windows = await world.on(10);
    const [smss] = (await windows.live.processes.list(AbortSignal.timeout(5000))).filter(
      ({ pid }) => pid === 276,
    );
    if (smss === undefined) throw new Error('no smss.exe');
    windows.live.processes.remember([{ ...smss, guid: 'another', path: 'c:\\old.exe' }]);
    const ran = await windows.run('kill 276 --yes');
    expect(ran.stderr).toContain('pid 276 is another process now: it was old.exe, it is smss.exe');
    expect(ran.exitCode).toBe(1);
    await windows.out('ps');
  });

  it('in a dry run ends nothing and says so', async () => {
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 2 });
    const rows = await dry.json('kill 276');
    expect(rows).toEqual([{ pid: 276, name: 'smss.exe', outcome: 'not sent' }]);
    expect(sent).toEqual([expect.objectContaining({ name: 'kill', object: 276 })]);
    await dry.leave();
    expect(await (await world.on(10)).out('ps --pid 276 --fields pid')).toBe('276\n');
  });
});
