import type { CommandObject } from '../live/server.ts';
import { type Cell, type Column, rows } from '../spec/result.ts';
import { describeResult } from '../text/hresult.ts';
import { verb } from './context.ts';

export const jobs = verb({
  name: 'jobs',
  about: 'list the command objects of the session',
  details: 'Also those of other users. The results of a command object are in the archive of the session.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: {
    status: {
      kind: 'choice',
      choices: ['pending', 'in-progress', 'complete', 'error', 'canceled'],
      value: 'S',
      about: 'only in this state',
    },
    count: { kind: 'integer', value: 'N', about: 'only the last N' },
  },
  search: ['commands', 'queue', 'history'],
  examples: [
    { line: 'jobs', shows: 'what was asked of the sensor, by whom, and how it ended' },
    { line: 'jobs --status pending', shows: 'what still waits' },
  ],

  // Servers disagree on the spellings of their own filter, so all are asked for and chosen from here.
  async run({ status, count }, { live, signal }) {
    const commands = await live.store.commands({}, signal);
    const wanted = status?.replace('-', ' ');
    const chosen = commands
      .filter((command) => wanted === undefined || command.state === wanted)
      .sort((a, b) => a.id - b.id);
    const last = count === undefined ? chosen : chosen.slice(Math.max(0, chosen.length - count));
    return rows(last, columns, { noun: 'command objects' });
  },
});

const columns: readonly Column<CommandObject>[] = [
  { field: 'id', head: 'id', of: (command) => command.id, align: 'right' },
  { field: 'name', head: 'command', of: (command) => command.name, style: () => 'name' },
  { field: 'object', head: 'object', of: (command) => command.wire.object },
  { field: 'status', head: 'status', of: (command) => command.wire.status, style: styleOf },
  { field: 'username', head: 'user', of: (command) => command.username },
  { field: 'create_time', head: 'posted', of: (command) => command.wire.create_time, as: 'unix' },
  {
    field: 'completion',
    head: 'ended',
    of: (command) => command.wire.completion ?? command.wire.completion_time,
    as: 'unix',
    wide: true,
  },
  {
    field: 'result_code',
    head: 'result',
    of: (command) => command.wire.result_code,
    as: 'hex32',
    show: resultOf,
    whole: true,
  },
  { field: 'result_type', head: 'result type', of: (command) => command.wire.result_type, wide: true },
  { field: 'result_desc', head: 'description', of: (command) => command.wire.result_desc, wide: true },
  { field: 'file_id', head: 'file', of: (command) => command.wire.file_id, wide: true },
  {
    field: 'command_timeout',
    head: 'time-out',
    of: (command) => command.wire.command_timeout,
    as: 'duration',
    wide: true,
  },
  { field: 'session_id', head: 'session', of: sent('session_id'), wide: true },
  { field: 'sensor_id', head: 'sensor', of: sent('sensor_id'), wide: true },
];

function sent(field: string): (command: CommandObject) => Cell {
  return (command) => command.wire[field] as Cell;
}

function resultOf({ isOver, resultType, resultCode, resultText }: CommandObject): string {
  if (!isOver || resultCode === 0) return '';
  return describeResult({ type: resultType, code: resultCode, desc: resultText });
}

function styleOf(command: CommandObject): 'ok' | 'warn' | 'bad' | 'dim' {
  if (command.state === 'error' || (command.isOver && command.resultCode !== 0)) return 'bad';
  if (command.state === 'complete') return 'ok';
  return command.state === 'canceled' ? 'dim' : 'warn';
}
