import type { CommandObject } from '../api/wire/command-object.ts';
import type { Cell, Column } from '../spec/result.ts';
import { describeResult } from '../text/hresult.ts';

/** Command objects of a session by their wire names (contract/live-response-queue.md). */
export const commandColumns: readonly Column<CommandObject>[] = [
  { field: 'id', head: 'id', of: (command) => command.id, align: 'right' },
  { field: 'name', head: 'command', of: (command) => command.name, style: () => 'name' },
  { field: 'object', head: 'object', of: (command) => command.wire.object },
  { field: 'status', head: 'status', of: (command) => command.wire.status, style: styleOf },
  { field: 'username', head: 'user', of: (command) => command.username, drop: 2 },
  { field: 'create_time', head: 'posted', of: (command) => command.wire.create_time, as: 'unixSec', drop: 1 },
  {
    field: 'completion',
    head: 'ended',
    of: (command) => command.wire.completion ?? command.wire.completion_time,
    as: 'unixSec',
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
    as: 'durationSec',
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
