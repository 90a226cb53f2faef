import type { Cb } from '../../api/client.ts';
import type { SensorFilter } from '../../api/resources/sensor-pages.ts';
import { type CbError, CbError as Fault, isCbError } from '../../errors/cb-error.ts';
import { atMost } from '../../ops/at-most.ts';
import { groupBook } from '../../ops/group-book.ts';
import { filterOf } from '../../ops/sensor-filter.ts';
import { listSensors } from '../../ops/sensor-list.ts';
import { firstWord, typedLines } from '../../ops/word-lines.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { longName } from '../../spec/names.ts';
import { type Host, hostOf } from '../host.ts';
import { hostsOfAlerts, hostsOfProcesses, hostsOfWatchlist, type SensorIds } from './found-hosts.ts';
import { type HostWord, hostsOfWord, readHostWord } from './host-word.ts';
import type { TargetInput } from './target-options.ts';

export interface TargetPlace {
  readonly cb: Cb;
  readonly runtime: Pick<Runtime, 'files' | 'streams' | 'progress'>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

export interface Targets {
  /** In the order of their names. */
  readonly hosts: readonly Host[];
  /** They are meant, and no session can ever be had on them. */
  readonly unfit: readonly Host[];
  /** Words that name nothing, or several hosts: each stops itself alone. */
  readonly faults: readonly WordFault[];
  /** How many were meant, where `--limit` left some out. */
  readonly cutFrom: number | undefined;
}

export interface WordFault {
  readonly typed: string;
  readonly error: CbError;
}

/** More words than that are looked up in the list of all sensors. */
const mostLookUps = 20;

const byName = new Intl.Collator('en', { numeric: true });

/** The hosts that options mean, looked up now. Kind `Usage` where none of them says which; what one of them throws by itself stops all. */
export async function resolveTargets(input: TargetInput, place: TargetPlace): Promise<Targets> {
  if (!isTargeted(input)) throw nothingSaid();
  if (input.limit !== undefined && input.limit < 1) throw new Fault('Usage', '--limit wants 1 or more');
  const named = input.sensor.map(readHostWord);
  const listed = (await Promise.all(input.file.map((file) => wordsOfFile(file, place)))).flat();
  const spared = input.except.map(readHostWord);
  const task = place.runtime.progress.start('looking up the hosts');
  try {
    const found = await searches(input, place);
    const { all, tellAfterwards } = await candidates(input, { named, listed, spared }, place);
    const faults: WordFault[] = [];
    const tests = [
      ...found,
      ...[named, listed].filter((words) => words.length > 0).map((words) => ofWords(words, all, faults)),
    ];
    const isSpared = spareTest(spared, all);
    const meant = all
      .filter((host) => tests.every((ids) => ids.has(host.id)) && !isSpared(host))
      .sort((a, b) => byName.compare(a.name, b.name) || a.id - b.id);
    tellAfterwards();
    const fit = meant.filter(({ unfit }) => unfit === undefined);
    const hosts = fit.slice(0, input.limit);
    return {
      hosts,
      unfit: meant.filter(({ unfit }) => unfit !== undefined),
      faults,
      cutFrom: hosts.length < fit.length ? fit.length : undefined,
    };
  } finally {
    task.stop();
  }
}

/** It says which hosts are meant. */
export function isTargeted(input: TargetInput): boolean {
  return chosenBy.some((key) => input[key].length > 0);
}

const chosenBy = ['sensor', 'group', 'os', 'status', 'hits', 'alerts', 'watchlist', 'file'] as const;

function nothingSaid(): CbError {
  return new Fault('Usage', 'no hosts are named', {
    hint: `${chosenBy.map(longName).join(', ')} say which; --sensor "*" is all of them`,
  });
}

async function wordsOfFile(file: string, { runtime, signal }: TargetPlace): Promise<readonly HostWord[]> {
  const { files, streams } = runtime;
  const source = file === '-' ? streams.in : files.read(files.resolve(file), { signal });
  const name = file === '-' ? 'stdin' : file;
  const lines = await typedLines(source, name, 'sensor', signal);
  // It is what a host said of itself, and not what somebody typed.
  const odd = lines.find(({ text, isOfRow }) => isOfRow && /[*?/]/.test(text));
  if (odd !== undefined)
    throw new Fault('Usage', `${name}:${odd.line}: "${odd.text}" is the name of no host`);
  const words = lines
    .map(({ text, isOfRow }) => (isOfRow ? text : firstWord(text)))
    .filter((word) => word !== '');
  if (words.length === 0) throw new Fault('Usage', `${name} names no host`);
  return words.map(readHostWord);
}

/** One set for each kind of search that was given. */
async function searches(input: TargetInput, place: TargetPlace): Promise<readonly SensorIds[]> {
  const kinds = [
    [input.hits, hostsOfProcesses],
    [input.alerts, hostsOfAlerts],
    [input.watchlist, hostsOfWatchlist],
  ] as const;
  const given = kinds.filter(([values]) => values.length > 0);
  return await Promise.all(
    given.map(async ([values, search]) => {
      const sets = await Promise.all(values.map((value) => search(value, place)));
      return new Set(sets.flatMap((ids) => [...ids]));
    }),
  );
}

interface Words {
  readonly named: readonly HostWord[];
  readonly listed: readonly HostWord[];
  readonly spared: readonly HostWord[];
}

interface Candidates {
  readonly all: readonly Host[];
  /** Throws `Usage` for a status that is known to nobody and that no sensor has. */
  tellAfterwards(): void;
}

/** Those that filters let through, out of all or, where a few are named, of these. */
async function candidates(input: TargetInput, words: Words, place: TargetPlace): Promise<Candidates> {
  const { cb, signal } = place;
  const groups = groupBook(cb, place);
  const ids = await Promise.all(input.group.map((group) => groups.idNamed(group)));
  const none = { hostname: undefined, ip: undefined, group: undefined, os: undefined, health: undefined };
  const sieves = await Promise.all(input.status.map((status) => filterOf({ ...none, status }, groups)));
  const isWanted = (host: Host, keeps: readonly boolean[]): boolean =>
    (ids.length === 0 || (host.groupId !== undefined && ids.includes(host.groupId))) &&
    (input.os.length === 0 || input.os.some((os) => os === host.os)) &&
    (keeps.length === 0 || keeps.includes(true));
  const all: Host[] = [];
  const [only] = ids;
  const filter: SensorFilter = only === undefined || ids.length > 1 ? {} : { groupid: only };
  for await (const sensor of sensorsOf(filter, words, place)) {
    const host = hostOf(sensor);
    // Each sieve sees every sensor, as it may have to tell that none had its word.
    if (
      isWanted(
        host,
        sieves.map(({ keep }) => keep?.(sensor) ?? true),
      )
    )
      all.push(host);
  }
  signal.throwIfAborted();
  return {
    all,
    tellAfterwards: () => {
      for (const each of sieves.flatMap(({ afterwards }) => afterwards())) place.note(each);
    },
  };
}

async function* sensorsOf(filter: SensorFilter, { named, listed, spared }: Words, place: TargetPlace) {
  const { cb, signal } = place;
  const words = [...named, ...listed];
  const isFew = words.length > 0 && words.length <= mostLookUps && !words.some(({ isPattern }) => isPattern);
  if (!isFew || spared.length > 0 || filter.groupid !== undefined) {
    const list = listSensors(cb, { filter, keep: undefined, start: 0, limit: undefined, signal });
    for await (const sensor of list.rows) yield sensor;
    // Hosts that nobody sees are not worked on, and nobody would know.
    if (list.isPartial())
      throw new Fault('BadReply', `not all sensors were listed: ${list.notes().join('; ')}`);
    return;
  }
  const turns = atMost(8);
  const found = await Promise.all(words.map(({ typed }) => turns(() => cb.sensors.find(typed, { signal }))));
  const seen = new Set<number>();
  for (const sensor of found.flat()) {
    if (seen.has(sensor.id)) continue;
    seen.add(sensor.id);
    yield sensor;
  }
}

function ofWords(words: readonly HostWord[], all: readonly Host[], faults: WordFault[]): SensorIds {
  const ids = new Set<number>();
  for (const word of words) {
    try {
      for (const { id } of hostsOfWord(word, all)) ids.add(id);
    } catch (error) {
      if (!isCbError(error, 'NotFound', 'Usage')) throw error;
      faults.push({ typed: word.typed, error });
    }
  }
  return ids;
}

/** All that a word may mean is spared. One that means nothing is refused: a slip would leave a host among those that are worked on. */
function spareTest(spared: readonly HostWord[], all: readonly Host[]): (host: Host) => boolean {
  for (const word of spared) {
    if (all.some(word.fits)) continue;
    throw new Fault('Usage', `--except "${word.typed}" spares nobody: no host of that name is meant`, {
      hint: 'leave it out, or look at its spelling',
    });
  }
  return (host) => spared.some(({ fits }) => fits(host));
}
