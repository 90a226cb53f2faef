import { hostileCommandLine } from '../hostile-text.ts';
import type { BootProcess } from '../processes/boot-processes.ts';
import type { UnixProfile } from './unix-profile.ts';

/** Everything that runs on a simulated Linux or macOS, parents first. */
export function unixBootProcesses(profile: UnixProfile): BootProcess[] {
  return profile.os === 'macos' ? macRows(profile) : linuxRows(profile);
}

type Row = readonly [
  key: string,
  parent: string,
  path: string,
  commandLine: string,
  account: string,
  after: number,
];

function toProcesses(first: BootProcess, rows: readonly Row[], guarded: readonly string[]): BootProcess[] {
  return [
    first,
    ...rows.map(
      ([key, parent, path, commandLine, username, after]): BootProcess => ({
        key,
        ...(parent === '' ? {} : { parent }),
        path,
        commandLine,
        account: { username, sid: '' },
        after,
        isProtected: guarded.includes(key),
      }),
    ),
  ];
}

function linuxRows({ user, home }: UnixProfile): BootProcess[] {
  const kernelThreads = [
    'ksoftirqd/0',
    'kworker/0:0H',
    'migration/0',
    'rcu_sched',
    'watchdog/0',
    'kdevtmpfs',
    'kswapd0',
    'scsi_eh_0',
    'xfsaild/dm-0',
  ];
  const rows: Row[] = [
    ['kthreadd', '', '', '', 'root', 0],
    ...kernelThreads.map((name): Row => [name, 'kthreadd', '', '', 'root', 0]),
    ['journald', 'init', '/usr/lib/systemd/systemd-journald', '/usr/lib/systemd/systemd-journald', 'root', 3],
    ['udevd', 'init', '/usr/lib/systemd/systemd-udevd', '/usr/lib/systemd/systemd-udevd', 'root', 3],
    ['auditd', 'init', '/usr/sbin/auditd', '/sbin/auditd', 'root', 5],
    [
      'dbus',
      'init',
      '/usr/bin/dbus-daemon',
      '/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation',
      'dbus',
      6,
    ],
    ['crond', 'init', '/usr/sbin/crond', '/usr/sbin/crond -n', 'root', 7],
    ['rsyslogd', 'init', '/usr/sbin/rsyslogd', '/usr/sbin/rsyslogd -n', 'root', 8],
    ['cbdaemon', 'init', '/usr/sbin/cbdaemon', '/usr/sbin/cbdaemon', 'root', 9],
    ['sshd', 'init', '/usr/sbin/sshd', '/usr/sbin/sshd -D', 'root', 10],
    ['nginx', 'init', '/usr/sbin/nginx', 'nginx: master process /usr/sbin/nginx', 'root', 12],
    ['nginx worker', 'nginx', '/usr/sbin/nginx', 'nginx: worker process', 'nginx', 12],
    [
      'postgres',
      'init',
      '/usr/pgsql-9.6/bin/postgres',
      '/usr/pgsql-9.6/bin/postgres -D /var/lib/pgsql/9.6/data',
      'postgres',
      14,
    ],
    ['sshd session', 'sshd', '/usr/sbin/sshd', `sshd: ${user} [priv]`, 'root', 300],
    ['sshd child', 'sshd session', '/usr/sbin/sshd', `sshd: ${user}@pts/0`, user, 300],
    ['bash', 'sshd child', '/usr/bin/bash', '-bash', user, 301],
    ['vim', 'bash', '/usr/bin/vim', `vim ${home}/notes.txt`, user, 420],
    [
      'miner',
      'init',
      '/tmp/.X11-unix/.x/kswapd0',
      `./kswapd0 -o stratum+tcp://pool.example.invalid:3333 -u 4${'8'.repeat(12)} -p x`,
      'nginx',
      500,
    ],
    [
      'evil',
      'miner',
      '/dev/shm/evil',
      hostileCommandLine.replace('C:\\Users\\Public\\evil.exe', '/dev/shm/evil'),
      'nginx',
      640,
    ],
  ];
  const init: BootProcess = {
    key: 'init',
    path: '/usr/lib/systemd/systemd',
    commandLine: '/usr/lib/systemd/systemd --switched-root --system --deserialize 22',
    account: { username: 'root', sid: '' },
    after: 0,
    isProtected: true,
  };
  return toProcesses(init, rows, ['kthreadd', ...kernelThreads, 'cbdaemon']);
}

function macRows({ user, home }: UnixProfile): BootProcess[] {
  const rows: Row[] = [
    ['logd', 'launchd', '/usr/libexec/logd', '/usr/libexec/logd', 'root', 1],
    ['kextd', 'launchd', '/usr/libexec/kextd', '/usr/libexec/kextd', 'root', 1],
    [
      'fseventsd',
      'launchd',
      '/System/Library/Frameworks/CoreServices.framework/Versions/A/Support/fseventsd',
      'fseventsd',
      'root',
      2,
    ],
    ['opendirectoryd', 'launchd', '/usr/libexec/opendirectoryd', '/usr/libexec/opendirectoryd', 'root', 2],
    [
      'CbOsxSensorService',
      'launchd',
      '/Applications/CarbonBlack/CbOsxSensorService',
      '/Applications/CarbonBlack/CbOsxSensorService',
      'root',
      4,
    ],
    [
      'WindowServer',
      'launchd',
      '/System/Library/PrivateFrameworks/SkyLight.framework/Resources/WindowServer',
      'WindowServer -daemon',
      '_windowserver',
      5,
    ],
    [
      'loginwindow',
      'launchd',
      '/System/Library/CoreServices/loginwindow.app/Contents/MacOS/loginwindow',
      'loginwindow console',
      user,
      6,
    ],
    [
      'Finder',
      'launchd',
      '/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder',
      '/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder',
      user,
      60,
    ],
    [
      'Dock',
      'launchd',
      '/System/Library/CoreServices/Dock.app/Contents/MacOS/Dock',
      '/System/Library/CoreServices/Dock.app/Contents/MacOS/Dock',
      user,
      60,
    ],
    [
      'Safari',
      'launchd',
      '/Applications/Safari.app/Contents/MacOS/Safari',
      '/Applications/Safari.app/Contents/MacOS/Safari',
      user,
      200,
    ],
    [
      'Terminal',
      'launchd',
      '/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal',
      '/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal',
      user,
      240,
    ],
    ['login', 'Terminal', '/usr/bin/login', `login -pf ${user}`, 'root', 241],
    ['zsh', 'login', '/bin/zsh', '-zsh', user, 242],
    [
      'agent',
      'launchd',
      `${home}/Library/.update/agent`,
      `${home}/Library/.update/agent --beacon 60`,
      user,
      400,
    ],
    [
      'evil',
      'agent',
      '/private/tmp/evil',
      hostileCommandLine.replace('C:\\Users\\Public\\evil.exe', '/private/tmp/evil'),
      user,
      640,
    ],
  ];
  const launchd: BootProcess = {
    key: 'launchd',
    path: '/sbin/launchd',
    commandLine: '/sbin/launchd',
    account: { username: 'root', sid: '' },
    after: 0,
    isProtected: true,
  };
  return toProcesses(launchd, rows, ['CbOsxSensorService']);
}
