import { realTime } from '../time.ts';
import { cmdProgram, runBatchFile } from './cmd/cmd-program.ts';
import { Spool } from './content/spool.ts';
import type { EndpointSpec } from './endpoint-spec.ts';
import type { Machine } from './machine.ts';
import { MachineClock } from './machine-clock.ts';
import { fileTimeFromUnix } from './process-guid.ts';
import {
  type BootPlan,
  bootHistory,
  type StartedProcess,
  startBootProcesses,
} from './processes/boot-processes.ts';
import { type Account, ProcessTable } from './processes/process-table.ts';
import { windowsArchivePrograms } from './programs/archives.ts';
import { addManyProcesses } from './programs/many-processes.ts';
import { unixPrograms } from './programs/unix-programs.ts';
import { windowsPrograms } from './programs/windows-programs.ts';
import { makeWindowsRegistry } from './registry/windows-registry.ts';
import { runScriptFile, shellProgram } from './sh/shell-program.ts';
import { unixBootProcesses } from './unix/unix-processes.ts';
import { makeUnixProfile, type UnixProfile } from './unix/unix-profile.ts';
import { makeUnixFiles } from './unix/unix-tree.ts';
import { windowsEnvironment } from './windows/windows-environment.ts';
import { windowsBootProcesses } from './windows/windows-processes.ts';
import { makeWindowsProfile, type WindowsProfile } from './windows/windows-profile.ts';
import { makeWindowsFiles } from './windows/windows-tree.ts';

const DEFAULT_SECOND_MS = 1000;
const DEFAULT_MEMORY_BYTES = 64 * 1024 ** 2;
const MANY = 10_000;

/** The whole simulated computer of a spec; the same spec gives the same one. */
export function makeMachine(spec: EndpointSpec): Machine {
  const machine = spec.os === 'windows' ? makeWindows(spec) : makeUnix(spec);
  if (spec.hostname.toUpperCase().includes('MANY-PROCS'))
    addManyProcesses(machine, MANY, machine.sensorPid, machine.facts.bootTime + 60);
  return machine;
}

/** What the boot of a machine started, and who works on it, without its files and registry. */
export function bootOf(spec: EndpointSpec): MachineBoot {
  if (spec.os === 'windows') {
    const profile = makeWindowsProfile(spec);
    const rows = windowsBootProcesses(profile);
    const { user, domain, accounts } = profile;
    return { user, domain, account: accounts.user, processes: bootHistory(rows, windowsBoot(profile)) };
  }
  const profile = makeUnixProfile(spec);
  const { user } = profile;
  return {
    user,
    domain: spec.hostname,
    account: { username: user, sid: '' },
    processes: bootHistory(unixBootProcesses(profile), unixBoot(profile)),
  };
}

export interface MachineBoot {
  /** Logon name of the person at the machine. */
  readonly user: string;
  readonly domain: string;
  readonly account: Account;
  /** Parents first. */
  readonly processes: readonly StartedProcess[];
}

function windowsBoot(profile: WindowsProfile): BootPlan {
  return {
    sensorId: profile.spec.sensorId,
    bootTime: profile.bootTime,
    random: profile.random.fork('processes'),
    pidStep: 4,
    known: profile.known,
  };
}

function unixBoot(profile: UnixProfile): BootPlan {
  return {
    sensorId: profile.spec.sensorId,
    bootTime: profile.bootTime,
    random: profile.random.fork('processes'),
    pidStep: 1,
    known: profile.os === 'linux' ? { kthreadd: { pid: 2, start: fileTimeFromUnix(profile.bootTime) } } : {},
  };
}

function makeWindows(spec: EndpointSpec): Machine {
  const profile = makeWindowsProfile(spec);
  const { bootTime, release, oemCodePage } = profile;
  const processes = new ProcessTable(spec.sensorId, 'windows');
  startBootProcesses(processes, windowsBootProcesses(profile), windowsBoot(profile));
  const archivers = Number(release.build) >= 17_063 ? windowsArchivePrograms : [];
  const programs = new Map([...windowsPrograms, ...archivers, ['cmd', cmdProgram] as const]);
  return {
    ...shared(spec, bootTime),
    os: 'windows',
    files: makeWindowsFiles(
      profile,
      Array.from(programs.keys(), (name) => (name.includes('.') ? name : `${name}.exe`)),
    ),
    processes,
    registry: makeWindowsRegistry(profile),
    consoleEncoding: oemCodePage,
    account: profile.accounts.system,
    sensorPid: pidOf(processes, 'c:\\windows\\carbonblack\\cb.exe'),
    environment: windowsEnvironment(profile),
    facts: {
      productName: release.product,
      version: release.version,
      kernelVersion: release.build,
      bootTime,
      installTime: profile.installTime,
      user: profile.user,
      userDomain: profile.domain,
      machineSid: profile.machineSid,
      codePage: oemCodePage,
      language: profile.language,
    },
    programs,
    runTextFile: runBatchFile,
  };
}

function makeUnix(spec: EndpointSpec): Machine {
  const profile = makeUnixProfile(spec);
  const processes = new ProcessTable(spec.sensorId, profile.os);
  startBootProcesses(processes, unixBootProcesses(profile), unixBoot(profile));
  const shells = ['sh', 'bash', ...(profile.os === 'macos' ? ['zsh'] : [])];
  const others = profile.os === 'macos' ? ['md5sum', 'sha1sum', 'sha256sum'] : ['md5', 'shasum'];
  const own = [...unixPrograms].filter(([name]) => !others.includes(name));
  const programs = new Map([...own, ...shells.map((name) => [name, shellProgram] as const)]);
  const sensor =
    profile.os === 'macos' ? '/Applications/CarbonBlack/CbOsxSensorService' : '/usr/sbin/cbdaemon';
  return {
    ...shared(spec, profile.bootTime),
    os: profile.os,
    files: makeUnixFiles(profile, [...programs.keys()]),
    processes,
    registry: undefined,
    consoleEncoding: 'utf8',
    account: { username: 'root', sid: '' },
    sensorPid: pidOf(processes, sensor),
    environment: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/lab/bin',
      HOME: profile.os === 'macos' ? '/var/root' : '/root',
      USER: 'root',
      LOGNAME: 'root',
      SHELL: '/bin/sh',
      LANG: 'en_US.UTF-8',
      HOSTNAME: spec.hostname,
    },
    facts: {
      productName: profile.product,
      version: profile.kernel,
      kernelVersion: profile.kernelVersion,
      bootTime: profile.bootTime,
      installTime: profile.installTime,
      user: profile.user,
      userDomain: spec.hostname,
      machineSid: '',
      codePage: 65_001,
      language: 'en',
    },
    programs,
    runTextFile: runScriptFile,
  };
}

function shared(
  spec: EndpointSpec,
  bootTime: number,
): Pick<Machine, 'spec' | 'spool' | 'clock' | 'memoryBytes'> {
  return {
    spec,
    spool: new Spool(),
    clock: new MachineClock(bootTime, spec.programSecondMs ?? DEFAULT_SECOND_MS, spec.time ?? realTime),
    memoryBytes: spec.memoryBytes ?? DEFAULT_MEMORY_BYTES,
  };
}

function pidOf(processes: ProcessTable, path: string): number {
  for (const process of processes.values()) {
    if (process.path.toLowerCase() === path.toLowerCase()) return process.pid;
  }
  return 0;
}
