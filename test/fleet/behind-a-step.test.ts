import { describe, expect, test } from 'vitest';
import { readCommandObject } from '../../src/api/wire/command-object.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import type { RunRules } from '../../src/fleet/store/run-types.ts';
import type { StepWatch } from '../../src/fleet/work/door.ts';
import { FakeDoor, hostOf, type MadeRun, runOf, stepOf, workOn } from '../support/fleet-run.ts';
import { makeSharedClock } from '../support/shared-clock.ts';

const startMs = Date.parse('2024-05-14T09:30:00Z');

const hosts = (count: number) => Array.from({ length: count }, (_, at) => hostOf(at + 1));
const hostsOf = ({ store }: MadeRun) => store.hosts().map(({ state, step, detail }) => [state, step, detail]);

/** Steps 1 to 3, and 4 which is done in any case. */
const steps = [stepOf(1, 'a'), stepOf(2, 'b'), stepOf(3, 'c'), stepOf(4, 'clean')];
const playbook: RunRules['playbook'] = { name: 'x', goesOn: [4], cleanupFrom: 4, secrets: [] };

describe('what a playbook cleans up', () => {
  test('is cleaned up on hosts in the middle of a run that is canceled, and the others are not visited', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(6), steps, rules: { slots: 2, playbook } });
    const other = run.open();
    const done: string[] = [];
    const door = new FakeDoor({
      clock,
      stepMs: 3000,
      step: async ({ id }, { line }) => {
        done.push(`${id} ${line}`);
        if (done.length === 2) {
          other.setWish('cancel');
          other.skipWaiting('the run was canceled');
        }
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('canceled');
    expect(door.opened.map(({ id }) => id)).toEqual([1, 2]);
    for (const id of [1, 2]) {
      const own = done.filter((each) => each.startsWith(`${id} `)).map((each) => each.slice(2));
      expect([own[0], own.at(-1)]).toEqual(['a', 'clean']);
      expect(own).not.toContain('c');
      expect(run.store.host(id)).toMatchObject({ state: 'skipped', detail: 'the run was canceled' });
    }
    expect(run.store.counts().skipped).toBe(6);
  });

  test('is cleaned up where a host had begun before, and its run is canceled while it comes back', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(1), steps, rules: { slots: 1, playbook } });
    const other = run.open();
    const done: string[] = [];
    const door = new FakeDoor({
      clock,
      stepMs: 5000,
      step: async (_host, { line }) => {
        done.push(line);
        if (line === 'b' && door.opened.length === 1)
          return { exitCode: 5, kind: 'SessionGone', message: 'gone' };
        if (line === 'b') other.setWish('cancel');
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('canceled');
    expect(done).toEqual(['a', 'b', 'b', 'clean']);
    expect(hostsOf(run)).toEqual([['skipped', 3, 'the run was canceled']]);
  });

  test('is cleaned up behind a deadline, which is none for it', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(2), steps, rules: { slots: 2, deadlineMs: 30_000, playbook } });
    const done: string[] = [];
    const door = new FakeDoor({
      clock,
      step: async ({ id }, { line }, _watch, signal) => {
        if (id === 1 && line === 'b') await clock.sleep(86_400_000, signal);
        if (line === 'clean') await clock.sleep(60_000, signal);
        done.push(`${id} ${line}`);
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(done.filter((each) => each.startsWith('1'))).toEqual(['1 a', '1 clean']);
    expect(hostsOf(run)).toEqual([
      ['failed', 2, 'it took longer than 30s'],
      ['done', 4, undefined],
    ]);
  });
});

