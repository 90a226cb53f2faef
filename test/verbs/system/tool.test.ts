import { describe, expect, it } from 'vitest';
import { labVerbs } from '../../support/lab-verbs.ts';

const world = labVerbs();

/** Puts a program in front of the system's own on the Linux sensor. */
async function replace(name: string, script: string): Promise<() => Promise<void>> {
  const linux = await world.on(1);
  const path = `/usr/local/sbin/${name}`;
  const line = `mkdir -p /usr/local/sbin; printf '#!/bin/sh\\n${script}\\n' > ${path}; chmod +x ${path}`;
  await linux.out(`exec --wait -- /bin/sh -c "${line}"`);
  return async () => void (await linux.out(`rm --yes ${path}`));
}

describe('a program of the system', () => {
  it('that prints what is not known has its text shown, with a word and exit 6', async () => {
    const undo = await replace('ss', 'echo strange; exit 3');
    const linux = await world.on(1);
    expect(await linux.run('netstat')).toMatchObject({
      exitCode: 6,
      stdout: 'strange\n',
      stderr: 'what ss prints here is in a form that is not known: its text as it is\nexit code 3\n',
    });
    const asJson = await linux.run('netstat --json');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ text: 'strange\n', return_code: 3 });
    await undo();
    expect((await linux.run('netstat')).exitCode).toBe(0);
  });

  it('that ends with an error behind its list says so beside it', async () => {
    const undo = await replace('getent', 'echo a:x:7:7::/:/bin/sh; exit 2');
    const linux = await world.on(1);
    expect(await linux.run('users --fields name,id')).toMatchObject({
      exitCode: 0,
      stdout: 'a\t7\n',
      stderr: 'getent ended with exit code 2\n',
    });
    await undo();
  });

  it('that is not there gives way to the next, and the last to an error', async () => {
    const linux = await world.on(1);
    const before = await linux.out('netstat --fields local_port,process');
    await linux.out('rm --yes /bin/ss');
    expect((await linux.out('netstat --raw')).split('\n')[0]).toMatch(/^Active Internet connections/);
    const after = new Set((await linux.out('netstat --fields local_port,process')).trim().split('\n'));
    expect(after.size).toBeGreaterThan(3);
    for (const line of after) expect(before).toContain(line);
    await linux.out('rm --yes /bin/netstat');
    expect(await linux.run('netstat')).toMatchObject({
      exitCode: 3,
      kind: 'NotOnSensor',
      stdout: '',
      stderr: 'the sensor has no ss and no netstat\n',
    });
  });

  it('leaves nothing on the sensor', async () => {
    const windows = await world.on(10);
    const before = await windows.out('ls --fields name');
    for (const verb of ['netstat', 'ifconfig', 'services', 'tasks', 'users', 'env']) await windows.out(verb);
    expect(await windows.out('ls --fields name')).toBe(before);
  });

  it('is not started in a dry run', async () => {
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 2 });
    expect(await dry.run('users')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(sent).toEqual([expect.objectContaining({ name: 'create process' })]);
    await dry.leave();
  });
});

describe('what a system does not have', () => {
  it('is said before the sensor hears of it', async () => {
    const linux = await world.on(1);
    const posts = () => world.lab.requests.filter(({ method }) => method === 'POST').length;
    const before = posts();
    const ran = await linux.run('tasks');
    expect(ran).toMatchObject({ exitCode: 1, kind: 'Unsupported', stdout: '' });
    expect(ran.stderr).toMatch(/^tasks is not for Linux\nhint: jobs of cron: autoruns lists them/);
    expect(posts()).toBe(before);
  });
});

describe('netstat', () => {
  it('names no process where the list of them cannot be had, and says so', async () => {
    const sensor = await world.open(10, {
      pid: 3,
      onReply: (_asked, json) =>
        typeof json === 'object' && json !== null && 'processes' in json
          ? { ...json, processes: 'none' }
          : json,
    });
    const ran = await sensor.run('netstat --fields remote_address,pid,process');
    expect(ran.stdout).toContain('203.0.113.77\t1664\t\n');
    expect(ran.stderr).toMatch(/^the names of processes are not known: /);
    expect(ran.exitCode).toBe(0);
  });
});

describe('services', () => {
  it('tells of the implant on both systems', async () => {
    expect(await (await world.on(10)).out('services --fields name,state,start,pid,path')).toContain(
      'UpdSvc\trunning\tauto\t1664\tC:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe\n',
    );
    expect(await (await world.on(1)).out('services --fields name,state,account,path')).toContain(
      'nginx.service\trunning\troot\t/usr/sbin/nginx\n',
    );
  });
});
