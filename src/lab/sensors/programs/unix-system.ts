import type { Program, ProgramRun } from '../machine.ts';
import { everySecond, readPing, resolveName } from './ping.ts';

/** Programs that tell about the system, its users, processes and network. */
export const unixSystemPrograms: readonly (readonly [string, Program])[] = [
  ['uname', uname],
  ['hostname', print(({ spec }) => `${spec.hostname}\n`)],
  ['whoami', print(({ account }) => `${account.username}\n`)],
  ['id', print(() => 'uid=0(root) gid=0(root) groups=0(root)\n')],
  ['ps', ps],
  ['ping', ping],
  ['sleep', sleep],
  ['date', date],
  ['uptime', uptime],
  [
    'df',
    print(
      () =>
        'Filesystem     1K-blocks     Used Available Use% Mounted on\n/dev/sda1       52403200 11830144  40573056  23% /\n',
    ),
  ],
  [
    'free',
    print(
      () =>
        '              total        used        free\nMem:        3880500      912340     1790204\nSwap:       2097148           0     2097148\n',
    ),
  ],
  [
    'who',
    print(
      ({ facts }) =>
        `${facts.user.padEnd(8)} pts/0        ${isoMinute(facts.bootTime + 300)} (203.0.113.77)\n`,
    ),
  ],
  [
    'w',
    print(
      ({ facts }) =>
        `USER     TTY      FROM             LOGIN@   IDLE WHAT\n${facts.user.padEnd(8)} pts/0    203.0.113.77     10:00    1:00 vim notes.txt\n`,
    ),
  ],
  [
    'last',
    print(
      ({ facts }) =>
        `${facts.user.padEnd(8)} pts/0        203.0.113.77     ${isoMinute(facts.bootTime + 300)}   still logged in\n`,
    ),
  ],
  ['kill', kill],
  [
    'env',
    ({ environment, out }) => {
      for (const [name, value] of environment.entries()) out.text(`${name}=${value}\n`);
      return 0;
    },
  ],
  ['true', () => 0],
  ['false', () => 1],
];

function print(text: (machine: ProgramRun['machine']) => string): Program {
  return ({ machine, out }) => {
    out.text(text(machine));
    return 0;
  };
}

function uname({ args, machine: { os, spec, facts }, out }: ProgramRun): number {
  const name = os === 'macos' ? 'Darwin' : 'Linux';
  const architecture = 'x86_64';
  const fields: Readonly<Record<string, string>> = {
    s: name,
    n: spec.hostname,
    r: facts.version,
    v: facts.kernelVersion,
    m: architecture,
    o: os === 'macos' ? 'Darwin' : 'GNU/Linux',
  };
  const letters = args.join('').replaceAll('-', '');
  const wanted = letters.includes('a')
    ? os === 'macos'
      ? 'snrvm'
      : 'snrvmo'
    : letters === ''
      ? 's'
      : letters;
  out.text(`${Array.from(wanted, (letter) => fields[letter] ?? '').join(' ')}\n`);
  return 0;
}

function ps({ args, machine: { processes }, out, pid }: ProgramRun): number {
  const isLong = /[ef]/.test(args.join('')) || args.includes('aux');
  const isAux = /aux?/.test(args.join(''));
  out.text(
    isAux
      ? 'USER       PID %CPU %MEM COMMAND\n'
      : isLong
        ? 'UID        PID  PPID COMMAND\n'
        : '   PID TTY          TIME CMD\n',
  );
  for (const process of processes.values()) {
    const name =
      process.commandLine === '' ? `[${process.pid === 2 ? 'kthreadd' : 'kernel'}]` : process.commandLine;
    const user = process.account.username.padEnd(8);
    if (isAux) out.text(`${user} ${String(process.pid).padStart(5)}  0.0  0.1 ${name}\n`);
    else if (isLong)
      out.text(`${user} ${String(process.pid).padStart(5)} ${String(process.parent).padStart(5)} ${name}\n`);
    else if (process.pid === pid) out.text(`${String(process.pid).padStart(6)} ?        00:00:00 ps\n`);
  }
  return 0;
}

async function ping(run: ProgramRun): Promise<number> {
  const { host, count } = readPing(run.args, '-c', 100_000);
  const { out, err } = run;
  const address = host === undefined ? undefined : resolveName(host);
  if (host === undefined || address === undefined) {
    err.text(
      host === undefined
        ? 'Usage: ping [-c count] destination\n'
        : `ping: ${host}: Name or service not known\n`,
    );
    return 2;
  }
  out.text(`PING ${host} (${address}) 56(84) bytes of data.\n`);
  await everySecond(run, count, (index) =>
    out.text(`64 bytes from ${address}: icmp_seq=${index + 1} ttl=64 time=0.040 ms\n`),
  );
  out.text(
    `\n--- ${host} ping statistics ---\n${count} packets transmitted, ${count} received, 0% packet loss, time ${(count - 1) * 1000}ms\n`,
  );
  return 0;
}

async function sleep({ args, machine: { clock }, signal, err }: ProgramRun): Promise<number> {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  let seconds = 0;
  for (const argument of args) {
    const found = /^(\d*\.?\d+)([smhd]?)$/.exec(argument);
    if (found === null) {
      err.text(`sleep: invalid time interval '${argument}'\n`);
      return 1;
    }
    seconds += Number(found[1]) * (units[found[2] || 's'] ?? 1);
  }
  if (args.length === 0) {
    err.text('sleep: missing operand\n');
    return 1;
  }
  await clock.sleep(seconds, signal);
  return 0;
}

function date({ args, machine: { clock }, out }: ProgramRun): number {
  const now = clock.now();
  const iso = new Date(now * 1000).toISOString();
  const format = args.find((argument) => argument.startsWith('+'))?.slice(1);
  const parts: Readonly<Record<string, string>> = {
    s: String(Math.floor(now)),
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    F: iso.slice(0, 10),
    T: iso.slice(11, 19),
  };
  const text = format?.replace(/%([a-zA-Z])/g, (whole, letter: string) => parts[letter] ?? whole);
  out.text(`${text ?? new Date(now * 1000).toUTCString().replace('GMT', 'UTC')}\n`);
  return 0;
}

function uptime({ machine: { clock, facts }, out }: ProgramRun): number {
  const days = Math.floor((clock.now() - facts.bootTime) / 86_400);
  out.text(
    ` ${new Date(clock.now() * 1000).toISOString().slice(11, 19)} up ${days} days,  1 user,  load average: 0.03, 0.04, 0.05\n`,
  );
  return 0;
}

function kill({ args, machine: { processes }, err }: ProgramRun): number {
  let status = 0;
  for (const argument of args.filter((one) => !one.startsWith('-'))) {
    try {
      processes.kill(Number(argument));
    } catch (error) {
      err.text(
        `kill: (${argument}) - ${error instanceof Error && error.message === 'noSuchProcess' ? 'No such process' : 'Operation not permitted'}\n`,
      );
      status = 1;
    }
  }
  return status;
}

function isoMinute(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
