import type { ProcessDocument } from '../api/wire/process.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { processName } from '../live/process-entry.ts';
import { createJoins } from '../ops/joins.ts';
import { processChain } from '../ops/process-chain.ts';
import { type EventsOptions, recordedEvents } from '../ops/process-events.ts';
import { createProcessLookup } from '../ops/process-lookup.ts';
import { record, rows } from '../spec/result.ts';
import { shownMd5 } from '../text/md5.ts';
import { queryValue } from '../text/query-filters.ts';
import { quoteForPosix } from '../text/quote.ts';
import { binaryColumns } from '../views/binary-columns.ts';
import { chainObject, joinColumns } from '../views/chain-columns.ts';
import { eventColumns, eventObject, shownKinds } from '../views/event-columns.ts';
import { type VerbContext, verb } from './context.ts';
import { onlyProcess } from './one-process.ts';
import { watchUnread } from './watch-unread.ts';

export const recorded = verb({
  name: 'recorded',
  about: 'what the server has recorded of a process that runs now',
  details:
    'Who started it, up to the kernel, and who signed each; with --events what it did, with --binary what it is. The server learns of a process when the sensor sends its events, which may take minutes.',
  group: 'processes',
  wire: ['process list'],
  effect: 'reads',
  operands: { process: { kind: 'process', about: 'pid or name, as shown by ps' } },
  options: {
    events: { kind: 'flag', about: 'everything it did, in the order of time' },
    type: { kind: 'list', choices: shownKinds, value: 'KIND,KIND', about: 'only events of these kinds' },
    binary: { kind: 'flag', about: 'signature, version and prevalence of what runs' },
  },
  conflicts: [
    ['events', 'binary'],
    ['type', 'binary'],
  ],
  search: ['history', 'parents', 'ancestry', 'timeline', 'chain'],
  examples: [
    { line: 'recorded 1664', shows: 'the processes that led to it, and who signed them' },
    { line: 'recorded 1664 --events --type netconn', shows: 'whom it talked to' },
    { line: 'recorded svch0st.exe --binary', shows: 'what is known of the file' },
  ],

  async run({ process: wanted, events, type, binary }, context) {
    const { live, cb, signal, note } = context;
    const running = await live.processes.find([wanted], signal).catch((error: unknown) => {
      throw isCbError(error, 'NotOnSensor') ? hasEnded(error, wanted, context) : error;
    });
    const entry = onlyProcess(wanted, running);
    const name = `${entry.pid} ${processName(entry)}`;
    if (entry.guid === '')
      throw new CbError('Unsupported', `the sensor gives process ${name} no GUID to look it up by`);
    if (events || type !== undefined) {
      const isWanted = (event: ProcessEvent) => type === undefined || type.includes(event.kind);
      const { onUnread, isPartial } = watchUnread(context.note);
      return rows(eventsOf(entry.guid, name, { isWanted, onLeftOut: onUnread }, context), eventColumns, {
        noun: 'events',
        isPartial,
        object: eventObject,
      });
    }
    const lookup = createProcessLookup(cb, signal);
    const process = await lookup.find(entry.guid);
    if (process === undefined) throw notRecorded(name);
    if (binary) return await binaryOf(process, name, context);
    const joins = createJoins(cb, ['binary'], { turns: lookup.turns, signal, note });
    return rows(processChain(lookup, process, joins), columns, {
      noun: 'processes',
      object: chainObject,
    });
  },
});

/** All of them ran on this sensor. */
const columns = joinColumns(['binary']).map((column) =>
  column.field === 'hostname' ? { ...column, wide: true } : column,
);

async function* eventsOf(
  guid: string,
  name: string,
  how: Pick<EventsOptions, 'isWanted' | 'onLeftOut'>,
  { cb, local, progress, signal, note }: VerbContext,
): AsyncGenerator<ProcessEvent> {
  const task = progress.start('reading events');
  try {
    yield* recordedEvents(cb, guid, {
      signal,
      files: local,
      ...how,
      note,
      onProgress: (at, of) => task.say(`reading events: segment ${at} of ${of}`),
    });
  } catch (error) {
    throw isCbError(error, 'NotFound') ? notRecorded(name, error) : error;
  } finally {
    task.stop();
  }
}

async function binaryOf({ md5 }: ProcessDocument, name: string, { cb, signal }: VerbContext) {
  if (md5 === undefined)
    throw new CbError('NotFound', `the server does not know which binary process ${name} is`);
  try {
    const { wire } = await cb.binaries.summary(md5, { signal });
    return record(wire, binaryColumns);
  } catch (error) {
    if (!isCbError(error, 'NotFound')) throw error;
    throw new CbError('NotFound', `the server knows no binary ${shownMd5(md5)}, which process ${name} is`, {
      cause: error,
    });
  }
}

/** What runs no more is still recorded: as a query, or by its GUID where ps has shown it. */
function hasEnded(error: CbError, wanted: string, { live }: VerbContext): CbError {
  const then = live.processes.shown.find(({ pid, guid }) => String(pid) === wanted && guid !== '');
  const field = /^\d+$/.test(wanted) ? 'process_pid' : 'process_name';
  const terms = `hostname:${queryValue(live.session.sensor.hostname)} ${field}:${queryValue(wanted)}`;
  return error.reworded({
    hint:
      then === undefined
        ? `ps lists them; cbq process ${quoteForPosix([terms])} finds those that have ended, too`
        : `${processName(then)} has ended; cbq process parents ${then.guid} shows what is recorded of it`,
  });
}

function notRecorded(name: string, cause?: unknown): CbError {
  return new CbError('NotFound', `the server has no record of process ${name}`, {
    cause,
    hint: 'a new process is recorded when the sensor has sent its events; an old one may have been purged',
  });
}
