import { toNumber, toText } from '../../text/number.ts';
import { secondsToMs, toObject, type WireObject } from './read.ts';

/** What is posted to a session: `name`, `object`, and what the command asks for (contract/live-response-commands.md). */
export interface CommandRequest extends WireObject {
  readonly name: string;
  readonly object?: string | number | null;
}

/** A command object as sent; results such as `files` and `processes` stand beside these (contract/live-response-queue.md). */
export interface CommandObjectWire extends WireObject {
  readonly id?: number | string;
  readonly session_id?: number | string;
  readonly sensor_id?: number | string;
  readonly name?: string;
  readonly object?: string | number | null;
  readonly status?: string;
  readonly username?: string;
  readonly create_time?: number;
  readonly completion?: number;
  readonly completion_time?: number;
  readonly command_timeout?: number;
  readonly result_code?: number;
  readonly result_type?: string;
  readonly result_desc?: string;
  readonly file_id?: number;
}

/** `other` is a status nobody has documented: keep waiting, do not guess. */
export type CommandState = 'pending' | 'in progress' | 'complete' | 'error' | 'canceled' | 'other';

export interface CommandObject {
  /** 0 where the reply names none, as in a dry run. */
  readonly id: number;
  readonly sessionId: number | undefined;
  readonly sensorId: number | undefined;
  readonly name: string;
  /** The operand, as text. */
  readonly object: string | undefined;
  readonly state: CommandState;
  /** True for `complete`, `error` and `canceled`; a state that is not known is not over. */
  readonly isOver: boolean;
  /** The console user who posted it. */
  readonly username: string | undefined;
  readonly createdMs: number | undefined;
  /** Undefined until it is over. */
  readonly completedMs: number | undefined;
  readonly timeoutSec: number | undefined;
  /** 0 is success; else an HRESULT or a code of the sensor, unsigned. May differ from 0 in a `complete` command. */
  readonly resultCode: number;
  readonly resultType: string | undefined;
  readonly resultText: string;
  readonly fileId: number | undefined;
  readonly wire: CommandObjectWire;
}

/** Reads a command object; never fails on what is missing or mistyped. */
export function readCommandObject(json: unknown): CommandObject {
  const wire = toObject(json);
  const state = commandState(wire['status']);
  return {
    id: toNumber(wire['id']) ?? 0,
    sessionId: toNumber(wire['session_id']),
    sensorId: toNumber(wire['sensor_id']),
    name: toText(wire['name']) ?? '',
    object: toText(wire['object']),
    state,
    isOver: state === 'complete' || state === 'error' || state === 'canceled',
    username: toText(wire['username']),
    createdMs: secondsToMs(toNumber(wire['create_time'])),
    completedMs: secondsToMs(toNumber(wire['completion']) ?? toNumber(wire['completion_time'])),
    timeoutSec: toNumber(wire['command_timeout']),
    resultCode: unsigned(toNumber(wire['result_code'])),
    resultType: toText(wire['result_type']) || undefined,
    resultText: toText(wire['result_desc']) ?? '',
    fileId: toNumber(wire['file_id']),
    wire,
  };
}

function commandState(status: unknown): CommandState {
  switch (
    (toText(status) ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ')
  ) {
    case 'pending':
      return 'pending';
    case 'in progress':
    case 'inprogress':
      return 'in progress';
    case 'complete':
    case 'completed':
      return 'complete';
    case 'error':
      return 'error';
    case 'cancel':
    case 'canceled':
    case 'cancelled':
      return 'canceled';
    default:
      return 'other';
  }
}

/** An HRESULT that came as a signed number is the same code. */
function unsigned(code: number | undefined): number {
  if (code === undefined) return 0;
  return code < 0 && code >= -0x8000_0000 ? code + 0x1_0000_0000 : code;
}
