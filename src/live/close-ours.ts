import type { CommandObject } from '../api/wire/command-object.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiveBus } from './bus.ts';
import { closeFirmly } from './close-session.ts';
import type { CommandRunner } from './command-runner.ts';
import { foreignCommands } from './foreign-commands.ts';
import type { SessionLedger } from './ledger.ts';
import type { LiveServer } from './server.ts';

/**
 * A session that is about to be closed, or is gone, with command objects of ours in it: the last time that something can be asked of it. With
 * why, where nobody can tell whether it is still in use, and it is left as it is.
 */
export type LastLook = (sessionId: number, unreachable?: CbError) => Promise<void>;

export interface ClosingDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly bus: LiveBus;
  readonly ledger: SessionLedger;
  readonly note: (text: string) => void;
}

export interface ClosingOptions {
  readonly id: number;
  readonly runner: CommandRunner;
  /** Of our processes. */
  readonly knownCommands: ReadonlySet<number>;
  /** Of an earlier run of ours, whose session it was. */
  readonly isInherited: (command: CommandObject) => boolean;
  readonly lastLook: LastLook | undefined;
  /** Says that it does, and why. */
  readonly staysOpen: (why: string) => void;
}

const askTimeoutMs = 10_000;
const anotherOfOurs = ', another cblr of yours uses it';

/** Closes a session that we opened, unless somebody else uses it; the ledger forgets it where nothing is to be closed any more. */
export async function closeOurs(deps: ClosingDeps, options: ClosingOptions): Promise<void> {
  const { id, runner, knownCommands, staysOpen } = options;
  const lastLook = knownCommands.size === 0 && !runner.mayHavePosted(id) ? undefined : options.lastLook;
  const foreign = await foreignCommand(deps, options);
  if (foreign instanceof CbError) {
    if (foreign.kind === 'SessionGone') {
      await lastLook?.(id);
      return await deps.ledger.forget(id);
    }
    staysOpen(`, as nobody can tell whether it is in use (${foreign.message})`);
    return await lastLook?.(id, foreign);
  }
  if (foreign === 'ours') return staysOpen(anotherOfOurs);
  if (foreign !== undefined) {
    const who = foreign.username ?? 'another user';
    staysOpen(`, ${who} has used it since (${foreign.name || `command ${foreign.id}`})`);
    return await deps.ledger.forget(id);
  }
  await lastLook?.(id);
  const closed = await deps.ledger.closeAlone(id, async () => {
    deps.bus.emit('state', {
      from: { name: 'active', id },
      event: { type: 'close-asked' },
      to: { name: 'closing', id },
    });
    return await closeFirmly(deps, id);
  });
  if (closed === undefined) return staysOpen(anotherOfOurs);
  if (closed.fault !== undefined) deps.note(`session ${id} could not be closed: ${closed.fault}`);
}

/** The last command of somebody else, or that another process of ours is at work there; an error where the server does not tell. */
async function foreignCommand(
  { server, ledger }: ClosingDeps,
  { id, runner, knownCommands, isInherited }: ClosingOptions,
): Promise<CommandObject | 'ours' | CbError | undefined> {
  const signal = AbortSignal.timeout(askTimeoutMs);
  const commands = await server.commands(id, { signal }).catch((error: unknown) => {
    if (isCbError(error)) return error;
    if (signal.aborted) return new CbError('Timeout', 'no answer');
    throw error;
  });
  if (commands instanceof CbError) return commands;
  // Whose commands these are has signed on before them, and tells of them before it signs off.
  const told = await ledger.told(id);
  const unknown = [...commands]
    .sort((a, b) => a.id - b.id)
    .filter((each) => !knownCommands.has(each.id) && !told.commands.has(each.id) && !isInherited(each));
  const last = foreignCommands(unknown, id, runner).at(-1);
  return last !== undefined && told.isUsed ? 'ours' : last;
}