describe('a step that writes and breaks off', () => {
  const write = async (watch: StepWatch, key: number, isOver: boolean): Promise<void> => {
    await watch.intend({ key, sessionId: 1, name: 'create process', object: 'x' });
    watch.posted(key, key);
    if (isOver) watch.ended(key);
  };
  const lost = { exitCode: 5, kind: 'SessionLost', message: 'the session is gone' } as const;

  test.each([
    ['exec', true, 1, ['unknown', 1, 'broken off behind a write that is over: the session is gone']],
    ['exec', false, 1, ['unknown', 1, 'the session is gone']],
    // It only looks: nothing is done twice.
    ['services', true, 2, ['done', 1, undefined]],
    ['services', false, 2, ['done', 1, undefined]],
  ] as const)('%s, with its write over %s, is begun %i times', async (verb, isOver, times, end) => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(1), steps: [stepOf(1, verb, true)] });
    let begun = 0;
    const door = new FakeDoor({
      clock,
      step: async (_host, _step, watch) => {
        begun += 1;
        await write(watch, begun, isOver || begun > 1);
        return begun === 1 ? lost : undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect([begun, hostsOf(run)]).toEqual([times, [end]]);
  });

  test.each([
    ['exec', 'unknown', 'the process was killed, and nobody can tell what became of "create process"'],
    ['services', 'done', undefined],
  ] as const)('%s of a process that was killed in it is %s', async (verb, state, detail) => {
    const clock = makeSharedClock(startMs);
    const step = stepOf(1, verb, true);
    const run = runOf({ clock, hosts: hosts(1), steps: [step] });
    const dead = run.open();
    dead.take({ pid: 1, machine: 'desk' }, clock.now(), () => false);
    const attempt = dead.begin(1, step, 1, clock.now());
    dead.intend(attempt, { key: 1, sessionId: 1, name: 'create process', object: 'x' });
    dead.release();
    expect(await workOn(run.store, new FakeDoor({ clock }), clock)).toBe('finished');
    expect(hostsOf(run)).toEqual([[state, 1, detail]]);
  });

  test('uses up no try of a host where somebody stopped the run', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(1) });
    for (let times = 0; times < 7; times += 1) {
      const stop = new AbortController();
      const door = new FakeDoor({
        clock,
        step: async (_host, _step, _watch, signal) => {
          stop.abort(new Error('Ctrl-C'));
          await clock.sleep(1000, signal);
          return undefined;
        },
      });
      expect(await workOn(run.store, door, clock, { signal: stop.signal })).toBe('interrupted');
      expect(run.store.host(1)).toMatchObject({ state: 'waiting', attempts: 0 });
    }
    expect(await workOn(run.store, new FakeDoor({ clock }), clock)).toBe('finished');
  });
});

test('a process that is killed uses up no try of the hosts that it was at', async () => {
  const clock = makeSharedClock(startMs);
  const run = runOf({ clock, hosts: hosts(1) });
  for (let times = 0; times < 7; times += 1) {
    const dead = run.open();
    dead.take({ pid: 1, machine: 'desk' }, clock.now(), () => false);
    dead.setHost(1, { state: 'opening', attempts: dead.host(1).attempts + 1 });
    dead.release();
    const stop = AbortSignal.abort(new Error('Ctrl-C'));
    expect(
      await workOn(run.store, new FakeDoor({ clock }), clock, { signal: stop }).catch(() => 'stopped'),
    ).not.toBe('finished');
  }
  let asked = 0;
  const refuses = () => {
    asked += 1;
    return asked === 1 ? new CbError('SessionTimeout', 'it never became active') : undefined;
  };
  expect(await workOn(run.store, new FakeDoor({ clock, refuses }), clock)).toBe('finished');
  expect(hostsOf(run)).toEqual([['done', 1, undefined]]);
});

describe('behind a write of a process that was killed, as its session tells of it', () => {
  const writing = [stepOf(1, 'mkdir', true), stepOf(2, 'ls'), stepOf(3, 'clean')];
  const own: RunRules['playbook'] = { name: 'x', goesOn: [3], cleanupFrom: 3, secrets: [] };
  const ended = (isWell: boolean) =>
    readCommandObject({
      ...{ id: 7, sensor_id: 1, name: 'create directory', object: '/x' },
      ...(isWell ? { status: 'complete', result_code: 0 } : { status: 'error', result_code: 0x80070005 }),
    });

  test.each([
    ['done', true, { playbook: own }, ['ls', 'clean'], ['done', 3, undefined]],
    [
      'failed',
      false,
      { playbook: own },
      ['clean'],
      ['failed', 1, '"create directory" failed on the sensor (command 7)'],
    ],
    [
      'failed, which may be',
      false,
      { playbook: { ...own, goesOn: [1, 3] } },
      ['ls', 'clean'],
      ['done', 3, undefined],
    ],
    [
      'failed, with --keep-going',
      false,
      { keepGoing: true },
      ['ls', 'clean'],
      ['failed', 3, '"create directory" failed on the sensor (command 7)'],
    ],
    ['failed', false, {}, [], ['failed', 1, '"create directory" failed on the sensor (command 7)']],
  ] as const)('%s: it goes on as it would have gone on', async (_words, isWell, rules, then, end) => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(1), steps: writing, rules });
    const dead = run.open();
    dead.take({ pid: 1, machine: 'desk' }, clock.now(), () => false);
    const [step] = writing;
    const attempt = step === undefined ? 0 : dead.begin(1, step, 1, clock.now());
    dead.intend(attempt, { key: 1, sessionId: 1, name: 'create directory', object: '/x' });
    dead.release();
    const done: string[] = [];
    const door = new FakeDoor({
      clock,
      commands: () => [ended(isWell)],
      step: async (_host, { line }) => {
        done.push(line);
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect([done, hostsOf(run)]).toEqual([then, [end]]);
  });
});
