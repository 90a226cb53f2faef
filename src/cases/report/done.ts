import type { Facts, ReportEntry } from '../../ports/pages.ts';
import type { Deed, Noted, TakenFile, Unarchived } from './deeds.ts';
import { shownSize } from './facts.ts';
import { known } from './seen.ts';
import type { ToldDeed } from './story.ts';

export function takenEntries(
  taken: readonly TakenFile[],
  unarchived: readonly Unarchived[],
): readonly ReportEntry[] {
  const missing = unarchived.map(({ at, by, session, host, why }) => ({
    timeMs: Date.parse(at),
    tone: 'taken' as const,
    title: `archive of session ${session}`,
    lines: [`was not fetched, or not whole: ${why}`],
    facts: known([
      ['host', host ?? ''],
      ['by', by],
    ]),
    isBad: true,
  }));
  return inOrder([
    ...missing,
    ...taken.map(({ at, remote, host, bytes, sha256, local, by, isArchive, more = [] }) => ({
      timeMs: Date.parse(at),
      tone: 'taken' as const,
      title: isArchive ? `archive of ${remote}` : remote,
      facts: known([
        ['host', host ?? ''],
        ['size', shownSize(bytes)],
        ['SHA-256', sha256],
        ...more,
        ['here', local],
        ['by', by],
      ]),
    })),
  ]);
}

/** A line that was typed, with each thing that it changed and what came of that. */
export function changedEntries(deeds: readonly ToldDeed[]): readonly ReportEntry[] {
  const some = deeds.filter(({ changes }) => changes.length > 0);
  return inOrder(
    some.map((deed) => ({
      timeMs: Date.parse(deed.changes[0]?.at ?? deed.at),
      tone: 'changed',
      title: deed.line,
      lines: [...deed.changes.map(({ sentence, outcome }) => `${sentence}: ${outcome}`), ...deed.before],
      facts: known([['host', deed.host ?? ''], ...whom(deed)]),
      isBad: deed.changes.some(({ outcome }) => outcome !== 'done'),
    })),
  );
}

/** Everything that was typed and reached a server, what only looked too. */
export function typedEntries(deeds: readonly Deed[]): readonly ReportEntry[] {
  return inOrder(
    deeds.map((deed) => ({
      timeMs: Date.parse(deed.at),
      tone: 'plain',
      title: deed.line,
      facts: known([
        ['host', deed.host ?? ''],
        ['exit', deed.exitCode === undefined ? 'unknown' : deed.exitCode === 0 ? '' : String(deed.exitCode)],
        ['failed with', deed.error ?? ''],
        ...whom(deed),
      ]),
      isBad: deed.exitCode !== 0,
    })),
  );
}

export function noteEntries(notes: readonly Noted[]): readonly ReportEntry[] {
  return inOrder(
    notes.map(({ at, by, text }) => ({
      timeMs: Date.parse(at),
      tone: 'noted',
      title: text,
      facts: known([['by', by]]),
    })),
  );
}

function whom({ by }: Deed): Facts {
  return [['by', by]];
}

function inOrder(entries: readonly ReportEntry[]): readonly ReportEntry[] {
  return entries.toSorted((a, b) => (a.timeMs ?? 0) - (b.timeMs ?? 0));
}
