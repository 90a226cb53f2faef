import { describe, expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { addSteps, cancelSteps } from '../../src/fleet/store/grown-steps.ts';
import { Slots } from '../../src/fleet/work/slots.ts';
import { Worker } from '../../src/fleet/work/worker.ts';
import { FakeDoor, type FakeServer, hostOf, runOf, stepOf, workOn } from '../support/fleet-run.ts';
import { makeSharedClock } from '../support/shared-clock.ts';

const startMs = Date.parse('2024-05-14T09:30:00Z');

const hosts = (count: number) => Array.from({ length: count }, (_, at) => hostOf(at + 1));

/** A shell of hosts: lines are added while somebody works on the run. */
function shellOf({
  count = 3,
  slots = 3,
  isLearnt = false,
  mayHold = () => true,
  ...server
}: Partial<FakeServer> & {
  count?: number;
  slots?: number;
  isLearnt?: boolean;
  mayHold?: () => boolean;
} = {}) {
  const clock = makeSharedClock(startMs);
  const run = runOf({
    clock,
    hosts: hosts(count),
    steps: [],
    rules: { grows: true, keepGoing: true, slots },
  });
  const { store } = run;
  const done: string[] = [];
  const door = new FakeDoor({
    clock,
    ...server,
    step: async (host, step, watch, signal) => {
      const end = await server.step?.(host, step, watch, signal);
      done.push(`${step.number}@${host.name}`);
      return end;
    },
  });
  store.take({ pid: 4242, machine: 'desk' }, clock.now(), () => false);
  const abort = new AbortController();
  const deps = {
    store,
    door,
    clock,
    slots: new Slots(isLearnt ? undefined : slots, 10),
    signal: abort.signal,
    mayHold,
  };
  const worker = new Worker({ ...deps, onProgress: () => undefined });
  const states = () => store.hosts().map(({ state }) => state);
  return {
    store,
    clock,
    door,
    done,
    worker,
    states,
    work: worker.work(),
    abort,
    line(number: number, { meant = hosts(count).map(({ id }) => id), writes = false } = {}) {
      const steps = [stepOf(number, `line ${number}`, writes)];
      addSteps(store.tables, {
        steps,
        meant,
        line: 'lines',
        nowMs: clock.now(),
        expiresMs: clock.now() + 86_400_000,
      });
      worker.grow();
    },
    /** Once so many attempts of a step are over. */
    async answered(step: number, many = count) {
      const over = () =>
        store.lastAttempts(step).filter(({ state }) => !['intended', 'dropped'].includes(state)).length;
      while (over() < many) await clock.sleep(5);
    },
    async end() {
      worker.stop();
      const end = await this.work;
      store.release();
      return end;
    },
  };
}

describe('a run that grows', () => {
  test('does each line on every host by the session that stays open between them', async () => {
    const shell = shellOf();
    shell.line(1);
    await shell.answered(1);
    shell.line(2);
    await shell.answered(2);
    expect(shell.states()).toEqual(['done', 'done', 'done']);
    expect(shell.door.opened.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(await shell.end()).toBe('interrupted');
    expect(shell.store.hosts().map(({ step }) => step)).toEqual([2, 2, 2]);
  });

  test('closes each session after its line where it may not be held, and nothing is lost between', async () => {
    const shell = shellOf({ count: 9, slots: 2, mayHold: () => false });
    for (const number of [1, 2, 3]) {
      shell.line(number);
      if (number !== 2) await shell.answered(number, 1);
    }
    await shell.answered(3);
    expect(shell.states()).toEqual(Array(9).fill('done'));
    expect(shell.done.toSorted()).toEqual(
      [1, 2, 3].flatMap((step) => hosts(9).map(({ name }) => `${step}@${name}`)).toSorted(),
    );
    expect(shell.door.most).toBe(2);
    await shell.end();
  });

  test('goes on with a host whose line failed or is unknown, which it is said to be at the end', async () => {
    const shell = shellOf({
      step: async ({ id }, step) => {
        if (step.number !== 1) return undefined;
        if (id === 1) return { exitCode: 3, kind: 'NotOnSensor', message: 'it is not there' };
        return id === 2 ? { exitCode: 7, kind: 'Network', message: 'gone', mayBeDone: true } : undefined;
      },
    });
    shell.line(1, { writes: true });
    await shell.answered(1);
    shell.line(2);
    await shell.answered(2);
    expect(shell.done.filter((each) => each.startsWith('2@'))).toHaveLength(3);
    expect(shell.store.hosts().map(({ state, detail }) => [state, detail])).toEqual([
      ['failed', 'it is not there'],
      ['unknown', 'gone'],
      ['done', undefined],
    ]);
    await shell.end();
    // What failed is done again, and neither what is done nor what nobody knows.
    expect(shell.store.retry(['failed'])).toBe(1);
    const again: string[] = [];
    const door = new FakeDoor({
      clock: shell.clock,
      step: async (host, step) => {
        again.push(`${step.number}@${host.name}`);
        return undefined;
      },
    });
    expect(await workOn(shell.store, door, shell.clock)).toBe('finished');
    expect(again).toEqual(['1@h1']);
    expect(shell.states()).toEqual(['done', 'unknown', 'done']);
  });

  test('does on a host that was away all that it missed, in order, and never what it was left out of', async () => {
    let isThere = false;
    const facts = (id: number) => ({ isOnline: id !== 2 || isThere });
    const shell = shellOf({ facts });
    shell.store.setHost(2, { isOnline: false });
    shell.line(1);
    await shell.answered(1, 2);
    shell.line(2, { meant: [1] });
    await shell.answered(2, 3);
    shell.line(3);
    await shell.answered(3, 2);
    expect(shell.states()).toEqual(['done', 'waiting', 'done']);
    isThere = true;
    await shell.answered(3, 3);
    expect(shell.done.filter((each) => each.endsWith('@h2'))).toEqual(['1@h2', '3@h2']);
    expect(shell.store.lastAttempt(2, 2)).toMatchObject({ state: 'skipped', detail: 'left out' });
    await shell.end();
  });

  test('a session that cannot be had fails what is left on its host, and the next line tries again', async () => {
    let isFit = false;
    const shell = shellOf({
      refuses: (id) => (id === 3 && !isFit ? new CbError('Unsupported', 'no Live Response') : undefined),
    });
    shell.line(1);
    await shell.answered(1);
    expect(shell.store.lastAttempt(3, 1)).toMatchObject({ state: 'failed', detail: 'no Live Response' });
    isFit = true;
    shell.line(2);
    await shell.answered(2);
    expect(shell.done).toContain('2@h3');
    expect(shell.done).not.toContain('1@h3');
    await shell.end();
  });

  test('what is canceled is begun on no further host', async () => {
    const shell = shellOf({ count: 6, slots: 2, mayHold: () => false, stepMs: 1000 });
    shell.line(1);
    await shell.answered(1, 2);
    const canceled = cancelSteps(shell.store.tables, [1], { nowMs: shell.clock.now(), detail: 'canceled' });
    shell.worker.grow();
    await shell.answered(1);
    expect(shell.done.length).toBeLessThan(6);
    expect(shell.done.length + canceled).toBe(6);
    expect(shell.states().filter((state) => state === 'skipped')).toHaveLength(canceled);
    await shell.end();
  });

  test('sessions that are held give way to colleagues, and to a host that waits', async () => {
    const colleagues: number[] = [];
    const shell = shellOf({ count: 4, isLearnt: true, colleagues: () => colleagues });
    shell.line(1);
    await shell.answered(1);
    expect((await shell.door.busySensors()).length).toBe(4);
    colleagues.push(91, 92, 93, 94, 95, 96);
    // What colleagues have open is looked up every ten seconds.
    await shell.clock.sleep(30_000);
    expect((await shell.door.busySensors()).length - colleagues.length).toBe(2);
    await shell.clock.sleep(6 * 60_000);
    expect((await shell.door.busySensors()).length - colleagues.length).toBe(0);
    await shell.end();
  });

  test('goes on after a crash with what each host has left', async () => {
    const shell = shellOf({ count: 3, slots: 1, mayHold: () => false, stepMs: 1000 });
    shell.line(1);
    shell.line(2);
    await shell.answered(1, 1);
    shell.abort.abort();
    expect(await shell.work).toBe('interrupted');
    shell.store.release();
    const before = [...shell.done];
    const again: string[] = [];
    const door = new FakeDoor({
      clock: shell.clock,
      step: async (host, step) => {
        again.push(`${step.number}@${host.name}`);
        return undefined;
      },
    });
    expect(await workOn(shell.store, door, shell.clock)).toBe('finished');
    expect([...before, ...again].toSorted()).toEqual(['1@h1', '1@h2', '1@h3', '2@h1', '2@h2', '2@h3']);
    expect(shell.states()).toEqual(['done', 'done', 'done']);
  });

  test('after kill -9 in a write nothing is sent again, and its host does the lines behind it', async () => {
    const shell = shellOf({ count: 2, slots: 1, mayHold: () => false });
    shell.abort.abort();
    await shell.work;
    const { store, clock } = shell;
    const steps = [stepOf(1, 'mkdir x', true), stepOf(2)];
    const meant = [1, 2];
    addSteps(store.tables, {
      steps,
      meant,
      line: 'lines',
      nowMs: clock.now(),
      expiresMs: clock.now() + 60_000,
    });
    const attempt = store.begin(1, stepOf(1, 'mkdir x', true), 41, clock.now());
    store.intend(attempt, { key: 1, sessionId: 41, name: 'create directory', object: 'x' });
    store.release();
    const again: string[] = [];
    const door = new FakeDoor({
      clock,
      step: async (host, step) => {
        again.push(`${step.number}@${host.name}`);
        return undefined;
      },
    });
    expect(await workOn(store, door, clock)).toBe('finished');
    expect(again.toSorted()).toEqual(['1@h2', '2@h1', '2@h2']);
    expect(shell.states()).toEqual(['unknown', 'done']);
    // Only where that is asked for.
    expect(store.retry(['unknown'])).toBe(1);
    expect(await workOn(store, door, clock)).toBe('finished');
    expect(again.at(-1)).toBe('1@h1');
    expect(shell.states()).toEqual(['done', 'done']);
  });

  test('a worker that begins while a line comes goes on with hosts that a killed one left running', async () => {
    const shell = shellOf({ count: 2 });
    shell.abort.abort();
    await shell.work;
    const { store, clock } = shell;
    const more = { line: 'lines', nowMs: clock.now(), expiresMs: clock.now() + 60_000 };
    addSteps(store.tables, { steps: [stepOf(1, 'mkdir x', true)], meant: [1, 2], ...more });
    // What became of a write takes a look at its session.
    const attempt = store.begin(1, stepOf(1, 'mkdir x', true), 41, clock.now());
    store.intend(attempt, { key: 1, sessionId: 41, name: 'create directory', object: 'x' });
    store.setHost(2, { state: 'running' });
    const done: string[] = [];
    const door = new FakeDoor({
      clock,
      step: async (host, step) => {
        done.push(`${step.number}@${host.name}`);
        return undefined;
      },
    });
    const { signal } = new AbortController();
    const deps = { store, door, clock, slots: new Slots(3, 10), signal, onProgress: () => undefined };
    const worker = new Worker({ ...deps, mayHold: () => true });
    const work = worker.work();
    addSteps(store.tables, { steps: [stepOf(2)], meant: [1, 2], ...more });
    worker.grow();
    while (done.length < 3) await clock.sleep(5);
    expect(done.toSorted()).toEqual(['1@h2', '2@h1', '2@h2']);
    worker.stop();
    await work;
  });
});
