import type { Facts, ReportEntry, ReportMark, ReportPage, ReportSection } from '../../ports/pages.ts';
import { formatTimeUtc } from '../../text/age.ts';
import { lastPart } from '../../text/remote-path.ts';
import type { ChainEvent } from '../../transcript/walk.ts';
import type { CaseFolder } from '../case-folder.ts';
import type { CheckedFile } from '../verify-case.ts';
import type { SeenHost } from './deeds.ts';
import { changedEntries, noteEntries, takenEntries, typedEntries } from './done.ts';
import { shownSize } from './facts.ts';
import { known, seenEntries } from './seen.ts';
import type { Story } from './story.ts';

export interface ReportDeps {
  readonly nowMs: number;
  /** `cblr 0.1.0`. */
  readonly program: string;
  /** What became of each file of the case, as it was looked at just now. */
  readonly checked: readonly CheckedFile[];
}

/** A case as a report, in the order of time; what the analysts did is kept apart from what was seen. */
export function caseReport(folder: CaseFolder, story: Story, deps: ReportDeps): ReportPage {
  const { deeds, notes, pins, journal, hosts } = story;
  const seen = seenEntries(pins);
  const taken = takenEntries(story.taken, story.unarchived);
  const changed = changedEntries(deeds);
  const noted = noteEntries(notes);
  const sections: readonly ReportSection[] = [
    {
      heading: 'What was seen',
      whose: 'intruder',
      about:
        'Processes with all who started them, alerts and binaries that were pinned, as the server told of them then. Times of processes are by the clock of the sensor.',
      empty: 'Nothing was pinned.',
      entries: seen,
    },
    {
      heading: 'What was taken',
      whose: 'analyst',
      about:
        'Files that were fetched from sensors and servers, each as it was hashed while it came, and archives: what the server kept of each session.',
      empty: 'Nothing was fetched.',
      entries: taken,
    },
    {
      heading: 'What was changed',
      whose: 'analyst',
      about:
        'Each line that changed something on a sensor or the server, with what it did there and what came of it. What a program needed on its way, such as a file for its output, is told too.',
      empty: 'Nothing was changed.',
      entries: changed,
    },
    {
      heading: 'Notes',
      whose: 'analyst',
      about: 'What the analysts wrote down.',
      empty: 'There are none.',
      entries: noted,
    },
    {
      heading: 'Hosts',
      whose: 'nobody',
      about: 'Sensors that something was done on, or that something was seen on.',
      empty: 'There are none.',
      entries: hosts.map(hostEntry),
    },
    {
      heading: 'Files and results',
      whose: 'analyst',
      about: 'What was copied into the case, and results of commands that were kept.',
      empty: 'There are none.',
      entries: journal.flatMap(keptEntry),
    },
    {
      heading: 'Everything that was typed',
      whose: 'analyst',
      about: 'Line by line, what only looked too; secrets as ***. What only asks the server leaves no line.',
      empty: 'Nothing was.',
      entries: typedEntries(deeds),
    },
    wholeness(deps.checked),
  ];
  return {
    title: folder.title ?? `Case ${folder.name}`,
    subtitle: `Case ${folder.name} · ${folder.id} · times in UTC`,
    facts: factsOf(folder, story, sections, deps),
    marks: [
      ...marksOf(seen.filter(({ isMarked }) => isMarked)),
      // Each session has an archive: they would hide what was looked for.
      ...marksOf(
        takenEntries(
          story.taken.filter(({ isArchive }) => !isArchive),
          [],
        ),
        ({ title }) => lastPart(title),
      ),
      // What it did says more than what was typed.
      ...marksOf(
        changed,
        ({ title, lines: [first] = [] }) => first?.slice(0, first.lastIndexOf(': ')) ?? title,
      ),
      ...marksOf(noted),
    ],
    sections,
  };
}

function factsOf(
  { createdAt }: CaseFolder,
  { hosts, deeds, notes, journal }: Story,
  sections: readonly ReportSection[],
  { nowMs, program }: ReportDeps,
): Facts {
  const analysts = [...deeds, ...notes].map(({ by }) => by);
  const created = journal[0]?.fields['by'];
  const who = new Set([...(created === undefined ? [] : [String(created)]), ...analysts]);
  const count = (index: number, noun: string) => `${sections[index]?.entries.length ?? 0} ${noun}`;
  const pinned = sections[0]?.entries.filter(({ isMarked }) => isMarked).length ?? 0;
  return known([
    ['Hosts', hosts.map(({ host, sensor }) => `${host} (sensor ${sensor})`).join(', ')],
    ['Servers', [...new Set([...hosts, ...deeds].map(({ server }) => server))].join(', ')],
    ['Analysts', [...who].join(', ')],
    ['Begun', formatTimeUtc(Date.parse(createdAt))],
    ['Report of', `${formatTimeUtc(nowMs)}, by ${program}`],
    ['In it', `${pinned} pinned, ${count(1, 'taken')}, ${count(2, 'changes')}, ${count(3, 'notes')}`],
  ]);
}

function marksOf(
  entries: readonly ReportEntry[],
  label: (entry: ReportEntry) => string = ({ title }) => title,
): readonly ReportMark[] {
  return entries.flatMap((entry) => {
    const { timeMs, tone } = entry;
    if (timeMs === undefined || !Number.isFinite(timeMs) || tone === 'plain') return [];
    return [{ timeMs, tone, label: label(entry) }];
  });
}

function hostEntry({ host, sensor, server, system }: SeenHost): ReportEntry {
  return {
    timeMs: undefined,
    tone: 'plain',
    title: host,
    facts: known([
      ['sensor', sensor],
      ['system', system],
      ['server', server],
    ]),
  };
}

function keptEntry({ kind, at, fields }: ChainEvent): readonly ReportEntry[] {
  if (kind !== 'added' && kind !== 'saved') return [];
  const bytes = Number(fields['bytes']);
  const facts: Facts = [
    [kind === 'added' ? 'from' : 'line', String(fields[kind === 'added' ? 'from' : 'line'])],
    ['size', shownSize(bytes)],
    ['SHA-256', String(fields['sha256'])],
    ['by', String(fields['by'])],
  ];
  return [{ timeMs: Date.parse(at), tone: 'plain', title: String(fields['file']), facts }];
}

function wholeness(checked: readonly CheckedFile[]): ReportSection {
  const odd = checked.filter(({ state }) => state !== 'ok');
  const fine = checked.length - odd.length;
  return {
    heading: 'Is it as it was written?',
    whose: 'nobody',
    about: `Every file of the case was held against the journal, the manifests and the chains of the transcripts when this report was made: ${fine} of ${checked.length} are as they were written; open are those that nothing chained proves, and transcripts that were not ended. cblr case verify does it again.`,
    empty: 'Nothing else is to be said.',
    entries: odd.map(({ file, state, says }) => ({
      timeMs: undefined,
      tone: 'plain',
      title: file,
      facts: known([[state, says]]),
      isBad: state !== 'open',
    })),
  };
}
