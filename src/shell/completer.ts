import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { type Candidate, completeLine } from '../spec/complete.ts';
import type { CompletionProvider, CompletionProviders } from '../spec/completion-values.ts';
import type { ParamKind } from '../spec/params.ts';
import type { Spec } from '../spec/spec.ts';
import { escapeMessage } from '../text/escape.ts';
import { needsQuotes } from '../text/quote.ts';
import { lastPart } from '../text/remote-path.ts';
import { tokenisePartial } from '../text/tokenise-partial.ts';
import { typable } from '../text/typable.ts';
import { displayWidth, padTo, truncateToWidth } from '../text/width.ts';
import type { Aliases } from './aliases.ts';
import type { TabAnswer } from './line/look-up.ts';
import { innerVerb, shellVerbatim } from './nested-verbs.ts';
import { addressOf } from './sessions/address.ts';
import type { Sessions } from './sessions/sessions.ts';
import { shellGlobals } from './shell-globals.ts';

export interface CompleterOptions {
  readonly registry: readonly Spec<never>[];
  readonly aliases?: Aliases | undefined;
  /** Those that ask the server; each answer is kept for 30 s, as are those of a session. */
  readonly providers: CompletionProviders;
  readonly sessions: Sessions<unknown>;
  /** The numbers of the shell's own jobs. */
  readonly jobs?: () => readonly string[];
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly columns: () => number;
  /** False with `set complete off`: then only what is known here is offered. */
  readonly mayAsk: () => boolean;
}

export interface Completer {
  /** Aborting `signal` gives up. */
  complete(line: string, signal?: AbortSignal): Promise<TabAnswer>;
  /** Forgets what the sensor of a session said. */
  forget(session: object): void;
}

const longestMs = 2000;
const tooLate = `no answer from the sensor within ${longestMs / 1000} s\r\n`;
const keptMs = 30_000;
const mostShown = 200;

/** Answers Tab: inserts what all candidates share, else lists them. Waits for the sensor at most 2 s. */
export function makeCompleter(options: CompleterOptions): Completer {
  const { registry, clock, aliases, sessions } = options;
  const server = cachedProviders(options.providers, makeCache(clock));
  const caches = new WeakMap<object, CompletionProviders>();
  const providersOf = (address: string | undefined): CompletionProviders => {
    const [member] = address === undefined ? [sessions.current] : sessions.lookUp(address);
    if (member === undefined) return {};
    const { session } = member;
    const known = caches.get(session) ?? cachedProviders(session.providers ?? {}, makeCache(clock));
    caches.set(session, known);
    return known;
  };
  const addressAnswer = (typed: string): TabAnswer => {
    const names = typable(namesOf(sessions, typed.slice(1))).filter((name) => !needsQuotes(name));
    const blank = names.length === 1 ? ' ' : '';
    const candidates = names.map((name) => ({ insert: `@${name}${blank}`, shown: `@${name}` }));
    return answerOf(candidates, typed, options.columns());
  };
  const verbatimAfterDashes = shellVerbatim(registry);
  const own: CompletionProviders = {
    localPath: (word) => localCandidates(options.files, word),
    alias: () => aliases?.all().map(({ name }) => name) ?? [],
    shellSession: (word) => namesOf(sessions, word),
    job: (word) => (options.jobs?.() ?? []).filter((number) => number.startsWith(word)),
  };

  /** Behind an alias the words of what it stands for are completed; the word at the cursor is not one yet. */
  const withoutAliases = (typed: string): string => {
    const { current } = tokenisePartial(typed, typed.length, { verbatimAfterDashes });
    const before = typed.slice(0, current.start);
    return (aliases?.expand(before, { verbatimAfterDashes }) ?? before) + typed.slice(current.start);
  };

  return {
    async complete(typed, given) {
      const line = withoutAliases(typed);
      const { from, address, isAddress } = innerLine(line, verbatimAfterDashes);
      if (isAddress) return addressAnswer(line.slice(from));
      const stop = new AbortController();
      const signal = given === undefined ? stop.signal : AbortSignal.any([stop.signal, given]);
      let isLate = false;
      clock.sleep(longestMs, signal).then(
        () => {
          isLate = true;
          stop.abort();
        },
        () => undefined,
      );
      try {
        const inner = line.slice(from);
        const { start, candidates } = await completeLine({
          registry: aliases?.specs(registry) ?? registry,
          line: inner,
          cursor: inner.length,
          globals: shellGlobals,
          providers: options.mayAsk() ? { ...server, ...providersOf(address), ...own } : own,
          signal,
        });
        const answer = answerOf(candidates, inner.slice(start), options.columns());
        return isLate && candidates.length === 0 ? { ...answer, list: tooLate } : answer;
      } catch (error) {
        // What a sensor does wrong ends in no candidates: this is a fault of ours, and must not look like none.
        return { ...nothing(''), list: `Tab failed: ${escapeMessage(String(error))}\r\n` };
      } finally {
        stop.abort();
      }
    },
    forget: (session) => void caches.delete(session),
  };
}

