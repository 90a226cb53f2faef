import type { LabRequest, RunningLab } from '../../src/lab/lab.ts';
import type { CommandObjectName, Spec } from '../../src/spec/spec.ts';
import type { MadeCall } from './made-calls.ts';

/** What any verb may send for the session itself: it is opened, joined, kept alive and closed, and what it left on the server is removed. */
const ofSessions = [
  /^POST \/api\/v1\/cblr\/session$/,
  /^PUT \/api\/v1\/cblr\/session\/\d+$/,
  /^DELETE \/api\/v1\/cblr\/session\/\d+\/file\/\d+$/,
];
const searches = /^POST \/api\/v\d\/(?:process|binary)$/;
const commandPost = /^POST \/api\/v1\/cblr\/session\/\d+\/command$/;
const upload = /^POST \/api\/v1\/cblr\/session\/\d+\/file$/;

/** Command objects that leave a trace on the sensor (contract/live-response-commands.md); the others look. */
export const changingCommands: ReadonlySet<CommandObjectName> = new Set([
  'put file',
  'delete file',
  'create directory',
  'kill',
  'create process',
  'memdump',
  'reg create key',
  'reg delete key',
  'reg set value',
  'reg delete value',
]);

/**
 * What is still sent behind a line that has started a program: its output is read, its end looked for, what was made for it removed. A line
 * of the shell's own verbs may end it.
 */
const behindPrograms: readonly string[] = ['directory list', 'get file', 'delete file', 'process list'];
const endingPrograms: readonly string[] = [...behindPrograms, 'kill'];

/** Every command object that a call of it may send. */
export function mayBeSent({
  wire = [],
  wireAtTimes = [],
}: Pick<Spec<never>, 'wire' | 'wireAtTimes'>): readonly CommandObjectName[] {
  return [...wire, ...wireAtTimes];
}

/** Calls of earlier lines in the same shell; those that go on as jobs send what they send behind any later line. */
export interface Earlier {
  readonly ended: readonly MadeCall[];
  readonly jobs: readonly MadeCall[];
}

export interface Sent {
  /** What has been sent since, and neither these calls say of themselves, nor what earlier lines of the same shell have left. */
  beyond(calls: readonly MadeCall[], earlier?: Earlier): string[];
}

/** What to do about it. */
export function sentRemedy(calls: readonly MadeCall[]): string {
  const names = [...new Set(calls.map(({ spec }) => spec.name))];
  const files = names.map((name) => `${name.replace(' ', '/')}.ts`);
  return `name the command object in \`wire\` of the literal, or in \`wireAtTimes\` where only some calls send it, and give the literal the \`effect\` (or \`effectOf\`) that fits; a write to the server is no \`reads\`. Called were ${names.join(', ') || 'none'} (${files.join(', ')} below src/verbs, src/commands or src/queries; the fields are explained in src/spec/spec.ts)`;
}

/** Watches what the lab is asked from now on. */
export function watchSent(lab: RunningLab): Sent {
  // The list is cut at its front when it is long.
  const last = lab.requests.at(-1);
  const since = () => lab.requests.slice(last === undefined ? 0 : lab.requests.lastIndexOf(last) + 1);
  return {
    beyond: (calls, { ended, jobs } = { ended: [], jobs: [] }) => {
      const rule = {
        named: new Set<string>(calls.flatMap(({ spec }) => mayBeSent(spec))),
        behind: new Set<string>([
          ...ended.flatMap(({ spec }) => leftBy(spec, calls)),
          ...jobs.flatMap(({ spec }) => mayBeSent(spec)),
        ]),
        isOnlyReading: calls.every(({ effect }) => effect === 'reads'),
      };
      return [...new Set(since().flatMap((request) => beyondOf(request, rule)))];
    },
  };
}

function leftBy(spec: MadeCall['spec'], calls: readonly MadeCall[]): readonly string[] {
  const named: readonly string[] = mayBeSent(spec);
  const isOfShell = calls.every((call) => mayBeSent(call.spec).length === 0);
  const left = isOfShell ? endingPrograms : behindPrograms;
  return named.includes('create process') ? left.filter((name) => named.includes(name)) : [];
}

interface Rule {
  readonly named: ReadonlySet<string>;
  readonly behind: ReadonlySet<string>;
  readonly isOnlyReading: boolean;
}

function beyondOf(
  { method, url, command = '' }: LabRequest,
  { named, behind, isOnlyReading }: Rule,
): string[] {
  const asked = `${method} ${url.replace(/\?.*/s, '')}`;
  if (method === 'GET' || searches.test(asked) || ofSessions.some((rule) => rule.test(asked))) return [];
  if (commandPost.test(asked)) {
    if (behind.has(command)) return [];
    const changes: ReadonlySet<string> = changingCommands;
    if (!named.has(command)) return [`command object: ${command}`];
    return isOnlyReading && changes.has(command)
      ? [`command object of a call that only reads: ${command}`]
      : [];
  }
  if (upload.test(asked)) return named.has('put file') || behind.has('put file') ? [] : [asked];
  return isOnlyReading ? [asked] : [];
}
