import type { Planter } from '../files/planter.ts';
import type { WindowsProfile } from './windows-profile.ts';

const zipMagic = Buffer.from('PK\x03\x04', 'latin1');

/** `C:\Users`, with the traces of an incident in the downloads and application data of the person at the machine. */
export function plantUsers(planter: Planter, profile: WindowsProfile): void {
  const hidden = { attributes: ['HIDDEN', 'SYSTEM'] as const };
  planter.directory('C:\\Users', { attributes: ['READONLY'] });
  planter.directory('C:\\Users\\All Users', {
    attributes: ['HIDDEN', 'SYSTEM', 'REPARSE_POINT'],
    denied: true,
  });
  planter.directory('C:\\Users\\Default', { attributes: ['READONLY', 'HIDDEN'] });
  planter.directory('C:\\Users\\Public\\Documents');
  planter.program('C:\\Users\\Public\\evil.exe', { written: profile.bootTime + 600 });
  planter.text('C:\\Users\\desktop.ini', '\r\n[.ShellClassInfo]\r\n', 'utf16le-bom', {
    attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
  });
  for (const user of new Set(['Administrator', profile.user, 'Jörg Müller'])) {
    const home = `C:\\Users\\${user}`;
    for (const folder of [
      'Contacts',
      'Desktop',
      'Documents',
      'Downloads',
      'Favorites',
      'Music',
      'Pictures',
      'Videos',
    ])
      planter.directory(`${home}\\${folder}`, { attributes: ['READONLY'] });
    planter.directory(`${home}\\AppData`, { attributes: ['HIDDEN'] });
    planter.directory(`${home}\\AppData\\Local\\Temp`);
    planter.directory(`${home}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup`);
    planter.directory(`${home}\\Local Settings`, {
      ...hidden,
      attributes: ['HIDDEN', 'SYSTEM', 'REPARSE_POINT'],
      denied: true,
    });
    planter.binary(`${home}\\NTUSER.DAT`, 1_048_576, Buffer.from('regf'), {
      attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
      busy: user === profile.user,
    });
  }
  plantTraces(planter, profile, `C:\\Users\\${profile.user}`);
}

function plantTraces(
  planter: Planter,
  { bootTime, ansiCodePage, oemCodePage, spec }: WindowsProfile,
  home: string,
): void {
  planter.text(
    `${home}\\Desktop\\notes.txt`,
    'ask IT about the odd invoice – the laptop is slow since\r\n',
    ansiCodePage,
    {
      written: bootTime + 620,
    },
  );
  planter.text(`${home}\\Documents\\budget.csv`, 'item;amount\r\nTräger;1.200,50 €\r\n', 'utf8-bom');
  planter.text(`${home}\\Documents\\diary.txt`, 'Unicode notes: ☂ ✓\r\n', 'utf16le-bom');
  planter.binary(`${home}\\Downloads\\Invoice 4711 (überfällig).docm`, 88_412, zipMagic, {
    written: bootTime + 402,
  });
  planter.text(
    `${home}\\Downloads\\Invoice 4711 (überfällig).url`,
    '[InternetShortcut]\r\nURL=http://invoices.example.invalid/4711\r\n',
    'utf8',
    { written: bootTime + 402 },
  );
  planter.binary(`${home}\\Downloads\\7z920-x64.msi`, 1_423_360, Buffer.from('\xd0\xcf\x11\xe0', 'latin1'));
  planter.program(`${home}\\AppData\\Roaming\\Updater\\svch0st.exe`, {
    written: bootTime + 446,
    attributes: ['HIDDEN', 'ARCHIVE'],
  });
  planter.text(
    `${home}\\AppData\\Roaming\\Updater\\config.json`,
    '{"server":"https://c2.example.invalid/beacon","sleep":60,"jitter":20}\n',
    'utf8',
    {
      written: bootTime + 446,
    },
  );
  planter.text(
    `${home}\\AppData\\Local\\Temp\\stage1.ps1`,
    '$u = \'https://c2.example.invalid/stage2\'\r\nWrite-Output "fetching $u"\r\n',
    'utf8-bom',
    { written: bootTime + 430 },
  );
  planter.text(
    `${home}\\AppData\\Local\\Temp\\whoami.txt`,
    `${spec.hostname.toLowerCase()}\\jörg\r\nPrivilegien für das Konto überprüft\r\n`,
    oemCodePage === 866 || oemCodePage === 932 ? 'utf8' : oemCodePage,
    { written: bootTime + 470 },
  );
  planter.text(
    `${home}\\AppData\\Roaming\\Microsoft\\Windows\\PowerShell\\PSReadline\\ConsoleHost_history.txt`,
    'whoami /all\r\nnet group "Domain Admins" /domain\r\nreg save HKLM\\SAM C:\\Users\\Public\\s.hiv\r\n',
    'utf8',
    { written: bootTime + 500 },
  );
}
