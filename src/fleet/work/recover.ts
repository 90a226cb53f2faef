import type { CommandObject } from '../../api/wire/command-object.ts';
import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import { restateHosts } from '../store/grown-steps.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Attempt, Post, Run, RunHost } from '../store/run-types.ts';
import { cleanupBehind, mayFail } from './after-step.ts';
import type { HostDoor } from './door.ts';

export interface Recovery {
  readonly store: RunStore;
  readonly door: HostDoor;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

/**
 * Puts right what a process that was killed left behind. A step that sent no write is done again; of one that did, the session's list of
 * command objects may say that it was all: else nobody knows, and it is never sent twice by itself.
 */
export async function recover(recovery: Recovery): Promise<void> {
  const { store, signal } = recovery;
  store.cutResults();
  const lists: Lists = new Map();
  const atWork = store.hosts().filter(({ state }) => isUnderWay(state));
  // A process that was killed has not tried its hosts in vain.
  for (const { id, attempts } of atWork) store.setHost(id, { attempts: Math.max(0, attempts - 1) });
  for (const attempt of store.openAttempts()) {
    signal.throwIfAborted();
    await recoverAttempt(attempt, recovery, lists);
  }
  for (const { id } of atWork) {
    if (isUnderWay(store.host(id).state)) store.setHost(id, { state: 'waiting' });
  }
  if (store.run().rules.grows === true) restateHosts(store.tables);
}

/** The same for one host. */
export async function recoverHost(id: number, recovery: Recovery): Promise<void> {
  const { store } = recovery;
  for (const attempt of store.openAttempts().filter(({ host }) => host === id))
    await recoverAttempt(attempt, recovery, new Map());
  if (isUnderWay(store.host(id).state)) store.setHost(id, { state: 'waiting' });
}

function isUnderWay(state: RunHost['state']): boolean {
  return state === 'opening' || state === 'running';
}

async function recoverAttempt(
  attempt: Attempt,
  { store, door, clock, signal }: Recovery,
  lists: Lists,
): Promise<void> {
  const { steps } = store.run();
  const listOf = (sessionId: number) => {
    const list = lists.get(sessionId) ?? door.commands(sessionId, signal).catch(unlessOurs);
    lists.set(sessionId, list);
    return list;
  };
  const step = steps.find(({ number }) => number === attempt.step);
  const posts = store.posts(attempt.id);
  const endedMs = clock.now();
  if (posts.length === 0 || step === undefined || door.mayRepeat(step)) {
    await store.end(attempt, { state: 'dropped', endedMs }, { state: 'waiting', step: attempt.step });
    return;
  }
  const fate = await fateOf(posts, listOf);
  // Of several writes nobody knows whether there was to be one more.
  const state = step.isOneWrite ? fate.state : 'unknown';
  const { detail } = fate;
  const exitCode = state === 'done' ? 0 : undefined;
  await store.end(attempt, { state, endedMs, exitCode, detail }, hostBehind(state, detail, attempt, store));
}

/** As behind a step that nobody killed: it goes on where it would have gone on. */
function hostBehind(
  state: Fate['state'],
  detail: string,
  { host, step }: Pick<Attempt, 'host' | 'step'>,
  store: Pick<RunStore, 'run' | 'failureOf'>,
): Partial<RunHost> {
  const run = store.run();
  if (state === 'unknown') return { state, detail };
  const next = nextBehind(state, run, step);
  if (next !== undefined) return { state: 'waiting', step: next };
  const before = store.failureOf(host, step, run.rules.playbook?.goesOn ?? []);
  if (state === 'failed' && !mayFail(run, step) && before === undefined) return { state, detail };
  if (before === undefined) return { state: 'done', detail: undefined };
  const at = run.rules.keepGoing ? {} : { step: before.step };
  return { state: 'failed', detail: before.detail, ...at };
}

/** The step that is next; undefined for none. */
function nextBehind(state: 'done' | 'failed', run: Run, step: number): number | undefined {
  const isOn = state === 'done' || run.rules.keepGoing || mayFail(run, step);
  if (!isOn) return cleanupBehind(run, step);
  return step < run.steps.length ? step + 1 : undefined;
}

type Lists = Map<number, Promise<readonly CommandObject[] | undefined>>;

interface Fate {
  readonly state: 'done' | 'failed' | 'unknown';
  readonly detail: string;
}

type ListOf = (sessionId: number) => Promise<readonly CommandObject[] | undefined>;

async function fateOf(posts: readonly Post[], listOf: ListOf): Promise<Fate> {
  const known = new Set(posts.flatMap(({ commandId }) => commandId ?? []));
  for (const post of posts) {
    const list = post.sessionId === 0 ? undefined : await listOf(post.sessionId);
    const command = list === undefined ? undefined : commandOf(post, list, known);
    const what = `"${post.name}"`;
    if (list === undefined)
      return unknown(`the process was killed, and nobody can tell what became of ${what}`);
    if (command === undefined) return unknown(`the process was killed, and ${what} may have been sent`);
    if (!command.isOver) return unknown(`${what} was under way as command ${command.id}`);
    if (command.state === 'canceled') return { state: 'failed', detail: `${what} was canceled` };
    if (command.state === 'error' || command.resultCode !== 0)
      return { state: 'failed', detail: `${what} failed on the sensor (command ${command.id})` };
  }
  return { state: 'done', detail: 'done, as the session says; what it gave is lost' };
}

function unknown(detail: string): Fate {
  return { state: 'unknown', detail };
}

/** By its id; without one by what it was about, if only one fits. */
function commandOf(
  post: Post,
  list: readonly CommandObject[],
  known: ReadonlySet<number>,
): CommandObject | undefined {
  if (post.commandId !== undefined) return list.find(({ id }) => id === post.commandId);
  const fitting = list.filter(
    ({ id, name, object = '' }) => !known.has(id) && name === post.name && object === post.object,
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What the server cannot tell is not known. */
function unlessOurs(error: unknown): undefined {
  if (isCbError(error)) return undefined;
  throw error;
}
