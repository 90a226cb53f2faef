import type { Program, ProgramRun } from '../machine.ts';
import type { SimulatedProcess } from '../processes/process-table.ts';

/** Programs that tell about the system, its users and its processes. */
export const windowsSystemPrograms: readonly (readonly [string, Program])[] = [
  ['whoami', whoami],
  ['hostname', hostname],
  ['systeminfo', systeminfo],
  ['tasklist', tasklist],
  ['taskkill', taskkill],
  ['timeout', timeout],
  ['chcp.com', chcp],
  ['quser', quser],
];

function whoami({ args, machine: { account }, out }: ProgramRun): number {
  const name = account.username.toLowerCase();
  const option = args[0]?.toLowerCase();
  if (option === '/user' || option === '/all') {
    out.text(
      `\nUSER INFORMATION\n----------------\n\nUser Name           SID     \n=================== ========\n${name} ${account.sid}\n`,
    );
  }
  if (option === '/groups' || option === '/all') {
    out.text(
      '\nGROUP INFORMATION\n-----------------\n\nBUILTIN\\Administrators  Alias  S-1-5-32-544\nEveryone  Well-known group  S-1-1-0\n',
    );
  }
  if (option === '/priv' || option === '/all') {
    out.text(
      '\nPRIVILEGES INFORMATION\n----------------------\n\nSeDebugPrivilege  Debug programs  Enabled\nSeTcbPrivilege  Act as part of the operating system  Enabled\n',
    );
  }
  if (option === undefined) out.text(`${name}\n`);
  return 0;
}

function hostname({ machine: { spec }, out }: ProgramRun): number {
  out.text(`${spec.hostname}\n`);
  return 0;
}

function systeminfo({ machine: { spec, facts }, out }: ProgramRun): number {
  const rows: readonly (readonly [string, string])[] = [
    ['Host Name', spec.hostname],
    ['OS Name', `Microsoft ${facts.productName}`],
    ['OS Version', `${facts.version} N/A Build ${facts.kernelVersion}`],
    ['OS Manufacturer', 'Microsoft Corporation'],
    ['OS Configuration', spec.domain === undefined ? 'Standalone Server' : 'Member Workstation'],
    ['Registered Owner', 'Windows User'],
    ['Original Install Date', usDate(facts.installTime)],
    ['System Boot Time', usDate(facts.bootTime)],
    ['System Manufacturer', 'VMware, Inc.'],
    ['System Model', 'VMware Virtual Platform'],
    ['System Type', 'x64-based PC'],
    ['Windows Directory', 'C:\\Windows'],
    ['System Directory', 'C:\\Windows\\system32'],
    ['System Locale', 'en-us;English (United States)'],
    ['Time Zone', '(UTC) Coordinated Universal Time'],
    ['Total Physical Memory', '4,096 MB'],
    ['Domain', spec.domain ?? 'WORKGROUP'],
  ];
  out.text(`\n${rows.map(([name, value]) => `${`${name}:`.padEnd(27)}${value}\n`).join('')}`);
  return 0;
}

function tasklist({ args, machine: { processes }, out }: ProgramRun): number {
  const isCsv = args.some(
    (argument, index) => argument.toLowerCase() === '/fo' && args[index + 1]?.toLowerCase() === 'csv',
  );
  const filter = args[args.findIndex((argument) => argument.toLowerCase() === '/fi') + 1];
  const matches = tasklistFilter(
    args.some((argument) => argument.toLowerCase() === '/fi') ? filter : undefined,
  );
  const rows = [...processes.values()].filter(matches);
  if (rows.length === 0) {
    out.text('INFO: No tasks are running which match the specified criteria.\n');
    return 0;
  }
  if (isCsv) out.text('"Image Name","PID","Session Name","Session#","Mem Usage"\n');
  else {
    out.text('\nImage Name                     PID Session Name        Session#    Mem Usage\n');
    out.text(`${'='.repeat(25)} ${'='.repeat(8)} ${'='.repeat(16)} ${'='.repeat(11)} ${'='.repeat(12)}\n`);
  }
  for (const process of rows) {
    const name = imageName(process);
    const session = process.account.sid.startsWith('S-1-5-21') ? ['Console', '1'] : ['Services', '0'];
    const memory = `${(2000 + ((process.pid * 37) % 60_000)).toLocaleString('en-US')} K`;
    out.text(
      isCsv
        ? `"${name}","${process.pid}","${session[0]}","${session[1]}","${memory}"\n`
        : `${name.slice(0, 25).padEnd(25)} ${String(process.pid).padStart(8)} ${String(session[0]).padEnd(16)} ${String(session[1]).padStart(11)} ${memory.padStart(12)}\n`,
    );
  }
  return 0;
}

