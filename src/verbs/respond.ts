import { endTree } from '../live/end-program.ts';
import { processName } from '../live/process-entry.ts';
import { banWork } from '../ops/ban-work.ts';
import { thrown } from '../ops/bulk.ts';
import { setIsolation } from '../ops/isolation.ts';
import { type Column, type RowOutcome, rows } from '../spec/result.ts';
import { shownMd5 } from '../text/md5.ts';
import { shortName } from '../text/short-name.ts';
import { keptBans } from '../undo/kept-bans.ts';
import { keptEnds } from '../undo/kept-ends.ts';
import { keptOutcome } from '../undo/kept-outcome.ts';
import { isolationChange } from '../undo/kinds/sensor-state.ts';
import { outcomeColumns } from '../views/bulk-rows.ts';
import { verb } from './context.ts';
import { md5OfProcess } from './md5-of-process.ts';
import { named } from './named.ts';
import { watchUnread } from './watch-unread.ts';

interface Step {
  readonly action: 'isolate' | 'ban' | 'kill';
  readonly target: string;
  readonly outcome: RowOutcome;
  readonly detail?: string | undefined;
}

export const respond = verb({
  name: 'respond',
  about: 'isolate the host, ban what processes run, and end them: one plan',
  details:
    'What is meant is found and told before one question; then it goes from the outside in: the host is cut off with --isolate, with --ban nothing starts again, and the processes are ended with all that runs below them. ' +
    'Each step is a row, and one that fails keeps none of the others back.',
  group: 'processes',
  wire: ['process list', 'kill'],
  wireAtTimes: ['directory list', 'get file'],
  effect: 'destroys',
  undo: { not: 'what has ended does not come back; undo takes back the ban and the isolation' },
  question: 'own',
  shownBy: 'ps (the host: cbq sensor show, a ban: cbq ban show)',
  operands: { process: { kind: 'process', many: true, about: 'pid or name, as shown by ps' } },
  options: {
    ban: { kind: 'flag', about: 'ban what they run, on all sensors' },
    isolate: { kind: 'flag', about: 'cut the host off from the network, but for the server' },
    text: { kind: 'text', value: 'WHY', about: 'why, for who looks at the ban list later' },
    force: { kind: 'flag', about: 'ban what is signed by Microsoft or seen on many sensors, too' },
  },
  search: ['contain', 'remediate', 'kill', 'incident'],
  examples: [
    { line: 'respond notepad.exe --ban --isolate --force', shows: 'the plan, and a row for each step' },
    { line: 'respond 1664 --ban --force --dry-run', shows: 'what would be sent' },
  ],

  async run({ process: typed, ban: withBan, isolate: withIsolation, text = '', force }, context) {
    const { live, cb, signal, writes, ask, note, keeper, clock, dryRun } = context;
    const { processes, session } = live;
    const { onUnread, isPartial } = watchUnread(note);
    const { asked, tree } = await processes.findTree(typed, signal, onUnread);
    const md5s = new Set<string>();
    for (const entry of withBan ? asked : []) md5s.add(await md5OfProcess(entry, context));
    let banning = md5s.size === 1 ? 'ban a hash' : `ban ${md5s.size} hashes`;
    // What speaks against a ban stands in the one question that is asked of all.
    const later: typeof ask = {
      ...ask,
      async confirm(question) {
        banning = question.replace(/\?$/, '');
        return false;
      },
    };
    const bans =
      md5s.size === 0 ? undefined : await banWork(cb, [...md5s], text, { ...context, ask: later, force });
    const host = session.sensor.hostname;
    const below = tree.filter((entry) => !asked.includes(entry));
    const nameOf = (entry: (typeof tree)[number]) => `${entry.pid} ${processName(entry)}`;
    const plan = [
      ...(withIsolation ? [`isolate ${shortName(host)}`] : []),
      ...(bans === undefined ? [] : [banning]),
      `end ${named(asked.map(nameOf))}${below.length === 0 ? '' : ` with what runs below (${named(below.map(nameOf))})`} on ${shortName(host)}`,
    ];
    const hasAsked = await ask.confirm(`${plan.join(', ')}?`);
    async function* steps(): AsyncGenerator<Step> {
      if (withIsolation) yield await isolated();
      if (bans !== undefined) yield* banned(bans);
      const { still, over, came } = hasAsked
        ? await processes.findAgain(typed, tree, signal)
        : { still: tree, over: [], came: [] };
      if (came.length > 0) note(`came since the question, not ended: ${named(came.map(nameOf))}`);
      const ends = keptEnds(endTree(processes, still, { ...writes, wait: false, onUnread }), keeper);
      for (const list of [over, ends]) {
        for await (const { pid, name, outcome, error } of list) {
          const end = error === undefined ? 'done' : { failed: error };
          yield {
            action: 'kill',
            target: `${pid} ${name}`,
            outcome: outcome === 'unknown' ? 'unknown' : end,
            detail: outcome,
          };
        }
      }
    }
    async function isolated(): Promise<Step> {
      const step = { action: 'isolate', target: host } as const;
      try {
        const before = await cb.sensors.get(session.sensor.id, { signal });
        const end = await keptOutcome(keeper, isolationChange(before, true), () =>
          setIsolation(cb, before, {
            isWanted: true,
            waitMs: undefined,
            clock,
            signal,
            stop: signal,
            onWait: () => undefined,
          }),
        );
        return { ...step, outcome: end.outcome, detail: end.words };
      } catch (failed) {
        signal.throwIfAborted();
        return { ...step, ...thrown(failed) };
      }
    }
    async function* banned(work: NonNullable<typeof bans>): AsyncGenerator<Step> {
      const kept = keptBans(work, text, keeper);
      for (const item of kept.items) {
        const step = { action: 'ban', target: shownMd5(item.md5) } as const;
        try {
          const end = await kept.act(item, signal);
          yield { ...step, outcome: end.outcome, detail: end.detail };
        } catch (failed) {
          signal.throwIfAborted();
          yield { ...step, ...thrown(failed) };
        }
      }
    }
    return rows(dryRun ? undone(steps()) : steps(), columns, {
      noun: 'steps',
      outcome: ({ outcome }) => outcome,
      toldBy: 'detail',
      notes: () => (dryRun ? ['dry run: nothing was sent'] : []),
      isPartial,
      whenEmpty: '',
      drains: true,
    });
  },
});

const columns: readonly Column<Step>[] = [
  { field: 'action', head: 'step', of: ({ action }) => action },
  { field: 'target', head: 'what', of: ({ target }) => target, style: () => 'name' },
  ...outcomeColumns,
];

/** Of a dry run: what it would have done is printed by the connection. */
async function* undone(steps: AsyncIterable<Step>): AsyncGenerator<Step> {
  for await (const step of steps) {
    if (step.outcome !== 'done') yield step;
  }
}
