import type { Cb } from '../../api/client.ts';
import type { Alert } from '../../api/wire/alert.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { formatTimeUtc, parseServerTime } from '../../text/age.ts';
import { shownMd5 } from '../../text/md5.ts';
import { toNumber, toText } from '../../text/number.ts';
import { parseProcessRef } from '../../text/process-guid.ts';

/** Parents that are named. */
const mostParents = 8;
/** Of a command line. */
const longest = 1000;

/** An alert in lines for who decides on it: what, where, the process with those who started it, its binary. */
export async function toldAlert(alert: Alert, cb: Cb, signal: AbortSignal): Promise<readonly string[]> {
  const { wire, cause } = alert;
  const text = (name: string): string => toText(wire[name]) ?? '';
  const created = parseServerTime(wire['created_time']);
  const [process, binary] = await Promise.all([
    orWhy('process', () => processLines(text('process_unique_id') || text('process_id'), cb, signal)),
    orWhy('binary', () => binaryLines(text('md5'), cb, signal)),
  ]);
  return [
    line('raised by', `${cause} (${text('alert_type')}, severity ${text('alert_severity')})`),
    line(
      'state',
      `${statusAndHolder(alert)}, raised ${created === undefined ? '?' : formatTimeUtc(created)}`,
    ),
    line('host', `${text('hostname')} (${text('sensor_id')}), group ${text('group')}`),
    ...(text('ioc_value') === '' ? [] : [line('indicator', text('ioc_value'))]),
    ...process,
    ...binary,
  ];
}

/** Its status, and who has it. */
export function statusAndHolder({ status, assignedTo }: Pick<Alert, 'status' | 'assignedTo'>): string {
  return assignedTo === '' ? status : `${status}, ${assignedTo}`;
}

function line(head: string, value: string): string {
  return `  ${head.padEnd(10)}  ${value.slice(0, longest)}`;
}

/** What cannot be had now is said, and the rest is shown all the same. */
async function orWhy(head: string, lines: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await lines();
  } catch (error) {
    const isOver = isCbError(error, 'Interrupted', 'Terminated');
    if (isOver || !(error instanceof CbError)) throw error;
    return [line(head, `not known: ${error.message}`)];
  }
}

async function processLines(id: string, cb: Cb, signal: AbortSignal): Promise<readonly string[]> {
  if (id === '') return [];
  const lookup = createProcessLookup(cb, signal);
  const { process } = await lookup.summary(parseProcessRef(id));
  const parents: string[] = [];
  for await (const each of lookup.chain(process)) {
    parents.push(each.name || each.id);
    if (parents.length > mostParents) break;
  }
  const text = (name: string): string => toText(process.wire[name]) ?? '';
  return [
    line('process', `${process.name} ${text('process_pid')} of ${text('username')}, ${text('path')}`),
    ...(text('cmdline') === '' ? [] : [line('command', text('cmdline'))]),
    ...(parents.length < 2 ? [] : [line('started by', parents.slice(1).join(' ‹ '))]),
  ];
}

async function binaryLines(md5: string, cb: Cb, signal: AbortSignal): Promise<readonly string[]> {
  if (md5 === '') return [];
  const { signature, publisher, wire, endpoints } = await cb.binaries.summary(md5, { signal });
  const signed = [signature, publisher].filter((each) => each !== '').join(', ');
  const hosts = toNumber(wire['host_count']) ?? endpoints.length;
  return [
    line('binary', `${shownMd5(md5)}, ${signed === '' ? 'signature unknown' : signed}, on ${hosts} hosts`),
  ];
}
