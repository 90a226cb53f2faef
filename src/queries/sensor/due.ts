import { CbError } from '../../errors/cb-error.ts';
import { setIsolation } from '../../ops/isolation.ts';
import type { TimedIsolation } from '../../ports/timed-isolations.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';
import { formatDuration, formatRfc3339, formatTimeUtc } from '../../text/age.ts';
import { shortName } from '../../text/short-name.ts';
import { keptOutcome } from '../../undo/kept-outcome.ts';
import { isolationChange } from '../../undo/kinds/sensor-state.ts';
import { type QueryContext, query } from '../context.ts';
import { eachSensor } from './each-sensor.ts';

/** So many names stand in the question. */
const mostNamed = 5;

export const sensorDue = query({
  name: 'sensor due',
  aliases: ['isolate due'],
  about: 'release sensors whose isolation was to end by now',
  details:
    'Those that were isolated with --for from this computer, on the server and with the profile that they were isolated with. What somebody has released meanwhile, or what is another host by now, is left as it is. Nothing ends by itself: a line of cron with --yes does it.',
  group: 'sensors',
  effect: 'changes',
  effectOf: ({ list }) => (list ? 'reads' : 'changes'),
  undo: 'kept',
  question: 'own',
  shownBy: 'cbq sensor show',
  operands: {},
  options: { list: { kind: 'flag', about: 'only show all that have an end, and when' } },
  search: ['release', 'isolate', 'contain', 'timed', 'expire', 'cron'],
  examples: [
    { line: 'cbq isolate due --list', shows: 'what is isolated for a time, and until when' },
    { line: 'cbq isolate due --yes', shows: 'what was due is released; for cron' },
  ],
  fields: () => columns,

  async run({ list }, context) {
    const isolations = await context.isolations();
    const nowMs = context.nowMs();
    const all = (await isolations.all()).toSorted((a, b) => a.untilMs - b.untilMs);
    const elsewhere = await isolations.elsewhere();
    if (elsewhere > 0)
      context.note(`${elsewhere} more with an end: of another profile or server, which -p NAME means`);
    const unread = await isolations.unread();
    for (const path of unread)
      context.note(`${path} cannot be read: its sensor may be isolated for longer than it was to be`);
    const isPartial = () => unread.length > 0;
    const shown = all.map((each) => ({ ...each, nowMs }));
    if (list) return rows(shown, columns, { noun: 'isolations with an end', isPartial });
    const due = all.filter(({ untilMs }) => untilMs <= nowMs);
    const [next] = all;
    if (due.length === 0) {
      const whenEmpty = next === undefined && isPartial() ? '' : whenNothingIsDue(next, nowMs);
      return rows<Shown>([], columns, { noun: 'due isolations', whenEmpty, isPartial });
    }
    if (!context.dryRun) await context.ask.confirm(questionOf(due));
    const released = await release(due, context);
    return isPartial() ? { ...released, isPartial } : released;
  },
});

type Shown = TimedIsolation & { readonly nowMs: number };

const columns: readonly Column<Shown>[] = [
  { field: 'id', head: 'id', of: ({ sensorId }) => sensorId, align: 'right' },
  { field: 'computer_name', head: 'hostname', of: ({ host }) => host, style: () => 'name' },
  { field: 'until', head: 'until', of: ({ untilMs }) => formatRfc3339(untilMs), as: 'iso' },
  {
    field: 'due',
    head: 'due',
    of: ({ untilMs, nowMs }) => untilMs <= nowMs,
    show: ({ untilMs, nowMs }) =>
      untilMs <= nowMs ? `for ${formatDuration(nowMs - untilMs)}` : `in ${formatDuration(untilMs - nowMs)}`,
    style: ({ untilMs, nowMs }) => (untilMs <= nowMs ? 'warn' : undefined),
  },
];

function whenNothingIsDue(next: TimedIsolation | undefined, nowMs: number): string {
  if (next === undefined) return 'no isolation has an end here';
  return `nothing is due: the next is ${shortName(next.host)} (${next.sensorId}), in ${formatDuration(next.untilMs - nowMs)}`;
}

function questionOf(due: readonly TimedIsolation[]): string {
  const named = due.slice(0, mostNamed).map(({ host, sensorId }) => `${shortName(host)} (${sensorId})`);
  const more = due.length > mostNamed ? ` and ${due.length - mostNamed} more` : '';
  return `release ${due.length === 1 ? '' : `${due.length} sensors: `}${named.join(', ')}${more}?`;
}

async function release(due: readonly TimedIsolation[], context: QueryContext): Promise<Result> {
  const { dryRun, runtime, signal: stop, keeper } = context;
  const isolations = await context.isolations();
  const bySensor = new Map(due.map((each) => [each.sensorId, each]));
  return await eachSensor(
    due.map(({ sensorId }) => String(sensorId)),
    {
      verb: 'to be released',
      async act(sensor, { cb, turns, signal }) {
        const { host, untilMs } = bySensor.get(sensor.id) ?? { host: '', untilMs: 0 };
        if (host !== sensor.name) {
          throw new CbError('CommandFailed', `it was called ${host} when it was isolated: left as it is`, {
            hint: 'cbq unisolate releases it',
          });
        }
        if (!sensor.isolationWanted) {
          if (!dryRun) await isolations.forget(sensor.id);
          return { sensor, outcome: 'same', detail: 'somebody has released it before' };
        }
        const how = { isWanted: false, waitMs: undefined, clock: runtime.clock, signal, stop, turns };
        const end = await keptOutcome(keeper, isolationChange(sensor, false), () =>
          setIsolation(cb, sensor, how),
        );
        if (!dryRun) await isolations.forget(sensor.id);
        const detail = `${end.words}; was due since ${formatTimeUtc(untilMs)}`;
        return { sensor: end.sensor, outcome: end.outcome, detail };
      },
    },
    context,
  );
}
