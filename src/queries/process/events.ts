import type { EventKind, ProcessEvent } from '../../api/wire/process-events.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { processEvents as eventsOf } from '../../ops/process-events.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import type { PageEvent } from '../../ports/pages.ts';
import { type Column, rows, text } from '../../spec/result.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { query } from '../context.ts';
import { ownWord } from '../typed-words.ts';
import { factsOf, pageOptions, pageTarget, writePage } from './page-options.ts';
import { toTimesketch } from './timesketch.ts';

const kinds = [
  'filemod',
  'regmod',
  'modload',
  'netconn',
  'childproc',
  'crossproc',
  'processblock',
  'scriptload',
] as const satisfies readonly EventKind[];

export const processEvents = query({
  name: 'process events',
  about: 'list what a process did, in the order of time',
  details: 'Events of all kinds and segments together; GUID/SEGMENT takes those of one segment.',
  group: 'processes',
  effect: 'reads',
  operands: { process: { kind: 'text', about: 'GUID, GUID/segment or console link' } },
  options: {
    type: { kind: 'list', choices: kinds, value: 'KIND,KIND', about: 'only events of these kinds' },
    grep: { kind: 'text', value: 'RE', about: 'only events that match, whatever the case' },
    since: { kind: 'time', about: 'only events from this time on, by the clock of the sensor' },
    until: { kind: 'time', about: 'only events before this time' },
    timesketch: { kind: 'flag', about: 'as the JSON lines that Timesketch imports' },
    ...pageOptions,
  },
  conflicts: [['timesketch', 'html']],
  search: ['timeline', 'filemods', 'netconns', 'modloads'],
  examples: [
    { line: 'cbq process events 00000007-0000-0b1c-01da-1747c6b94b40', shows: 'everything it touched' },
    {
      line: "cbq process events 00000007-0000-0b1c-01da-1747c6b94b40 --type filemod,regmod --grep '\\\\run\\\\'",
      shows: 'what it wrote to start again',
    },
    {
      line: 'cbq process events 00000007-0000-0b1c-01da-1747c6b94b40 --html events.html',
      shows: 'a timeline that zooms',
    },
  ],
  async run({ process, type, grep, since, until, timesketch, html, force }, context) {
    const { cb: connect, runtime, pages, signal, note } = context;
    const page = pageTarget(html, force);
    const ref = parseProcessRef(await ownWord(process, context));
    const pattern = patternOf(grep);
    const isWanted = (event: ProcessEvent): boolean =>
      (type === undefined || type.includes(event.kind)) &&
      (since === undefined || (event.timeMs ?? 0) >= since) &&
      (until === undefined || (event.timeMs ?? 0) < until) &&
      (pattern === undefined || pattern.test(textOf(event)));
    const cb = await connect();
    const task = runtime.progress.start('reading events');
    const read = async function* (): AsyncGenerator<ProcessEvent> {
      try {
        yield* eventsOf(cb, ref.id, {
          signal,
          files: runtime.files,
          segments: ref.segment === undefined ? undefined : [ref.segment],
          isWanted,
          onProgress: (at, of) => task.say(`reading events: segment ${at} of ${of}`),
        });
      } catch (error) {
        throw isCbError(error, 'NotFound') ? noEvents(ref.id, error) : error;
      } finally {
        task.stop();
      }
    };
    const subject = () =>
      createProcessLookup(cb, signal)
        .summary(ref)
        .finally(() => task.stop());
    if (page !== undefined) {
      return await writePage(context, page, async () => {
        const { process: document } = await subject();
        return await pages.timeline({
          name: document.name || document.id,
          facts: factsOf(document.wire),
          kinds,
          events: toPageEvents(read()),
        });
      });
    }
    if (!timesketch) return rows(read(), columns, { noun: 'events', object: objectOf });
    const { process: document } = await subject();
    return text(toTimesketch(read(), document, note));
  },
});

async function* toPageEvents(events: AsyncIterable<ProcessEvent>): AsyncGenerator<PageEvent> {
  for await (const { kind, time, timeMs, action, target, details } of events) {
    const facts = Object.entries(details).map(
      ([name, value]) => [name.replaceAll('_', ' '), String(value)] as const,
    );
    yield { kind, time, timeMs, action, target, facts };
  }
}

function noEvents(id: string, cause: CbError): CbError {
  return new CbError('NotFound', `the server has no events of process ${id}`, {
    cause,
    hint: 'cbq process segments lists what it keeps',
    context: cause.context,
  });
}

function patternOf(grep: string | undefined): RegExp | undefined {
  if (grep === undefined) return undefined;
  try {
    return new RegExp(grep, 'iu');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new CbError('Usage', `--grep wants a regular expression: ${said}`, {
      hint: 'a plain backslash is written \\\\, a plain dot \\.',
    });
  }
}

function textOf({ action, target, details }: ProcessEvent): string {
  return [action, target, ...Object.values(details).map(String)].join('\n');
}

function objectOf({ time, kind, action, target, details }: ProcessEvent) {
  return { time, type: kind, action, target, ...details };
}

/** What is in the target already, or is long, is not drawn again. */
const undrawn: ReadonlySet<string> = new Set([
  'remote_ip',
  'remote_port',
  'protocol',
  'domain',
  'sha256',
  'requested_access',
]);
const detail = (name: string): Column<ProcessEvent> => ({
  field: name,
  head: name,
  of: (event) => event.details[name],
  wide: 'data',
});

const columns: readonly Column<ProcessEvent>[] = [
  {
    field: 'time',
    head: 'time',
    of: (event) => event.time,
    show: (event) => event.time.replace(/(\.\d{3})\d+/, '$1'),
  },
  { field: 'type', head: 'type', of: (event) => event.kind },
  { field: 'action', head: 'action', of: (event) => event.action },
  { field: 'target', head: 'target', of: (event) => event.target, style: () => 'name' },
  {
    field: 'details',
    head: 'details',
    of: ({ details }) =>
      Object.entries(details)
        .filter(([name, value]) => !undrawn.has(name) && value !== false)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    style: () => 'dim',
  },
  ...[
    ...['md5', 'sha256', 'file_type', 'remote_ip', 'remote_port', 'local_ip', 'local_port', 'proxy_ip'],
    ...['proxy_port', 'protocol', 'domain', 'process_id', 'pid', 'command_line', 'username'],
    ...['child_proc_type', 'suppressed', 'access', 'requested_access', 'is_target', 'tampered'],
    ...['block_type', 'block_event', 'block_result', 'block_error'],
  ].map(detail),
];
