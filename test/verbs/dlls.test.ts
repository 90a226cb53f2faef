import { describe, expect, it } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

describe('dlls', () => {
  it('shows the modules of a process with their paths', async () => {
    const windows = await world.on(10);
    const pid = (await windows.out('ps --name svch0st.exe --fields pid')).trim();
    for (const wanted of [pid, 'svch0st.exe']) {
      expect(await windows.out(`dlls ${wanted} --fields name,path`)).toContain(
        'ntdll.dll\tC:\\Windows\\system32\\ntdll.dll\n',
      );
    }
  });

  it('shows memory of no file that may be run', async () => {
    const linux = await world.on(1);
    const shown = await linux.out('dlls kswapd0 --fields name,access,path');
    expect(shown).toContain('kswapd0\tr-x\t/tmp/.X11-unix/.x/kswapd0\n');
    expect(shown).toContain('[anonymous]\trwx\t[anonymous]\n');
    expect(shown).not.toContain('[heap]');
    expect(await linux.out('dlls 1 --fields name')).not.toContain('[anonymous]');
  });

  it('refuses what is no process, or several, before it starts anything', async () => {
    const windows = await world.on(10);
    const starts = () => world.lab.requests.filter(({ command }) => command === 'create process').length;
    const before = starts();
    expect(await windows.run('dlls 999999')).toMatchObject({ exitCode: 3, kind: 'NotOnSensor' });
    expect(await windows.run('dlls svchost.exe')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(starts()).toBe(before);
  });
});

describe('kill --hash', () => {
  it('ends what runs that file, and asks with what is meant', async () => {
    const sensor = await world.open(10, { pid: 5 });
    for (const address of ['127.0.0.1', '127.0.0.2'])
      await sensor.out(`exec --no-wait ping -n 600 ${address}`);
    const md5 = (await sensor.out('hash --md5 C:\\Windows\\System32\\ping.exe --fields md5')).trim();
    const ran = await sensor.run(`kill --hash ${md5} --fields name,outcome`, { tty: true, answers: [true] });
    expect(ran.questions[0]).toMatch(/^end \d+ ping\.exe, \d+ ping\.exe on /i);
    expect(ran.exitCode).toBe(0);
    expect(await sensor.out('ps --fields path')).not.toMatch(/\\ping\.exe/i);
    expect(await sensor.run(`kill --yes --hash ${md5}`)).toMatchObject({ exitCode: 3, kind: 'NotOnSensor' });
    await sensor.leave();
  });

  it('says which files could not be hashed: they may be meant, too', async () => {
    const linux = await world.open(1, { pid: 6 });
    const md5 = (await linux.out('hash --md5 /tmp/.X11-unix/.x/kswapd0 --fields md5')).trim();
    await linux.out('rm --yes /usr/sbin/nginx');
    const ran = await linux.run(`kill --yes --hash ${md5} --fields name,outcome`);
    expect(ran).toMatchObject({ exitCode: 6, stdout: 'kswapd0\tkilled\n' });
    expect(ran.stderr).toContain('not hashed: /usr/sbin/nginx');
    expect(await linux.run(`kill --yes --hash ${md5}`)).toMatchObject({ exitCode: 1, kind: 'CommandFailed' });
    await linux.leave();
  });

  it.each(['kill', 'kill 4 --hash 7FB55F5A62E78AF9B58D08AAEEAEF848', 'kill --hash x'])(
    'refuses %s',
    async (line) => {
      expect(await (await world.on(10)).run(line)).toMatchObject({ exitCode: 2, kind: 'Usage' });
    },
  );
});
