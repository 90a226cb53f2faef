import type { BinaryOs } from '../binaries/binary-spec.ts';
import { type Random, seededRandom } from '../random.ts';
import {
  type Habit,
  habits,
  linuxDefault,
  macDefault,
  moduleGroups,
  sites,
  windowsDefault,
} from './habits.ts';
import type { CrossProc, FileMod, NetConn, RegMod, Trace } from './trace.ts';

/** Kinds of traces: a process that begins, one that goes on, one that hardly stirs, one that copies a whole disk. */
export const variants = { begins: [0, 1, 2, 3], goesOn: [4, 5, 6], idle: 7, copies: 8 } as const;

/** Files one document of a copying process writes; three documents of it are more than one merged answer holds. */
const copiedFiles = 9_600;

export interface TraceContext {
  readonly seed: number;
  readonly os: BinaryOs;
  readonly sensorId: number;
  /** The person at the machine. */
  readonly user: string;
  readonly sid: string;
  /** Suppressed children and scripts are of later servers. */
  readonly suppresses: boolean;
  readonly seesScripts: boolean;
}

/** The same context, path and variant give the same trace. */
export function makeTrace(context: TraceContext, path: string, variant: number): Trace {
  const { os } = context;
  const random = seededRandom(context.seed, `trace ${context.sensorId} ${variant} ${path}`);
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const fallback = os === 'windows' ? windowsDefault : os === 'linux' ? linuxDefault : macDefault;
  const habit =
    (Object.hasOwn(habits, name.toLowerCase()) ? habits[name.toLowerCase()] : undefined) ?? fallback;
  const fill = filler(context, random);
  const isFirst = variant < 4 || variant === variants.copies;
  const isIdle = variant === variants.idle;
  return {
    filemods:
      variant === variants.copies ? copies(os) : isIdle ? [] : fileMods(habit.files ?? [], os, fill, random),
    regmods: isIdle ? [] : regMods(habit.registry ?? [], fill, random),
    modloads: isFirst ? [path, ...modules(habit, os, random)] : [],
    netconns: netConns(habit, isIdle ? 1 : (habit.connections ?? 0), random),
    crossprocs: isIdle ? [] : crossProcs(habit, name, random),
    blocks: (habit.blocked ?? [])
      .filter(() => !isIdle && random.chance(0.08))
      .map(([blocked, status]) => ({ path: fill(blocked), commandLine: `"${fill(blocked)}"`, status })),
    suppressed:
      context.suppresses && !isIdle && random.chance(0.3)
        ? (habit.helpers ?? []).map(([helper, commandLine]) => ({ path: helper, commandLine }))
        : [],
    scripts: context.seesScripts && isFirst && random.chance(0.5) ? (habit.scripts ?? []) : [],
  };
}

type Fill = (template: string) => string;

function filler(context: TraceContext, random: Random): Fill {
  const user = context.user.toLowerCase();
  const home = { windows: `c:\\users\\${user}`, linux: `/home/${user}`, macos: `/users/${user}` }[context.os];
  return (template) =>
    template
      .replaceAll('{home}', home)
      .replaceAll('{user}', user)
      .replaceAll('{sid}', context.sid.toLowerCase())
      .replaceAll(/\{(\d+)\}/g, (_all, below: string) => random.int(0, Number(below) - 1).toString(16));
}

const fileTypes: Readonly<Record<string, number>> = {
  exe: 1,
  dll: 1,
  doc: 16,
  docm: 17,
  docx: 17,
  pdf: 48,
  zip: 64,
};

function fileMods(templates: readonly string[], os: BinaryOs, fill: Fill, random: Random): FileMod[] {
  return templates
    .filter(() => random.chance(0.65))
    .flatMap((template): FileMod[] => {
      const path = fill(template);
      const extension = path.split('.').at(-1) ?? '';
      const type = path === '/dev/shm/evil' ? 2 : (fileTypes[extension] ?? 0);
      const last: FileMod[] = [
        { operation: 2, path, type: 0 },
        { operation: 8, path, type },
      ];
      const isTemporary = extension === 'tmp' || path.includes(os === 'windows' ? '\\temp\\' : '/tmp/');
      const created: FileMod = { operation: 1, path, type: 0 };
      const deleted: FileMod = { operation: 4, path, type: 0 };
      return [...(random.chance(0.6) ? [created] : []), ...last, ...(isTemporary ? [deleted] : [])];
    });
}

function copies(os: BinaryOs): FileMod[] {
  const folder = os === 'windows' ? 'd:\\backup\\projects\\' : '/backup/projects/';
  return Array.from({ length: copiedFiles }, (_none, at) => ({
    operation: 2,
    path: `${folder}file${String(at).padStart(5, '0')}.dat`,
    type: 0,
  }));
}

function regMods(templates: readonly string[], fill: Fill, random: Random): RegMod[] {
  return templates
    .filter(() => random.chance(0.6))
    .flatMap((template): RegMod[] => {
      const path = fill(template);
      const key = path.slice(0, path.lastIndexOf('\\'));
      const value: RegMod = { operation: random.chance(0.1) ? 8 : 2, path };
      return random.chance(0.3) ? [{ operation: 1, path: key }, value] : [value];
    });
}

function modules(habit: Habit, os: BinaryOs, random: Random): string[] {
  const base = os === 'windows' ? [...moduleGroups.base] : [];
  const more = (habit.modules ?? []).flatMap((group) => [...moduleGroups[group]]);
  return [...base, ...more.filter(() => random.chance(0.9))];
}

function netConns(habit: Habit, most: number, random: Random): NetConn[] {
  const group: readonly string[] = habit.sites === undefined ? [] : sites[habit.sites];
  if (group.length === 0 || most === 0) return [];
  return Array.from({ length: random.int(most > 1 ? 1 : 0, most) }, () => {
    const [, inbound, domain = '', port = '443', proto = '6', address = ''] =
      /^(<?)([^: ]*)(?::(\d+))?(?:\/(\d+))? (.*)$/.exec(random.pick(group)) ?? [];
    return {
      remoteIp: address,
      remotePort: inbound === '<' ? random.int(49_152, 50_200) : Number(port),
      localPort: inbound === '<' ? Number(port) : random.int(49_152, 50_200),
      proto: proto === '17' ? 17 : 6,
      domain,
      outbound: inbound !== '<',
    };
  });
}

/** PROCESS_ALL_ACCESS, and what a dumper of memory asks for. */
const accesses = [2_097_151, 5136, 1040, 4096] as const;

function crossProcs(habit: Habit, name: string, random: Random): CrossProc[] {
  const opened = (habit.opens ?? [])
    .filter(() => random.chance(0.7))
    .map((target): CrossProc => {
      const isThread = target.startsWith('!') && random.chance(0.5);
      return {
        type: isThread ? 'RemoteThread' : 'ProcessOpen',
        path: target.replace('!', ''),
        access: isThread ? 0 : random.pick(accesses),
        isTarget: false,
      };
    });
  const isWatched = name === 'lsass.exe' && random.chance(0.8);
  return isWatched
    ? [
        ...opened,
        { type: 'ProcessOpen', path: 'c:\\windows\\carbonblack\\cb.exe', access: 5136, isTarget: true },
      ]
    : opened;
}
