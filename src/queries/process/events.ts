import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { recordedEvents } from '../../ops/process-events.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import type { PageEvent } from '../../ports/pages.ts';
import { type Column, rows, text } from '../../spec/result.ts';
import { type ProcessRef, parseProcessRef } from '../../text/process-guid.ts';
import { eventColumns, eventObject, shownKinds } from '../../views/event-columns.ts';
import { query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';
import { factsOf, pageOptions, pageTarget, writePage } from './page-options.ts';
import { toTimesketch } from './timesketch.ts';

export const processEvents = query({
  name: 'process events',
  about: 'list what a process did, in the order of time',
  details: 'Events of all kinds and segments together; GUID/SEGMENT takes those of one segment.',
  group: 'processes',
  effect: 'reads',
  operands: {
    process: {
      kind: 'text',
      about: 'GUID, GUID/segment or console link; - for stdin, which may hold several',
    },
  },
  options: {
    type: { kind: 'list', choices: shownKinds, value: 'KIND,KIND', about: 'only events of these kinds' },
    grep: { kind: 'text', value: 'RE', about: 'only events that match, whatever the case' },
    since: { kind: 'timeMs', about: 'only events from this time on, by the clock of the sensor' },
    until: { kind: 'timeMs', isEnd: true, about: 'only events up to this time' },
    timesketch: { kind: 'flag', about: 'as the JSON lines that Timesketch imports' },
    ...pageOptions,
  },
  conflicts: [['timesketch', 'html']],
  search: ['timeline', 'filemods', 'netconns', 'modloads'],
  examples: [
    { line: 'cbq process events 00000003-0000-0d7c-01d2-2eca49f7cea2', shows: 'everything it touched' },
    {
      line: 'cbq process events 00000003-0000-0d7c-01d2-2eca49f7cea2 --type netconn --grep bad-actor',
      shows: 'when it called whom',
    },
    {
      line: 'cbq process events 00000003-0000-0d7c-01d2-2eca49f7cea2 --html events.html',
      shows: 'a timeline that zooms',
    },
  ],
  async run({ process, type, grep, since, until, timesketch, html, force }, context) {
    const { cb: connect, runtime, pages, signal } = context;
    const said: string[] = [];
    const note = (sentence: string): void => {
      said.push(sentence);
      context.note(sentence);
    };
    const page = pageTarget(html, force);
    const refs = (await idsOfWords([process], 'process', context)).map(parseProcessRef);
    const [ref, ...others] = refs;
    if (ref === undefined) return rows([], [], { noun: 'processes' });
    if (page !== undefined && others.length > 0)
      throw new CbError('Usage', `a page is of one process, and stdin holds ${refs.length}`);
    const pattern = patternOf(grep);
    const isWanted = (event: ProcessEvent): boolean =>
      (type === undefined || type.includes(event.kind)) &&
      // One whose time cannot be read may be of any.
      (since === undefined || (event.timeMs ?? since) >= since) &&
      (until === undefined || event.timeMs === undefined || event.timeMs <= until) &&
      (pattern === undefined || pattern.test(textOf(event)));
    const cb = await connect();
    const task = runtime.progress.start('reading events');
    let isPartial = false;
    const readOne = async function* ({ id, segment }: ProcessRef): AsyncGenerator<OwnEvent> {
      const found = recordedEvents(cb, id, {
        signal,
        files: runtime.files,
        segments: segment === undefined ? undefined : [segment],
        isWanted,
        onProgress: (at, of) => task.say(`reading events: segment ${at} of ${of}`),
        note,
        onLeftOut(sentence) {
          isPartial = true;
          note(sentence);
        },
      });
      try {
        for await (const event of found) yield { ...event, guid: id };
      } catch (error) {
        throw isCbError(error, 'NotFound') ? noEvents(id, error) : error;
      }
    };
    const read = async function* (): AsyncGenerator<OwnEvent> {
      try {
        for (const each of refs) {
          try {
            yield* readOne(each);
          } catch (error) {
            // One of several that is not there hinders none of the others.
            if (others.length === 0 || !isCbError(error, 'NotFound')) throw error;
            note(error.message);
            isPartial = true;
          }
        }
      } finally {
        task.stop();
      }
    };
    const subject = (of = ref) =>
      createProcessLookup(cb, signal)
        .summary(of)
        .finally(() => task.stop());
    if (page !== undefined) {
      const make = async (): Promise<string> => {
        const { process: document } = await subject();
        return await pages.timeline({
          name: document.name || document.id,
          facts: factsOf(document.wire),
          kinds: shownKinds,
          events: toPageEvents(read()),
          notes: () => said,
        });
      };
      return await writePage(context, page, make, { isPartial: () => isPartial });
    }
    if (timesketch) {
      return text(
        (async function* () {
          for (const each of refs) yield* toTimesketch(readOne(each), (await subject(each)).process, note);
        })(),
      );
    }
    return rows(read(), others.length === 0 ? eventColumns : [guidColumn, ...eventColumns], {
      noun: 'events',
      isLong: true,
      isPartial: () => isPartial,
      object: (event) => ({
        ...(others.length === 0 ? {} : { process_guid: event.guid }),
        ...eventObject(event),
      }),
    });
  },
});

/** An event, and the process that it is of. */
interface OwnEvent extends ProcessEvent {
  readonly guid: string;
}

const guidColumn: Column<OwnEvent> = { field: 'process_guid', head: 'process', of: ({ guid }) => guid };

async function* toPageEvents(events: AsyncIterable<ProcessEvent>): AsyncGenerator<PageEvent> {
  for await (const { kind, time, timeMs, action, target, details } of events) {
    const facts = Object.entries(details).map(
      ([name, value]) => [name.replaceAll('_', ' '), String(value)] as const,
    );
    yield { kind, time, timeMs, action, target, facts };
  }
}

function noEvents(id: string, cause: CbError): CbError {
  return cause.reworded({
    message: `the server has no events of process ${id}`,
    hint: 'cbq process segments lists what it keeps',
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
