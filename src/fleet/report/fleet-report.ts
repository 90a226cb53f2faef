import type {
  FleetGroup,
  FleetHost,
  FleetPage,
  FleetRow,
  FleetStep,
  FleetTrouble,
} from '../../ports/pages.ts';
import { formatTimeUtc } from '../../text/age.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { shortName } from '../../text/short-name.ts';
import {
  foldAnswers,
  type Group,
  type HostAnswer,
  leastFrequent,
  type SharedRow,
} from '../fold/fold-step.ts';
import { foldHosts } from '../hosts-folded.ts';
import type { Run, RunHost } from '../store/run-types.ts';

export interface RunReportDeps {
  readonly number: number;
  readonly run: Run;
  readonly hosts: readonly RunHost[];
  /** Read anew each time. */
  readonly answers: () => AsyncIterable<HostAnswer>;
  readonly counted: string;
  readonly nowMs: number;
  readonly program: string;
  readonly rowText: (row: unknown) => string;
}

const mostLines = 12;
const mostRare = 60;
/** A row is rare where at most that share of the hosts has it. */
const rareShare = 0.25;
/** Of a group's answer, if this share or fewer gave it. */
const oddShare = 0.1;

/** The page of a run: its steps with equal answers together, the rarest first, and each host. */
export async function fleetReport(deps: RunReportDeps): Promise<FleetPage> {
  const { number, run, hosts, answers, counted, nowMs, program } = deps;
  const groups = await foldAnswers(answers(), { fields: undefined });
  const rows = await leastFrequent(answers(), { fields: undefined });
  const letters = lettersOf(groups);
  const steps = run.steps.map((step): FleetStep => {
    const own = groups.filter((group) => group.step === step.number);
    const few = rows.filter((row) => row.step === step.number && isRare(row));
    return {
      number: step.number,
      line: maskSecretLine(step.line),
      of: own.reduce((sum, group) => sum + group.hosts.length, 0),
      groups: own.map((group) => groupOf(group, letters, deps)),
      rare: few.slice(0, mostRare).map((row) => rowOf(row, deps)),
      rareMore: Math.max(0, few.length - mostRare),
    };
  });
  return {
    title: `Run ${number}`,
    subtitle: run.line,
    facts: [
      ['made', formatTimeUtc(run.createdMs)],
      ['server', `${run.server} (${run.profile})`],
      ['hosts', counted],
      ['report', `${formatTimeUtc(nowMs)}, ${program}`],
    ],
    steps,
    troubles: troublesOf(hosts),
    hosts: hostsOf(hosts, run, groups, letters),
  };
}

/** A name that a host gives itself must not push away what stands beside it. */
const mostName = 64;

function shownHosts(names: readonly string[]): string {
  return foldHosts(names.map((name) => shortName(name, mostName)));
}

function isRare({ hosts, of }: SharedRow): boolean {
  return hosts.length < of && hosts.length <= Math.max(1, of * rareShare);
}

/** Of each step `A` for the commonest answer, and so on. */
function lettersOf(groups: readonly Group[]): ReadonlyMap<Group, string> {
  const letters = new Map<Group, string>();
  for (const own of Map.groupBy(groups, ({ step }) => step).values()) {
    for (const [index, group] of own.toReversed().entries()) letters.set(group, letterOf(index));
  }
  return letters;
}

/** A … Z, AA, AB … */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

function groupOf(group: Group, letters: ReadonlyMap<Group, string>, { rowText }: RunReportDeps): FleetGroup {
  const { state, hosts, share, rows, oddRow, detail } = group;
  const isWell = state === 'done' || detail === undefined;
  const sorted = oddRow === undefined ? rows : [oddRow, ...rows.filter((row) => row !== oddRow)];
  const told = isWell ? sorted.map(rowText) : [detail];
  const lines = told.length === 0 && detail !== undefined ? [detail] : told;
  return {
    letter: letters.get(group) ?? '',
    state,
    count: hosts.length,
    share,
    hosts: shownHosts(hosts),
    lines: lines.slice(0, mostLines),
    more: Math.max(0, lines.length - mostLines),
  };
}

function rowOf({ row, hosts }: SharedRow, { rowText }: RunReportDeps): FleetRow {
  return { count: hosts.length, hosts: shownHosts(hosts), line: rowText(row) };
}

function troublesOf(hosts: readonly RunHost[]): readonly FleetTrouble[] {
  const open = hosts.filter(({ state }) => state !== 'done');
  const words = ({ name, detail, isOnline, state }: RunHost): string =>
    (detail ?? (state === 'waiting' && !isOnline ? 'offline' : '')).replaceAll(name, 'HOST');
  return [...Map.groupBy(open, (host) => JSON.stringify([host.state, words(host)])).values()]
    .map((own): FleetTrouble => {
      const [first] = own;
      const why = first === undefined ? '' : own.length === 1 ? (first.detail ?? words(first)) : words(first);
      return {
        state: first?.state ?? '',
        count: own.length,
        hosts: shownHosts(own.map(({ name }) => name)),
        why,
      };
    })
    .sort((a, b) => b.count - a.count);
}

function hostsOf(
  hosts: readonly RunHost[],
  { steps }: Run,
  groups: readonly Group[],
  letters: ReadonlyMap<Group, string>,
): readonly FleetHost[] {
  const answers = new Map<string, Group>();
  for (const group of groups) {
    for (const id of group.sensorIds) answers.set(`${group.step} ${id}`, group);
  }
  const rarity = (host: RunHost): number =>
    Math.min(1, ...steps.map(({ number }) => answers.get(`${number} ${host.id}`)?.share ?? 1));
  const byName = new Intl.Collator('en', { numeric: true });
  return hosts
    .map((host) => ({ host, share: rarity(host) }))
    .sort((a, b) => a.share - b.share || byName.compare(a.host.name, b.host.name))
    .map(({ host: { id, name, state }, share }): FleetHost => {
      const own = steps.map(({ number }) => answers.get(`${number} ${id}`));
      return {
        id,
        name: shortName(name, mostName),
        state,
        answers: own.map((group) => (group === undefined ? '' : (letters.get(group) ?? ''))),
        isOdd: share <= oddShare,
      };
    });
}
