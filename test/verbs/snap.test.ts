import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

describe('snap', () => {
  it('keeps what the sensor is like, by one program start', async () => {
    const windows = await world.on(10);
    const posts = () => world.lab.requests.filter(({ command }) => command === 'create process').length;
    const before = posts();
    const shown = await windows.run('snap one --folder C:\\Windows\\Temp');
    expect(posts() - before).toBe(1);
    expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^kept in .*one\.snap\n$/) });
    const counts = new Map(
      shown.stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t') as [string, string]),
    );
    expect([...counts.keys()]).toEqual([
      'processes',
      'sockets',
      'services',
      'tasks',
      'accounts',
      'autoruns',
      'files C:\\Windows\\Temp',
    ]);
    for (const [list, count] of counts) {
      if (!list.startsWith('files')) expect(Number(count), list).toBeGreaterThan(0);
    }
    const kept: unknown = JSON.parse(await readFile(join(world.folder, 'one.snap'), 'utf8'));
    expect(kept).toMatchObject({
      sensor: { id: 10, os: 'windows' },
      lists: {
        sockets: { rows: expect.arrayContaining([expect.objectContaining({ process: 'svch0st.exe' })]) },
      },
    });
  });

  it('fits the longest line that cmd.exe takes', async () => {
    const sent: { readonly object?: string }[] = [];
    const dry = await world.open(10, {
      dryRun: ({ body }) => sent.push(body as { readonly object?: string }),
      pid: 8,
    });
    await dry.run('snap none');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.object).toMatch(/cmd\.exe \/d \/q /);
    expect(sent[0]?.object?.length).toBeLessThan(8191);
    await dry.leave();
  });

  it('replaces a file only with --force, and says so before anything is asked', async () => {
    const windows = await world.on(10);
    await windows.run('snap twice');
    const asked = world.lab.requests.length;
    expect(await windows.run('snap twice')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(world.lab.requests.length).toBe(asked);
    expect((await windows.run('snap twice --force')).exitCode).toBe(0);
  });

  it('names what could not be read, and keeps that with it', async () => {
    const linux = await world.on(1);
    await linux.out('snap whole');
    await linux.out('rm --yes /bin/ss');
    await linux.out('rm --yes /bin/netstat');
    const ran = await linux.run('snap partly --folder /nowhere');
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toMatch(/^sockets: not read: ss or netstat failed$/m);
    const compared = await linux.run('diff whole partly --fields list,change');
    expect(compared.exitCode).toBe(6);
    expect(compared.stderr).toContain('in the second snapshot: sockets: not read: ss or netstat failed\n');
    expect(compared.stderr).toContain('files /nowhere: not compared: not in the first snapshot\n');
  });
});

describe('diff', () => {
  it('shows what changed on a sensor', async () => {
    const windows = await world.on(10);
    await windows.out('snap before --folder C:\\Windows\\Temp');
    await windows.out('exec --no-wait ping -n 600 127.0.0.1');
    await windows.out('exec --wait -- cmd.exe /c echo x> C:\\Windows\\Temp\\evil.ps1');
    await windows.out(
      'reg set HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Evil --data C:\\evil.exe',
    );
    await windows.out('snap after --folder C:\\Windows\\Temp');
    expect(
      (await windows.out('diff before after'))
        .trim()
        .split('\n')
        .map((line) => line.replace(/ping.exe \d+/, 'ping.exe')),
    ).toEqual([
      expect.stringMatching(/^processes\tnew\tping\.exe\t\t.*ping -n 600 127\.0\.0\.1$/i),
      'autoruns\tnew\trun key Evil\t\tC:\\evil.exe',
      expect.stringMatching(/^files C:\\Windows\\Temp\tnew\tevil\.ps1\t\t\d+ ARCHIVE$/),
    ]);
    expect(await windows.out('ps --diff=before --fields change,name')).toMatch(/^new\tping\.exe \d+\n$/);
  });

  it('compares two hosts by what they have alike', async () => {
    await (await world.on(10)).out('snap windows');
    const linux = await world.on(1);
    await linux.run('snap linux --force');
    const ran = await linux.run('diff windows linux --fields list,change,name');
    expect(ran.stderr).toContain('tasks: not compared: not in the second snapshot\n');
    expect(ran.stdout).toContain('accounts\tnew\troot\n');
    expect(ran.stdout).not.toContain('changed');
  });
});

describe('ps --diff', () => {
  it('shows what came and went since the last ps', async () => {
    const sensor = await world.open(10, { pid: 4 });
    expect(await sensor.run('ps --diff')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    await sensor.out('ps --name no-such-program');
    expect(await sensor.out('ps --diff')).toBe('');
    await sensor.out('exec --no-wait ping -n 600 127.0.0.2');
    expect(await sensor.out('ps --diff --fields change,is')).toMatch(/^new\t.*127\.0\.0\.2\n$/);
    expect(await sensor.out('ps --diff')).toBe('');
    await sensor.leave();
  });
});
