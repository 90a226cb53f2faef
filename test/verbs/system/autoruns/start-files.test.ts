import { describe, expect, it } from 'vitest';
import { newMark } from '../../../../src/live/tool-script.ts';
import { fileSection } from '../../../../src/verbs/system/autoruns/files.ts';
import { readStartFile } from '../../../../src/verbs/system/autoruns/start-files.ts';

const rowsOf = (path: string, text: string) =>
  readStartFile({ path, text })?.map(({ place, name, account, runs }) => [place, name, account, runs]);

describe('a file that starts something', () => {
  it.each([
    [
      '/etc/crontab',
      'MAILTO=root\n# x\n17 * * * * root run-parts /etc/cron.hourly\n@reboot bob /tmp/x -a\n',
      [
        ['cron', '17 * * * *', 'root', 'run-parts /etc/cron.hourly'],
        ['cron', '@reboot', 'bob', '/tmp/x -a'],
      ],
    ],
    ['/etc/cron.d/odd', 'nonsense\n', [['cron', '', undefined, 'nonsense']]],
    [
      '/var/spool/cron/crontabs/alice',
      '*/5 * * * * curl x | sh\n',
      [['cron', '*/5 * * * *', 'alice', 'curl x | sh']],
    ],
    ['/var/spool/cron/atjobs/a0001', 'x', [['at', 'a0001', undefined, '/var/spool/cron/atjobs/a0001']]],
    [
      '/etc/cron.daily/logrotate',
      '#!/bin/sh\n',
      [['cron', 'logrotate', undefined, '/etc/cron.daily/logrotate']],
    ],
    ['/etc/anacrontab', '1 5 daily run-parts x\n', [['anacron', '', undefined, '1 5 daily run-parts x']]],
    ['/etc/rc.local', 'exit 0\n', [['rc script', 'rc.local', undefined, '/etc/rc.local']]],
    ['/etc/ld.so.preload', '\n/lib/evil.so\n', [['preload', '', undefined, '/lib/evil.so']]],
    ['/etc/modules-load.d/a.conf', '# none\n', []],
    [
      '/root/.ssh/authorized_keys',
      'command="x y" ssh-rsa AAAA== me@home of mine\n',
      [['ssh key', 'me@home of mine', undefined, 'command="x y" ssh-rsa AAAA== me@home of mine']],
    ],
    [
      '/root/.config/autostart/a.desktop',
      '[Desktop Entry]\nExec=/tmp/x %u\n',
      [['autostart', 'a.desktop', undefined, '/tmp/x %u']],
    ],
    [
      '/root/.config/systemd/user/a.service',
      'ExecStart=/a\nExecStart=/b\n',
      [
        ['user unit', 'a.service', undefined, '/a'],
        ['user unit', 'a.service', undefined, '/b'],
      ],
    ],
    ['/etc/profile.d/x.sh', 'x\n', [['shell profile', 'x.sh', undefined, '/etc/profile.d/x.sh']]],
    [
      '/Library/LaunchDaemons/a.plist',
      '{"Label":"com.a","Program":"/bin/a","ProgramArguments":["x","-y"],"UserName":"bob"}',
      [['launch daemon', 'com.a', 'bob', '/bin/a -y']],
    ],
    [
      '/Users/x/Library/LaunchAgents/b.plist',
      '{"ProgramArguments":["/bin/b","-z"]}',
      [['launch agent', 'b.plist', undefined, '/bin/b -z']],
    ],
  ])('is read at %s', (path, text, expected) => {
    expect(rowsOf(path, text)).toEqual(expected);
  });

  it.each(['', '[]', 'x', '7'])('that is no property list is not known as %j', (text) => {
    expect(rowsOf('/Library/LaunchAgents/a.plist', text)).toBeUndefined();
  });
});

describe('a section of files', () => {
  const mark = newMark();
  const section = fileSection('files', () => '', readStartFile);
  const file = (path: string, text: string, size = text.length, isRead = true) =>
    `${mark.word}. file 1234 ${size} ${path}\n${text}\n${isRead ? `${mark.word}. read\n` : ''}`;
  const read = (text: string) => section.read({ text, isOk: true }, mark);

  it('has each file once, and names what was not read', () => {
    const { rows, unread } = read(
      file('/etc/ld.so.preload', 'a') +
        file('/etc/ld.so.preload', 'a') +
        file('/etc/rc.local', '', 1, false) +
        file('/etc/crontab', '', 70_000) +
        file('/Library/LaunchAgents/a.plist', 'x'),
    );
    expect(rows.map(({ runs }) => runs)).toEqual(['a']);
    expect(unread).toEqual([
      'not read: /etc/rc.local',
      'read to its first 64 KiB: /etc/crontab',
      'not read: /Library/LaunchAgents/a.plist',
    ]);
  });

  it('takes a mark in a file for nothing, as it is not that of this start', () => {
    const forged = 'cblr0011223344556677. read\ncblr0011223344556677. file 1 1 /etc/ld.so.preload\n/lib/x.so';
    expect(read(file('/etc/ld.so.preload', forged)).rows).toHaveLength(3);
  });
});