function tasklistFilter(filter: string | undefined): (process: SimulatedProcess) => boolean {
  const found = /^(\w+)\s+eq\s+(.+)$/i.exec(filter ?? '');
  const wanted = found?.[2]?.toLowerCase() ?? '';
  switch (found?.[1]?.toLowerCase()) {
    case 'imagename':
      return (process) => imageName(process).toLowerCase() === wanted;
    case 'pid':
      return (process) => String(process.pid) === wanted;
    default:
      return () => true;
  }
}

function taskkill({ args, machine: { processes }, out, err }: ProgramRun): number {
  const option = (name: string) => {
    const at = args.findIndex((argument) => argument.toLowerCase() === name);
    return at < 0 ? undefined : args[at + 1];
  };
  const pid = option('/pid');
  const image = option('/im')?.toLowerCase();
  const targets = [...processes.values()].filter(
    (process) =>
      (pid !== undefined && String(process.pid) === pid) ||
      (image !== undefined && imageName(process).toLowerCase() === image),
  );
  if (targets.length === 0) {
    err.text(`ERROR: The process "${pid ?? image ?? ''}" not found.\n`);
    return 128;
  }
  for (const process of targets) {
    try {
      processes.kill(process.pid);
      out.text(`SUCCESS: The process with PID ${process.pid} has been terminated.\n`);
    } catch {
      err.text(
        `ERROR: The process with PID ${process.pid} could not be terminated.\nReason: Access is denied.\n`,
      );
      return 1;
    }
  }
  return 0;
}

async function timeout({ args, machine: { clock }, signal, out }: ProgramRun): Promise<number> {
  const seconds = Number(args.find((argument) => /^-?\d+$/.test(argument)) ?? 'NaN');
  if (!Number.isInteger(seconds) || seconds < -1 || seconds > 99_999) {
    out.text('ERROR: Invalid syntax. Timeout value must be from -1 to 99999 seconds.\n');
    return 1;
  }
  out.text(`\nWaiting for ${seconds} seconds, press a key to continue ...\n`);
  await clock.sleep(Math.max(0, seconds), signal);
  return 0;
}

function chcp({ args, console, out, err }: ProgramRun): number {
  const wanted = args[0];
  if (wanted !== undefined) {
    const codePage = Number(wanted);
    if (!knownCodePages.includes(codePage)) {
      err.text('Invalid code page\n');
      return 1;
    }
    console.encoding = codePage === 65_001 ? 'utf8' : codePage;
  }
  out.text(`Active code page: ${console.encoding === 'utf8' ? 65_001 : console.encoding}\n`);
  return 0;
}

const knownCodePages = [
  437, 850, 852, 855, 857, 858, 860, 862, 863, 865, 866, 874, 932, 936, 949, 950, 1250, 1251, 1252, 65_001,
];

function quser({ machine: { facts }, out }: ProgramRun): number {
  out.text(' USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME\n');
  out.text(
    ` ${facts.user.padEnd(21)} console             1  Active      none   ${usDate(facts.bootTime + 96)}\n`,
  );
  return 0;
}

function imageName({ path, pid }: SimulatedProcess): string {
  return path === '' ? (pid === 4 ? 'System' : 'Registry') : (path.split('\\').at(-1) ?? path);
}

function usDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const hour = date.getUTCHours();
  const clock = `${hour % 12 || 12}:${date.toISOString().slice(14, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}, ${clock}`;
}
