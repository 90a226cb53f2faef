import { CbError } from '../errors/cb-error.ts';
import { timelineOf } from '../ops/timeline/timeline.ts';
import type { TimelineEvent } from '../ops/timeline/timeline-event.ts';
import type { RecordedDeed } from '../ports/deeds.ts';
import type { PageEvent } from '../ports/pages.ts';
import { rows } from '../spec/result.ts';
import { shownKinds } from '../views/event-columns.ts';
import { query } from './context.ts';
import { historyConflicts, historyOptions, isWithin } from './history/history-of.ts';
import { pageOptions, pageTarget, writePage } from './process/page-options.ts';
import { extentOf } from './search-options.ts';
import { timelineColumns, timelineKinds, timelineObject } from './timeline/columns.ts';
import { inFormat, timelineFormats } from './timeline/formats.ts';
import { timelineTargets } from './timeline/targets.ts';

export const timeline = query({
  name: 'timeline',
  about: 'one time line of processes, hosts, alerts and what we did',
  details:
    'What processes did, when they started and ended, their alerts, the hits of watchlists on them, and lines of our own transcripts, each in UTC by the clock of the sensor, of the server or of the analyst: how far these are apart is not put right. A process is named by its GUID, an alert by its id, which brings its process along; a host with --host goes with --since.',
  group: 'processes',
  effect: 'reads',
  operands: {
    targets: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'GUIDs of processes, ids of alerts, console links; - for stdin, rows too',
    },
  },
  options: {
    host: { kind: 'sensor', repeat: true, about: 'all that ran on this sensor, and its alerts' },
    watchlist: { kind: 'watchlist', repeat: true, about: 'processes that this watchlist has tagged' },
    actions: { kind: 'flag', about: 'what we did: the transcripts of the case' },
    actionsFrom: {
      kind: 'localPath',
      repeat: true,
      value: 'TRANSCRIPT',
      about: 'what we did: this transcript, a file or its name',
    },
    type: { kind: 'list', choices: timelineKinds, value: 'KIND,KIND', about: 'only these kinds' },
    ...historyOptions,
    since: { kind: 'timeMs', about: 'only from this time on, by whichever clock an event has' },
    limit: {
      kind: 'integer',
      value: 'N',
      about: 'at most so many processes of a host or watchlist, the newest; 200 when not said',
    },
    format: {
      kind: 'choice',
      choices: timelineFormats,
      value: 'FORMAT',
      about: 'as another program reads it',
    },
    ...pageOptions,
  },
  conflicts: [...historyConflicts, ['format', 'html']],
  search: ['super timeline', 'timesketch', 'bodyfile', 'mactime', 'ecs', 'plaso'],
  examples: [
    {
      line: 'cbq timeline 00000003-0000-0d7c-01d2-2eca49f7cea2 00000003-0000-0d70-01d2-2eca408c2030 --type process,netconn',
      shows: 'two processes beside each other',
    },
    { line: 'cbq timeline --host 20 --since=-30d --html host.html', shows: 'a host, as a page' },
    {
      line: 'cbq timeline --host 20 --since=-30d --format timesketch-jsonl',
      shows: 'the same for Timesketch',
    },
  ],
  fields: () => timelineColumns,
  async run(input, context) {
    const { runtime, pages, signal } = context;
    const said: string[] = [];
    const note = (sentence: string): void => {
      said.push(sentence);
      context.note(sentence);
    };
    const { targets: words, host, watchlist, actions, actionsFrom, type, since, format } = input;
    if (host.length > 0 && since === undefined) {
      throw new CbError('Usage', '--host goes with --since: a server keeps months of a host', {
        hint: 'such as --since=-24h',
      });
    }
    if (words.length + host.length + watchlist.length + actionsFrom.length === 0 && !actions) throw nothing();
    const page = pageTarget(input.html, input.force);
    let isPartial = false;
    const onLeftOut = (): void => {
      isPartial = true;
    };
    const targets = await timelineTargets(input, { ...context, note }, onLeftOut);
    const { rows: atOnce } = await extentOf({ all: true }, context);
    const task = runtime.progress.start('reading events');
    const all = timelineOf(
      await context.cb(),
      {
        ...targets,
        deeds: deedsOf(),
      },
      {
        signal,
        note,
        onLeftOut,
        files: runtime.files,
        rows: atOnce,
        eventKinds: shownKinds,
        wants: (kind) => type === undefined || type.includes(kind),
        isWithin: (timeMs) => isWithin(timeMs, input),
        onProgress: (count) => task.advance(count, undefined, 'items'),
      },
    );
    async function* deedsOf(): AsyncGenerator<RecordedDeed> {
      const about = { note, onLeftOut };
      if (actions) yield* await context.deeds('case', about);
      if (actionsFrom.length > 0) yield* await context.deeds(actionsFrom, about);
    }
    const events = (async function* (): AsyncGenerator<TimelineEvent> {
      try {
        yield* all;
        for (const sentence of targets.notes()) note(sentence);
      } finally {
        task.stop();
      }
    })();
    const isPart = (): boolean => isPartial || targets.isPartial();
    if (page !== undefined) {
      const made = {
        title: 'Timeline',
        name: nameOf(input),
        facts: [],
        kinds: timelineKinds,
        ours: ['analyst'],
      };
      const make = () => pages.timeline({ ...made, events: toPageEvents(events), notes: () => said });
      return await writePage(context, page, make, { isPartial: isPart });
    }
    if (format !== undefined) return inFormat(format, { events, note, isPartial: isPart });
    return rows(events, timelineColumns, {
      noun: 'events',
      isLong: true,
      isPartial: isPart,
      object: timelineObject,
    });
  },
});

function nothing(): CbError {
  return new CbError('Usage', 'what the time line is of is not said', {
    hint: 'name processes or alerts, or --host, --watchlist, --actions, --actions-from',
  });
}

function nameOf({
  targets,
  host,
  watchlist,
}: {
  readonly targets: readonly string[];
  readonly host: readonly string[];
  readonly watchlist: readonly string[];
}): string {
  const named = [...host, ...watchlist, ...targets.filter((word) => word !== '-')];
  const shown = named.slice(0, 4).join(', ');
  return named.length > 4 ? `${shown} and ${named.length - 4} more` : shown;
}

async function* toPageEvents(events: AsyncIterable<TimelineEvent>): AsyncGenerator<PageEvent> {
  for await (const event of events) {
    const { kind, time, timeMs, action, target, details, clock, hostname, process, guid, username } = event;
    const facts = [
      ['clock of the', clock],
      ['host', hostname],
      ['process', process],
      ['process guid', guid ?? ''],
      ['user', username],
      ...Object.entries(details).map(([name, value]) => [name.replaceAll('_', ' '), String(value)]),
    ] as const;
    const known = facts.flatMap(([name = '', value = '']) => (value === '' ? [] : [[name, value] as const]));
    const where = [hostname, process].filter((word) => word !== '').join(' · ');
    yield { kind, time, timeMs, action, target, where, facts: known };
  }
}
