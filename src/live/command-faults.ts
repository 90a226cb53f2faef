import type { CommandObject } from '../api/wire/command-object.ts';
import { CbError, interruptKind } from '../errors/cb-error.ts';
import { isDoubtful } from '../errors/server-fault.ts';
import { formatDuration } from '../text/age.ts';
import type { CommandOptions } from './command-options.ts';

/**
 * What a command object failed with on its way there or back, told for what it is. Of a write that was taken, or that may have arrived, nobody
 * knows what came of it; a command object that the server does not know any more is no thing that is not there.
 */
export function told(error: unknown, { what, effect }: CommandOptions, isAccepted: boolean): unknown {
  if (!(error instanceof CbError) || error.kind === 'Interrupted' || error.kind === 'Terminated')
    return error;
  const kind = isAccepted && error.kind === 'NotFound' ? 'BadReply' : error.kind;
  if (effect === 'reads') return error.reworded({ kind, mayBeDone: false });
  if (error.kind === 'SessionTimeout') return error.reworded({ mayBeDone: true });
  if (!isAccepted && !isDoubtful(error)) return error;
  return error.reworded({
    kind,
    message: `${what}: ${error.message}; whether it was carried out is not known`,
    hint: 'look at the sensor before you repeat it',
    mayBeDone: true,
  });
}

/** The supported list of the session lacks it. */
export function unsupported(name: string, what: string): CbError {
  return new CbError('Unsupported', `${what}: this sensor does not offer "${name}"`, {
    hint: 'info lists what the session supports',
    context: { command: name },
  });
}

export function overdue(what: string, deadlineMs: number, command: CommandObject): CbError {
  return new CbError('SessionTimeout', `${what}: no end after ${formatDuration(deadlineMs)}`, {
    hint: `command ${command.id} goes on on the sensor: commands shows it, cancel ${command.id} takes it back while it is pending`,
    context: { command_id: command.id, status: statusWordOf(command) },
  });
}

/** Nobody knows whether the server has it. */
export function stoppedOnItsWay({ what, signal }: CommandOptions, cause: unknown): CbError {
  return new CbError(
    interruptKind(signal.reason),
    `${what}: stopped on its way to the server; the sensor may carry it out all the same`,
    { cause, hint: 'commands shows whether it arrived' },
  );
}

export function otherSession(what: string): CbError {
  return new CbError('SessionLost', `${what}: the session ended before it was carried out`, {
    hint: 'type it again: another session is open now',
  });
}

export function lostUnderway(what: string, cause: unknown): CbError {
  return new CbError(
    'SessionLost',
    `${what}: the session ended meanwhile; whether it was carried out is not known`,
    {
      cause,
      hint: 'look at the sensor before you repeat it',
      mayBeDone: true,
    },
  );
}

/** The status word as it was sent: it may be one that nobody has documented. */
export function statusWordOf(command: CommandObject): string {
  return String(command.wire['status'] ?? '');
}
