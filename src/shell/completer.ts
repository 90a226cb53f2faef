import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { completeLine } from '../spec/complete.ts';
import type { CompletionProviders } from '../spec/completion-values.ts';
import type { Spec } from '../spec/spec.ts';
import { escapeMessage } from '../text/escape.ts';
import { needsQuotes } from '../text/quote.ts';
import { tokenisePartial } from '../text/tokenise-partial.ts';
import { typable } from '../text/typable.ts';
import type { Aliases } from './aliases.ts';
import { KeptAnswers } from './completion/kept-answers.ts';
import { answerOf, nothing } from './completion/tab-answer.ts';
import type { TabAnswer } from './line/look-up.ts';
import { innerVerb, shellVerbatim } from './nested-verbs.ts';
import { addressOf } from './sessions/address.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { ShellSession } from './sessions/shell-session.ts';
import { shellGlobals } from './shell-globals.ts';

export interface CompleterOptions {
  readonly registry: readonly Spec<never>[];
  readonly aliases?: Aliases | undefined;
  /** Those that ask the server; each answer is kept for 30 s, as are those of a session. */
  readonly providers: CompletionProviders;
  readonly sessions: Sessions<unknown>;
  /** The numbers of the shell's own jobs. */
  readonly jobs?: () => readonly string[];
  /** Whether jobs run on the session of that number. */
  readonly isBusy: (number: number) => boolean;
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly columns: () => number;
  /** False with `set complete off`: then only what is known here is offered. */
  readonly mayAsk: () => boolean;
}

export interface Completer {
  /** Aborting `signal` gives up. An answer that comes too late is kept for the next Tab, until `signal` gives up. */
  complete(line: string, signal: AbortSignal): Promise<TabAnswer>;
  /** Forgets what the sensor of a session said; what is in its folders only where that may have changed. */
  forget(session: object, changed: boolean): void;
  /** Looks at the directory one is in, where nobody is disturbed by that. */
  lookAhead(signal: AbortSignal): Promise<void>;
}

const longestMs = 2000;
const tooLate = `no answer from the sensor within ${longestMs / 1000} s: Tab again has it once it is there\r\n`;

/** Answers Tab: inserts what all candidates share, else lists them. Waits for the sensor at most 2 s. */
export function makeCompleter(options: CompleterOptions): Completer {
  const { registry, clock, aliases, sessions } = options;
  const server = new KeptAnswers(options.providers, clock);
  const known = new WeakMap<object, KeptAnswers>();
  const keptOf = (session: ShellSession<unknown>): KeptAnswers => {
    const kept =
      known.get(session) ?? new KeptAnswers(session.providers ?? {}, clock, () => session.directory);
    known.set(session, kept);
    return kept;
  };
  const addressed = (address: string | undefined): ShellSession<unknown> | undefined =>
    (address === undefined ? sessions.current : sessions.lookUp(address)[0])?.session;
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
    async complete(typed, signal) {
      const line = withoutAliases(typed);
      const { from, address, isAddress } = innerLine(line, verbatimAfterDashes);
      if (isAddress) return addressAnswer(line.slice(from));
      const answered = new AbortController();
      const late = clock
        .sleep(longestMs, AbortSignal.any([answered.signal, signal]))
        .then((): TabAnswer => ({ ...nothing(''), list: tooLate }));
      late.catch(() => undefined);
      try {
        const inner = line.slice(from);
        const session = addressed(address);
        const fromSensor = session === undefined ? {} : keptOf(session).providers;
        const looked = completeLine({
          registry: aliases?.specs(registry) ?? registry,
          line: inner,
          cursor: inner.length,
          globals: shellGlobals,
          providers: options.mayAsk() ? { ...server.providers, ...fromSensor, ...own } : own,
          isInRegistry: session?.isInRegistry,
          signal,
        }).then(({ start, candidates }) => answerOf(candidates, inner.slice(start), options.columns()));
        return await Promise.race([looked, late]);
      } catch (error) {
        // What a sensor does wrong ends in no candidates: this is a fault of ours, and must not look like none.
        return { ...nothing(''), list: `Tab failed: ${escapeMessage(String(error))}\r\n` };
      } finally {
        answered.abort();
      }
    },
    forget: (session, changed) => known.get(session)?.forget(changed),
    async lookAhead(signal) {
      const { session, number } = sessions.current;
      if (!options.mayAsk() || session.isOurs !== true || options.isBusy(number)) return;
      await keptOf(session).look(session.isInRegistry === true ? 'regValue' : 'remotePath', signal);
    },
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

async function localCandidates(files: LocalFiles, word: string): Promise<readonly string[]> {
  if (word === '~') return ['~/'];
  const folder = /^.*[\\/]/s.exec(word)?.[0] ?? '';
  const name = word.slice(folder.length);
  const entries = await files.list(folder === '' ? '.' : folder);
  return entries
    .filter((entry) => entry.name.startsWith(name) && (name !== '' || !entry.name.startsWith('.')))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory ? '/' : ''}`);
}