interface InnerLine {
  /** Where the verb begins whose words are completed: behind `time`, `watch N` and `@N` it is the inner one. */
  readonly from: number;
  readonly address: string | undefined;
  /** The word at the cursor is an address. */
  readonly isAddress: boolean;
}

function innerLine(line: string, verbatimAfterDashes: ReturnType<typeof shellVerbatim>): InnerLine {
  const { place, words, current } = tokenisePartial(line, line.length, { verbatimAfterDashes });
  if (place !== 'verb') return { from: 0, address: undefined, isAddress: false };
  const { words: inner, address } = innerVerb(words);
  if (inner?.length === 0 && addressOf([current]) !== undefined)
    return { from: current.start, address, isAddress: true };
  const isWhole = inner === undefined || inner === words;
  return { from: isWhole ? 0 : (inner[0]?.start ?? current.start), address, isAddress: false };
}

/** Hostnames are quicker seen, numbers quicker typed. */
function namesOf(sessions: Sessions<unknown>, typed: string): readonly string[] {
  const names = sessions.all().map(({ number, host }) => (/^\d/.test(typed) ? String(number) : host));
  return names.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
}

function nothing(typed: string): TabAnswer {
  return { insert: '', replaces: typed, list: '' };
}

function answerOf(candidates: readonly Candidate[], typed: string, columns: number): TabAnswer {
  const [first, ...others] = candidates;
  if (first === undefined) return nothing(typed);
  const shared = others.reduce((start, { insert }) => sharedStart(start, insert), first.insert);
  const insert = others.length === 0 ? closeQuote(shared) : shared;
  const isProgress = others.length === 0 ? insert !== typed : textOf(shared).length > textOf(typed).length;
  if (isProgress) return { insert, replaces: typed, list: '' };
  if (others.length === 0) return nothing(typed);
  return {
    ...nothing(typed),
    list: listOf(
      candidates.map(({ shown }) => lastName(shown)),
      columns,
    ),
  };
}

/** A folder is not the end of a path, but its quote is closed all the same: Enter must work, and more can join behind it. */
function closeQuote(insert: string): string {
  return insert + (tokenisePartial(insert).current.openQuote ?? '');
}

function textOf(typed: string): string {
  return tokenisePartial(typed).current.text;
}

/** Letters that differ only in case count as shared, as the endpoint sees them. */
function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length += 1;
  return a.slice(0, length);
}

/** `C:\Windows\Temp\` is listed as `Temp\`: what stands before it is on the line already. */
function lastName(shown: string): string {
  const end = /[\\/]/.test(shown.at(-1) ?? '') ? shown.length - 1 : shown.length;
  return shown.slice(end - lastPart(shown.slice(0, end)).length) || shown;
}

function listOf(names: readonly string[], columns: number): string {
  const shown = names.slice(0, mostShown).map((name) => truncateToWidth(name, Math.max(10, columns - 2)));
  const width = Math.max(...shown.map(displayWidth)) + 2;
  const perLine = Math.max(1, Math.floor(columns / width));
  const height = Math.ceil(shown.length / perLine);
  let list = '';
  for (let line = 0; line < height; line += 1) {
    const cells = shown.filter((_, at) => at % height === line);
    list += `${cells
      .map((cell) => padTo(cell, width))
      .join('')
      .trimEnd()}\r\n`;
  }
  const more = names.length - shown.length;
  return more > 0 ? `${list}… and ${more} more\r\n` : list;
}

interface Cache {
  get(key: string, ask: () => Promise<readonly string[]>): Promise<readonly string[]>;
}

function makeCache(clock: Clock): Cache {
  const known = new Map<string, { readonly until: number; readonly values: readonly string[] }>();
  return {
    async get(key, ask) {
      const hit = known.get(key);
      if (hit !== undefined && clock.monotonic() < hit.until) return hit.values;
      known.delete(key);
      const values = await ask();
      known.set(key, { until: clock.monotonic() + keptMs, values });
      return values;
    },
  };
}

/** A folder is asked for once, whatever part of a name in it is typed. */
function cachedProviders(providers: CompletionProviders, cache: Cache): CompletionProviders {
  const wrapped: { [K in ParamKind]?: CompletionProvider } = {};
  for (const [kind, provider] of Object.entries(providers) as [ParamKind, CompletionProvider][]) {
    wrapped[kind] = async (word, signal) => {
      const folder = /^.*[\\/]/s.exec(word)?.[0] ?? '';
      const all = await cache.get(`${kind} ${folder}`, async () => provider(folder, signal));
      const start = word.toLowerCase();
      return all.filter((value) => value.toLowerCase().startsWith(start));
    };
  }
  return wrapped;
}

async function localCandidates(files: LocalFiles, word: string): Promise<readonly string[]> {
  if (word === '~') return ['~/'];
  const folder = /^.*[\\/]/s.exec(word)?.[0] ?? '';
  const name = word.slice(folder.length);
  const entries = await files.list(folder === '' ? '.' : folder);
  return entries
    .filter((entry) => entry.name.startsWith(name) && (name !== '' || !entry.name.startsWith('.')))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory ? '/' : ''}`);
}
