import { createHash, hash } from 'node:crypto';
import type { Cell } from '../../spec/result.ts';

/** What one host gave at one step. */
export interface HostAnswer {
  readonly host: string;
  readonly sensorId: number;
  readonly step: number;
  /** Of its last attempt. */
  readonly state: string;
  readonly detail: string | undefined;
  /** Values of JSON, as the verb gave them. */
  readonly rows: readonly unknown[];
}

/** Hosts that gave the same. */
export interface Group {
  readonly step: number;
  readonly state: string;
  readonly hosts: readonly string[];
  readonly sensorIds: readonly number[];
  /** Of all that have answered this step, from 0 to 1. */
  readonly share: number;
  readonly rows: readonly unknown[];
  /** Of these the one that the fewest hosts gave; undefined where each stands on every host that has answered with rows. */
  readonly oddRow: unknown;
  readonly detail: string | undefined;
}

/**
 * Fields that differ from host to host, or from one moment to the next, though nothing else does. `parent` is a pid, too; a SID begins
 * with what a machine made up for itself, and the account stands beside it.
 */
const passing =
  /^(?:(?:[a-z]+_)?pid|parent|ppid|sid|id|(?:command|session|sensor|file)_id|(?:proc|process|parent)_guid|(?:parent_)?unique_id|parent_id|hostname|computer_name|host|local)$|(?:_time|time|_at|_ms|date|created|modified|accessed|written|uptime)$/i;

export interface FoldRule {
  /** Only these fields count; undefined: all that are not passing. */
  readonly fields: readonly string[] | undefined;
}

/** Groups of equal answers, step by step, the rarest first. Of each group the rows of one host are kept. */
export async function foldAnswers(
  answers: AsyncIterable<HostAnswer>,
  rule: FoldRule,
): Promise<readonly Group[]> {
  const groups = new Map<string, { readonly first: HostAnswer; hosts: string[]; sensorIds: number[] }>();
  const asked = new Map<number, number>();
  for await (const answer of answers) {
    const { step, host, sensorId } = answer;
    asked.set(step, (asked.get(step) ?? 0) + 1);
    const key = `${step} ${contentOf(answer, rule)}`;
    const group = groups.get(key) ?? { first: answer, hosts: [], sensorIds: [] };
    group.hosts.push(host);
    group.sensorIds.push(sensorId);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const oddRowOf = oddRows(all, rule);
  return all
    .map(({ first, hosts, sensorIds }): Group => {
      const { step, state, detail: said, rows, host } = first;
      const share = hosts.length / (asked.get(step) ?? hosts.length);
      const detail = hosts.length === 1 ? said : withoutHost(said, host);
      return { step, state, detail, rows, oddRow: oddRowOf(first), hosts, sensorIds, share };
    })
    .sort((a, b) => a.step - b.step || a.hosts.length - b.hosts.length);
}

interface Kept {
  readonly first: HostAnswer;
  readonly hosts: readonly string[];
}

/** What tells an answer from others that begin alike. */
function oddRows(groups: readonly Kept[], rule: FoldRule): (answer: HostAnswer) => unknown {
  const keys = new Map<HostAnswer, Float64Array>();
  const holders = new Map<number, number>();
  const answered = new Map<number, number>();
  for (const { first, hosts } of groups) {
    if (first.rows.length === 0) continue;
    const own = Float64Array.from(first.rows, (row) =>
      keyOf(`${first.step} ${rowContent(row, first, rule)}`),
    );
    keys.set(first, own);
    answered.set(first.step, (answered.get(first.step) ?? 0) + hosts.length);
    for (const key of new Set(own)) holders.set(key, (holders.get(key) ?? 0) + hosts.length);
  }
  return (answer) => {
    let fewest = answered.get(answer.step) ?? 0;
    let odd: unknown;
    for (const [at, key] of keys.get(answer)?.entries() ?? []) {
      const count = holders.get(key) ?? 0;
      if (count < fewest) [fewest, odd] = [count, answer.rows[at]];
    }
    return odd;
  };
}

/** 48 bits of a hash: there may be millions of rows. */
function keyOf(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, 6);
}

/** A row of a step, and on which hosts it stands. */
export interface SharedRow {
  readonly step: number;
  readonly row: Readonly<Record<string, Cell>>;
  readonly hosts: readonly string[];
  readonly sensorIds: readonly number[];
  /** Of all hosts whose answer has rows for this step. */
  readonly of: number;
}

/** Every row of a step once, those of the fewest hosts first. */
export async function leastFrequent(
  answers: AsyncIterable<HostAnswer>,
  rule: FoldRule,
): Promise<readonly SharedRow[]> {
  const found = new Map<string, { step: number; row: SharedRow['row']; hosts: Map<number, string> }>();
  const asked = new Map<number, number>();
  for await (const { step, state, rows, host, sensorId } of answers) {
    if (state !== 'done') continue;
    asked.set(step, (asked.get(step) ?? 0) + 1);
    for (const row of rows) {
      const content = plainRow(row, countsOf(rule));
      const key = `${step} ${canonical(content)}`;
      const known = found.get(key) ?? { step, row: content, hosts: new Map() };
      known.hosts.set(sensorId, host);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .map(
      ({ step, row, hosts }): SharedRow => ({
        step,
        row,
        hosts: [...hosts.values()],
        sensorIds: [...hosts.keys()],
        of: asked.get(step) ?? hosts.size,
      }),
    )
    .sort((a, b) => a.step - b.step || a.hosts.length - b.hosts.length);
}

function contentOf(answer: HostAnswer, rule: FoldRule): string {
  const { state, rows, detail, host } = answer;
  const content = createHash('sha256');
  content.update(JSON.stringify([state, state === 'done' ? null : withoutHost(detail, host)]));
  for (const row of rows) content.update(`\n${rowContent(row, answer, rule)}`);
  return content.digest('hex');
}

function rowContent(row: unknown, { host }: HostAnswer, rule: FoldRule): string | undefined {
  return withoutHost(canonical(plainRow(row, countsOf(rule))), JSON.stringify(host).slice(1, -1));
}

/** Texts that name the host they are about are the same on each. */
function withoutHost(text: string | undefined, host: string): string | undefined {
  return host.length < shortest ? text : text?.replaceAll(host, 'HOST');
}

/** A name of fewer letters stands in too many words. */
const shortest = 4;

/** Neither an id, nor a time, nor the name of the host. */
export function isLasting(field: string): boolean {
  return !passing.test(field);
}

function countsOf({ fields }: FoldRule): (field: string) => boolean {
  return fields === undefined ? isLasting : (field) => fields.includes(field);
}

/** The same of rows that say the same, in whichever order. */
function canonical(row: Readonly<Record<string, Cell>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What counts of a row, in the order in which its verb tells it. */
export function plainRow(row: unknown, counts: (field: string) => boolean): Readonly<Record<string, Cell>> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { value: row as Cell };
  return Object.fromEntries(
    Object.entries(row as Readonly<Record<string, Cell>>).filter(([name]) => counts(name)),
  );
}
