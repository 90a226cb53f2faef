import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionTimeouts } from '../../src/api/resources/live-response.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { LiveBus } from '../../src/live/bus.ts';
import { CommandRunner } from '../../src/live/command-runner.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import type { SensorFacts } from '../../src/live/open-session.ts';
import { LiveSession } from '../../src/live/session.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { DateHeaderClock } from '../../src/transport/server-clock.ts';
import { failureOf } from '../support/failure-of.ts';
import { type FakeLiveServer, makeFakeLiveServer, sessionGone } from '../support/fake-live-server.ts';
import { makeTestClock, type TestClock } from '../support/test-clock.ts';

let folder = '';
const killed = new Set<number>();
beforeEach(async () => {
  killed.clear();
  folder = await mkdtemp(join(tmpdir(), 'cblr-session-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sensor: SensorFacts = {
  id: 7,
  hostname: 'FIN-WS-07',
  isOnline: true,
  style: 'windows',
  lastCheckInMs: undefined,
  nextCheckInMs: undefined,
};
const never = new AbortController().signal;
const ps = { name: 'process list', object: '' };
const reads = { what: 'ps', effect: 'reads', signal: never } as const;

interface Place {
  readonly clock: TestClock;
  readonly server: FakeLiveServer;
}

function makePlace(options: { supported?: readonly string[]; checkInMs?: number } = {}): Place {
  const clock = makeTestClock();
  return { clock, server: makeFakeLiveServer({ clock, ...options }) };
}

/** One process of ours in the session; several share the folder and the server. */
async function enter({ clock, server }: Place, pid = 100, sensorId = 7, request: SessionTimeouts = {}) {
  const files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
  const notes: string[] = [];
  const bus = new LiveBus();
  const own = { pid, isAlive: (other: number) => !killed.has(other) };
  const shown: string[] = [];
  const session = await LiveSession.open(
    {
      server,
      clock,
      bus,
      ledger: new SessionLedger(files, clock, own, join(folder, 'sessions'), `server-${sensorId}`),
      progress: {
        start(text) {
          shown.push(text);
          return { say: () => undefined, advance: () => undefined, stop: () => void shown.push('stopped') };
        },
      },
      note: (text) => void notes.push(text),
    },
    {
      sensor: { ...sensor, id: sensorId },
      request,
      waitMs: 60_000,
      serverClock: new DateHeaderClock(clock),
    },
    never,
  );
  const runner = new CommandRunner(server, clock, bus, session);
  return { session, runner, notes, bus, shown };
}

describe('leaving a session', () => {
  it('closes the one that we opened', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    await runner.run(ps, reads);
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(notes).toEqual([]);
  });

  it('never closes the one that was there before us, and says so and for how long it stays', async () => {
    const place = makePlace();
    const there = place.server.addSession();
    place.server.addCommand(there, 'colleague');
    const { session, runner, notes } = await enter(place);
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(there)).toBe('active');
    expect(notes).toEqual([
      'joined session 41 on FIN-WS-07, which was there before (last command by colleague)',
      'session 41 on FIN-WS-07 stays open, as it was there before; the server ends it after 5m 00s without use',
    ]);
  });

  it('leaves ours open when another user has used it since', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    await runner.run(ps, reads);
    place.server.addCommand(41, 'colleague');
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('active');
    expect(notes[0]).toContain('stays open, colleague has used it since (process list)');
  });

  it.each([
    ['is closed', () => undefined],
    ['is gone', (server: FakeLiveServer) => server.forget(41)],
    ['is used by somebody else', (server: FakeLiveServer) => void server.addCommand(41, 'colleague')],
  ])('remembers nothing of ours once it %s', async (_how, happens) => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    await runner.run(ps, reads);
    expect(await readdir(join(folder, 'sessions'))).toEqual(['server-7.json']);
    happens(place.server);
    await session.leave(runner, { keep: false });
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('leaves ours open when another of ours has come while it looked who uses it', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    const list = place.server.commands;
    let second: Awaited<ReturnType<typeof enter>> | undefined;
    place.server.commands = async (...asked) => {
      const commands = await list(...asked);
      place.server.commands = list;
      second = await enter(place, 101);
      return commands;
    };
    await first.session.leave(first.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('active');
    expect(first.notes[0]).toContain('stays open, another cblr of yours uses it');
    await second?.runner.run(ps, reads);
    await second?.session.leave(second.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
  });

  it('takes no command for that of somebody else which another of ours has posted since', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    const list = place.server.commands;
    let second: Awaited<ReturnType<typeof enter>> | undefined;
    place.server.commands = async (...asked) => {
      place.server.commands = list;
      second = await enter(place, 101);
      await second.runner.run(ps, reads);
      return await list(...asked);
    };
    await first.session.leave(first.runner, { keep: false });
    expect(first.notes[0]).toContain('stays open, another cblr of yours uses it');
    await second?.session.leave(second.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('closes ours where both look at it who uses it, and each finds what the other has posted', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    const list = place.server.commands;
    const [isLeaving, isClosed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let left: Promise<void> | undefined;
    let second: Awaited<ReturnType<typeof enter>> | undefined;
    place.server.commands = async (...asked) => {
      place.server.commands = list;
      second = await enter(place, 101);
      await second.runner.run(ps, reads);
      place.server.commands = async (...again) => {
        isLeaving.resolve();
        await isClosed.promise;
        return await list(...again);
      };
      left = second.session.leave(second.runner, { keep: false });
      await isLeaving.promise;
      return await list(...asked);
    };
    await first.session.leave(first.runner, { keep: false });
    isClosed.resolve();
    await left;
    expect(place.server.statusOf(41)).toBe('close');
    expect([...first.notes, ...(second?.notes ?? [])].filter((note) => note.includes('stays open'))).toEqual(
      [],
    );
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('leaves ours open when another of ours looks for a session meanwhile, which then closes it', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    const list = place.server.sessions;
    place.server.sessions = async (...asked) => {
      place.server.sessions = list;
      const listed = await list(...asked);
      // The second one has seen it, and has not joined it yet.
      await first.session.leave(first.runner, { keep: false });
      return listed;
    };
    const second = await enter(place, 101);
    expect(first.notes[0]).toContain('stays open, another cblr of yours uses it');
    await second.runner.run(ps, reads);
    expect(second.session.currentId()).toBe(41);
    await second.session.leave(second.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('closes ours though another of ours looked for a session, and found none that it could join', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    place.server.failNext('sessions', new CbError('Network', 'reset'));
    expect((await failureOf(enter(place, 101))).kind).toBe('Network');
    await first.session.leave(first.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('leaves ours open when a pending command is not ours, even under our own name', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    place.server.addCommand(41, 'analyst', 'pending');
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('active');
  });

  it('takes a command whose answer was lost on the way for ours, but only one for each', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    await runner.run(ps, reads);
    place.server.failNext('postCommand', new CbError('Network', 'reset', { mayBeDone: true }));
    expect(await failureOf(runner.run(ps, reads))).toMatchObject({ kind: 'Network' });
    place.server.addCommand(41, 'analyst');
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');

    const again = await enter(place);
    place.server.failNext('postCommand', new CbError('Network', 'reset', { mayBeDone: true }));
    await failureOf(again.runner.run(ps, reads));
    place.server.addCommand(42, 'analyst');
    place.server.addCommand(42, 'analyst');
    await again.session.leave(again.runner, { keep: false });
    expect(place.server.statusOf(42)).toBe('active');
  });

  it('waits for the answer to what it no longer waits for: that is nobody else, even under its own name', async () => {
    const { clock, server } = makePlace();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const slow: FakeLiveServer = {
      ...server,
      async postCommand(...call) {
        const reply = await server.postCommand(...call);
        await answered;
        return reply;
      },
    };
    const { session, runner, notes } = await enter({ clock, server: slow });
    const look = new AbortController();
    const looked = failureOf(runner.run(ps, { ...reads, signal: look.signal }));
    look.abort();
    const left = session.leave(runner, { keep: false });
    answer();
    await left;
    expect(await looked).toMatchObject({ kind: 'Interrupted' });
    expect(notes).toEqual([]);
    expect(server.statusOf(41)).toBe('close');
  });

  it('leaves ours open on demand, and says until when', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    await session.leave(runner, { keep: true });
    expect(place.server.statusOf(41)).toBe('active');
    expect(notes).toEqual([
      'session 41 on FIN-WS-07 stays open; the server ends it after 5m 00s without use',
    ]);
  });

  it('lets the last of our processes close it, commands of the others known', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    const second = await enter(place, 200);
    await first.runner.run(ps, reads);
    await second.runner.run(ps, reads);
    await first.session.leave(first.runner, { keep: false });
    expect(first.notes[0]).toContain('stays open, another cblr of yours uses it');
    expect(place.server.statusOf(41)).toBe('active');
    await second.session.leave(second.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
  });

  it('happens once', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    await session.leave(runner, { keep: false });
    await session.leave(runner, { keep: false });
    expect(place.server.count('closeSession')).toBe(1);
  });

  it('says nothing about a session that has ended by itself', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    place.server.forget(41);
    await session.leave(runner, { keep: false });
    expect(notes).toEqual([]);
  });

  it('says in words that it could not close, and does not throw', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    for (let i = 0; i < 3; i += 1)
      place.server.failNext('closeSession', new CbError('Network', 'connection refused'));
    await session.leave(runner, { keep: false });
    expect(notes).toEqual(['session 41 could not be closed: connection refused']);
  });
});

describe('a session that a run of ours left open', () => {
  const second = 1000;

  it('is closed at the second try where the server failed on the first', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    place.server.failNext('closeSession', new CbError('Timeout', 'no answer', { mayBeDone: true }));
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(notes).toEqual([]);
  });

  it('is joined and closed by the next one on that sensor, with the commands of the first known by our name', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    killed.add(100);
    const next = await enter(place, 200);
    expect(next.notes).toEqual([
      'joined session 41 on FIN-WS-07, which an earlier run of yours had left open',
    ]);
    await next.runner.run(ps, reads);
    await next.session.leave(next.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
  });

  it('stays where a colleague has used it meanwhile', async () => {
    const place = makePlace();
    await enter(place, 100);
    place.server.addCommand(41, 'colleague');
    killed.add(100);
    const next = await enter(place, 200);
    await next.runner.run(ps, reads);
    await next.session.leave(next.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('active');
    expect(next.notes.at(-1)).toContain('stays open, colleague has used it since');
  });

  it('is closed by the next one on another sensor, when it leaves', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    killed.add(100);
    place.clock.advance(120 * second);
    const next = await enter(place, 200, 8);
    await next.runner.run(ps, reads);
    await next.session.leave(next.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
    expect(next.notes).toEqual([
      'closed session 41 on FIN-WS-07, which an earlier run of yours had left open',
    ]);
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it.each([
    ['a command of somebody else is in it', 'colleague', 120],
    ['a command of our name in it is young', 'analyst', 5],
  ])('stays where %s', async (_why, username, age) => {
    const place = makePlace();
    await enter(place, 100);
    place.server.addCommand(41, username);
    killed.add(100);
    place.clock.advance(age * second);
    const next = await enter(place, 200, 8);
    await next.runner.run(ps, reads);
    await next.session.leave(next.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('active');
  });

  it('as its close failed is closed later', async () => {
    const place = makePlace();
    const first = await enter(place, 100);
    for (let i = 0; i < 3; i += 1) place.server.failNext('closeSession', new CbError('Network', 'reset'));
    await first.session.leave(first.runner, { keep: false });
    expect(first.notes).toEqual(['session 41 could not be closed: reset']);
    const next = await enter(place, 200, 8);
    await next.session.leave(next.runner, { keep: false });
    expect(place.server.statusOf(41)).toBe('close');
  });

  it('as the reply to opening it was lost is found by its age, and closed', async () => {
    const place = makePlace();
    const { server } = place;
    const { createSession, sessions } = server;
    server.createSession = async (...asked) => {
      await createSession(...asked);
      throw new CbError('Timeout', 'no answer', { mayBeDone: true });
    };
    server.sessions = async () => [];
    const error = await failureOf(enter(place, 100));
    expect(error.message).toBe('no answer; a session may be open on FIN-WS-07');
    Object.assign(server, { createSession, sessions });
    const next = await enter(place, 200);
    expect(next.notes).toEqual([
      'joined session 41 on FIN-WS-07, which an earlier run of yours had left open',
    ]);
    await next.session.leave(next.runner, { keep: false });
    expect(server.statusOf(41)).toBe('close');
  });

  it('that was asked for long ago is not taken for that of a colleague of today', async () => {
    const place = makePlace();
    const { server } = place;
    server.failNext('createSession', new CbError('Timeout', 'no answer', { mayBeDone: true }));
    await failureOf(enter(place, 100));
    place.clock.advance(600 * second);
    const theirs = server.addSession();
    const next = await enter(place, 200);
    await next.session.leave(next.runner, { keep: false });
    expect(server.statusOf(theirs)).toBe('active');
  });
});

describe('a session that a run of ours asked for when it was killed', () => {
  const second = 1000;

  /** Killed before the reply, whether the request has arrived or not. */
  async function killedAsking(
    place: Place,
    { arrives = true, request = {} }: { arrives?: boolean; request?: SessionTimeouts } = {},
  ) {
    const { server } = place;
    const { createSession } = server;
    const asked = Promise.withResolvers<void>();
    server.createSession = async (...args) => {
      if (arrives) await createSession(...args);
      asked.resolve();
      return await new Promise<never>(() => undefined);
    };
    void enter(place, 100, 7, request);
    await asked.promise;
    killed.add(100);
    server.createSession = createSession;
  }

  async function visit(place: Place, sensorId: number) {
    const { session, runner, notes } = await enter(place, 200, sensorId);
    await runner.run(ps, reads);
    await session.leave(runner, { keep: false });
    return notes;
  }

  it('is joined by the next one on that sensor as ours, and closed', async () => {
    const place = makePlace();
    await killedAsking(place);
    place.clock.advance(120 * second);
    const notes = await visit(place, 7);
    expect(notes).toEqual(['joined session 41 on FIN-WS-07, which an earlier run of yours had left open']);
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it('is closed by the next one on another sensor, when it leaves', async () => {
    const place = makePlace();
    await killedAsking(place);
    const notes = await visit(place, 8);
    expect(notes).toEqual(['closed session 41 on FIN-WS-07, which an earlier run of yours had left open']);
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  it.each([7, 8])(
    'is closed by the next one on sensor %i where its sensor had not checked in',
    async (id) => {
      const place = makePlace({ checkInMs: 30 * second });
      const { server } = place;
      const looked = Promise.withResolvers<void>();
      const look = server.session;
      server.session = async () => {
        looked.resolve();
        return await new Promise<never>(() => undefined);
      };
      void enter(place, 100);
      await looked.promise;
      killed.add(100);
      server.session = look;
      await visit(place, id);
      expect(place.server.statusOf(41)).toBe('close');
      expect(await readdir(join(folder, 'sessions'))).toEqual([]);
    },
  );

  it('is ours as long as the process that asked for it lives', async () => {
    const place = makePlace();
    await killedAsking(place);
    killed.clear();
    const notes = await visit(place, 7);
    expect(notes.at(-1)).toMatch('session 41 on FIN-WS-07 stays open, as it was there before');
    await visit(place, 8);
    expect(place.server.statusOf(41)).toBe('active');
  });

  it('is none where the request never arrived: nothing is kept in mind of it for long', async () => {
    const place = makePlace();
    await killedAsking(place, { arrives: false });
    await visit(place, 8);
    expect(await readdir(join(folder, 'sessions'))).toEqual(['server-7.json']);
    place.clock.advance(120 * second);
    expect(await visit(place, 8)).toEqual([]);
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  describe.each([7, 8])('is not taken for that of a colleague by the next one on sensor %i', (sensorId) => {
    async function staysOpen(place: Place) {
      const id = place.server.addSession();
      const notes = await visit(place, sensorId);
      expect(place.server.statusOf(id)).toBe('active');
      return notes;
    }

    it('that began a while after it was asked for', async () => {
      const place = makePlace();
      await killedAsking(place, { arrives: false });
      place.clock.advance(35 * second);
      await staysOpen(place);
      expect(await readdir(join(folder, 'sessions'))).toEqual([]);
    });

    it('that has other time-outs', async () => {
      const place = makePlace();
      await killedAsking(place, { arrives: false, request: { session_timeout: 900 } });
      await staysOpen(place);
    });

    it('in which a command was posted, of our own name even', async () => {
      const place = makePlace();
      await killedAsking(place, { arrives: false });
      const theirs = place.server.addSession();
      place.server.addCommand(theirs, 'analyst');
      place.clock.advance(120 * second);
      const notes = await visit(place, sensorId);
      expect(place.server.statusOf(theirs)).toBe('active');
      expect(notes).toContainEqual(expect.stringMatching(/^session 41 on FIN-WS-07 stays open/));
      await visit(place, sensorId);
      expect(place.server.statusOf(theirs)).toBe('active');
    });
  });

  it('was asked for when there was none: one of before is not taken for it', async () => {
    const place = makePlace();
    const theirs = place.server.addSession();
    place.clock.advance(5 * second);
    const { sessions } = place.server;
    place.server.sessions = async () => [];
    await killedAsking(place, { arrives: false });
    place.server.sessions = sessions;
    await visit(place, 7);
    expect(place.server.statusOf(theirs)).toBe('active');
  });
});

describe('where the server has no free slot', () => {
  const second = 1000;
  const full = () => new CbError('NoFreeSlot', 'no Live Response session is free on the server');

  /** A server with one slot; `isSlow` frees none. */
  function makeFull(isSlow = false): Place {
    const place = makePlace();
    const { server } = place;
    const { createSession } = server;
    let isFull = false;
    server.createSession = async (...args) => {
      const open = await server.sessions({ activeOnly: true });
      if (open.length > 0 || (isFull && isSlow)) throw full();
      isFull = true;
      return await createSession(...args);
    };
    return place;
  }

  it('a session that a run of ours left open is closed, and another opened', async () => {
    const place = makeFull();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    await first.runner.run(ps, reads);
    await expect.poll(() => ledgerOf7()).toMatchObject({ commands: [1] });
    killed.add(100);
    place.clock.advance(120 * second);
    const next = await enter(place, 200, 8);
    expect(next.notes).toEqual([
      'closed session 41 on FIN-WS-07, which an earlier run of yours had left open',
    ]);
    expect(place.server.statusOf(41)).toBe('close');
    expect(next.session.currentId()).toBe(42);
  });

  it.each([
    ['lives', 120, () => killed.clear()],
    ['has done something there just now', 5, () => undefined],
    ['is not alone there', 120, (place: Place) => place.server.addCommand(41, 'colleague')],
  ])('that of one which %s stays, and it is said at once that there is none', async (_how, age, change) => {
    const place = makeFull();
    const first = await enter(place, 100);
    await first.runner.run(ps, reads);
    await first.runner.run(ps, reads);
    await expect.poll(() => ledgerOf7()).toMatchObject({ commands: [1] });
    killed.add(100);
    place.clock.advance(age * second);
    change(place);
    const begunMs = place.clock.monotonic();
    expect(await failureOf(enter(place, 200, 8))).toMatchObject({ kind: 'NoFreeSlot' });
    expect(place.clock.monotonic()).toBe(begunMs);
    expect(place.server.statusOf(41)).toBe('active');
  });

  it('one that is not freed is waited for 15 s', async () => {
    const place = makeFull(true);
    await enter(place, 100);
    killed.add(100);
    const begunMs = place.clock.monotonic();
    expect(await failureOf(enter(place, 200, 8))).toMatchObject({ kind: 'NoFreeSlot' });
    expect(place.clock.monotonic() - begunMs).toBe(15_000);
    expect(place.server.statusOf(41)).toBe('close');
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });

  const ledgerOf7 = async () => JSON.parse(await readFile(join(folder, 'sessions', 'server-7.json'), 'utf8'));
});

describe('the keepalive', () => {
  it('is sent only after 60 s without traffic, and then every 60 s', async () => {
    const place = makePlace();
    await enter(place);
    place.clock.advance(59_000);
    expect(place.server.count('keepalive')).toBe(0);
    place.clock.advance(6_000);
    expect(place.server.count('keepalive')).toBe(1);
    place.clock.advance(50_000);
    expect(place.server.count('keepalive')).toBe(1);
    place.clock.advance(10_000);
    expect(place.server.count('keepalive')).toBe(2);
  });

  it('is put off by every command', async () => {
    const place = makePlace();
    const { runner } = await enter(place);
    place.clock.advance(50_000);
    await runner.run(ps, reads);
    place.clock.advance(50_000);
    expect(place.server.count('keepalive')).toBe(0);
  });

  it('ends with the session', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    await session.leave(runner, { keep: true });
    place.clock.advance(600_000);
    expect(place.server.count('keepalive')).toBe(0);
  });

  it('is silent about a session that it finds gone: the next command replaces it', async () => {
    const place = makePlace();
    const { notes } = await enter(place);
    place.server.failNext('keepalive', sessionGone(41));
    place.clock.advance(65_000);
    await Promise.resolve();
    expect(notes).toEqual([]);
  });
});

describe('a session that is closed between the look at it and joining it', () => {
  const closedOnceListed = ({ server }: Place, times: number) => {
    const list = server.sessions;
    let left = times;
    server.sessions = async (...asked) => {
      if (left <= 0) return await list(...asked);
      left -= 1;
      server.addSession();
      const listed = await list(...asked);
      for (const { id } of listed) server.setStatus(id, 'close');
      return listed;
    };
  };

  it('is replaced by one of our own, which is closed at the end', async () => {
    const place = makePlace();
    closedOnceListed(place, 1);
    const { session, runner, notes } = await enter(place);
    await runner.run(ps, reads);
    expect(session).toMatchObject({ created: true, current: { id: 42 } });
    expect(notes).toEqual(['session 41 is gone from the server; opened session 42']);
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(42)).toBe('close');
  });

  it('is replaced by the next one that is there', async () => {
    const place = makePlace();
    closedOnceListed(place, 1);
    const { sessions } = place.server;
    place.server.sessions = async (...asked) => {
      const listed = await sessions(...asked);
      place.server.sessions = sessions;
      place.server.addSession();
      return listed;
    };
    const { session } = await enter(place);
    expect(session).toMatchObject({ created: false, current: { id: 42 } });
  });

  it('is no reason to try for ever', async () => {
    const place = makePlace();
    closedOnceListed(place, 100);
    expect((await failureOf(enter(place))).kind).toBe('SessionGone');
    expect(place.server.count('createSession')).toBe(0);
    expect(place.server.count('sessions')).toBeLessThan(20);
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
  });
});

describe('a session that the server has forgotten', () => {
  it('has no other one opened in its place once it was left', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    await session.leave(runner, { keep: false });
    place.server.forget(41);
    expect((await failureOf(runner.run(ps, reads))).kind).toBe('SessionGone');
    expect(place.server.count('createSession')).toBe(1);
  });

  it('is left together with the one that is just being opened in its place', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    place.server.forget(41);
    const create = place.server.createSession;
    const asked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    place.server.createSession = async (...words) => {
      asked.resolve();
      await mayAnswer.promise;
      return await create(...words);
    };
    const running = runner.run(ps, reads).catch(() => undefined);
    await asked.promise;
    const leaving = session.leave(runner, { keep: false });
    mayAnswer.resolve();
    await Promise.all([running, leaving]);
    expect(place.server.statusOf(42)).toBe('close');
  });

  it('is replaced at the next command, which is said, and the new one is closed at the end', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    place.server.forget(41);
    await runner.run(ps, reads);
    expect(session.currentId()).toBe(42);
    expect(notes).toEqual(['session 41 is gone from the server; opened session 42']);
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(42)).toBe('close');
  });

  it('is replaced once for commands that lose it together', async () => {
    const place = makePlace();
    const { runner } = await enter(place);
    place.server.forget(41);
    await Promise.all([runner.run(ps, reads), runner.run(ps, reads), runner.run(ps, reads)]);
    expect(place.server.count('createSession')).toBe(2);
  });

  it('is replaced by that of a colleague where there is one, which is not closed', async () => {
    const place = makePlace();
    const { session, runner, notes } = await enter(place);
    place.server.forget(41);
    const other = place.server.addSession();
    await runner.run(ps, reads);
    expect(session.currentId()).toBe(other);
    expect(session.created).toBe(false);
    await session.leave(runner, { keep: false });
    expect(place.server.statusOf(other)).toBe('active');
    expect(notes[0]).toBe('session 41 is gone from the server; joined session 42');
  });

  it('is not taken again though the server still lists it', async () => {
    const place = makePlace();
    const { session, runner } = await enter(place);
    place.server.failNext('postCommand', sessionGone(41));
    await runner.run(ps, reads);
    expect(session.currentId()).toBe(42);
  });
});

describe('what a session supports', () => {
  it('is what it lists, without regard to case; all while it lists nothing', async () => {
    const { session } = await enter(makePlace({ supported: ['Process List'] }));
    expect(session.supports('process list')).toBe(true);
    expect(session.supports('memdump')).toBe(false);
    const { session: silent } = await enter(makePlace());
    expect(silent.supports('memdump')).toBe(true);
  });

  it('shows progress only while it opens', async () => {
    const { shown } = await enter(makePlace());
    expect(shown).toEqual(['opening a session on FIN-WS-07', 'stopped']);
  });

  it('takes the progress off the screen when opening fails', async () => {
    const place = makePlace();
    place.server.failNext('createSession', new CbError('NoFreeSlot', 'none is free'));
    expect((await failureOf(enter(place))).kind).toBe('NoFreeSlot');
  });
});
