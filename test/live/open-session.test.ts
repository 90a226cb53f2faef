import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import { LiveBus } from '../../src/live/bus.ts';
import {
  type OpenOptions,
  openSession,
  type SensorFacts,
  sensorOffline,
} from '../../src/live/open-session.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeFakeLiveServer, sessionExists, sessionGone } from '../support/fake-live-server.ts';
import { makeTestClock } from '../support/test-clock.ts';

const nowMs = Date.parse('2024-05-14T09:30:00Z');

const sensor: SensorFacts = {
  id: 7,
  hostname: 'FIN-WS-07',
  isOnline: true,
  style: 'windows',
  lastCheckInMs: nowMs - 12_000,
  nextCheckInMs: nowMs + 18_000,
};

function makeWorld(options: { checkInMs?: number; clock?: 'auto' | 'manual' } = {}) {
  const clock = makeTestClock(nowMs, options.clock !== 'manual');
  const server = makeFakeLiveServer({ clock, checkInMs: options.checkInMs ?? 0 });
  const said: string[] = [];
  const states: string[] = [];
  const notes: string[] = [];
  const told: string[] = [];
  const bus = new LiveBus();
  bus.on('state', ({ to }) => states.push(to.name));
  const open = (more: Partial<OpenOptions> = {}) =>
    openSession(
      {
        server,
        clock,
        bus,
        note: (text) => void notes.push(text),
        told: {
          asks: async () => void told.push(`asks, ${server.count('createSession')} asked for`),
          created: async ({ id }) => void told.push(`created ${id}`),
          ended: async ({ id }) => void told.push(`ended ${id}`),
        },
      },
      {
        sensor,
        request: {},
        waitMs: 360_000,
        signal: new AbortController().signal,
        task: { say: (text) => void said.push(text), advance: () => undefined, stop: () => undefined },
        ...more,
      },
    );
  return { clock, server, open, said, states, notes, told };
}

describe('opening a session', () => {
  it('reuses the one that is active on the sensor', async () => {
    const { server, open } = makeWorld();
    const there = server.addSession();
    const opened = await open();
    expect(opened).toMatchObject({ created: false, session: { id: there } });
    expect(server.count('createSession')).toBe(0);
  });

  it('prefers an active one to a pending one, and waits for a pending one', async () => {
    const { server, open } = makeWorld();
    server.addSession('pending');
    const active = server.addSession();
    expect((await open()).session.id).toBe(active);
    const other = makeWorld({ checkInMs: 5_000 });
    const pending = other.server.addSession('pending');
    expect(await other.open()).toMatchObject({ created: false, session: { id: pending, state: 'active' } });
  });

  it('takes no session of another sensor and none that has ended', async () => {
    const { server, open } = makeWorld();
    server.addSession('active', 8);
    server.addSession('timeout');
    server.addSession('close');
    expect((await open()).created).toBe(true);
    expect(server.count('createSession')).toBe(1);
  });

  it('takes no session that it was told to avoid', async () => {
    const { server, open } = makeWorld();
    const dead = server.addSession();
    expect((await open({ avoid: new Set([dead]) })).created).toBe(true);
  });

  it('creates one with the time-outs asked for, and waits until it is active', async () => {
    const { server, clock, open, states } = makeWorld({ checkInMs: 20_000 });
    const asked: unknown[] = [];
    const create = server.createSession;
    server.createSession = (session, options) => {
      asked.push(session);
      return create(session, options);
    };
    const opened = await open({ request: { session_timeout: 600, storage_ttl: 2 } });
    expect(opened).toMatchObject({ created: true, session: { state: 'active' } });
    expect(asked).toEqual([{ sensor_id: 7, session_timeout: 600, storage_ttl: 2 }]);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(20_000);
    expect(clock.monotonic()).toBeLessThan(22_100);
    expect(states.at(0)).toBe('pending');
    expect(states.at(-1)).toBe('active');
  });

  it('shows the next check-in of the sensor while it waits', async () => {
    const { open, said } = makeWorld({ checkInMs: 20_000 });
    await open();
    expect(said[0]).toBe('waiting for FIN-WS-07 to check in (next check-in in 18s)');
    expect(said.at(-1)).toBe('waiting for FIN-WS-07 to check in (check-in due)');
  });

  it('joins the session that a race has brought about', async () => {
    const { server, open } = makeWorld();
    server.failNext('createSession', sessionExists());
    const list = server.sessions;
    let raced: number | undefined;
    server.sessions = async (options) => {
      const before = await list(options);
      raced ??= server.addSession();
      return before;
    };
    expect(await open()).toMatchObject({ created: false, session: { id: raced } });
  });

  it('passes the refusal on when there is no such session after all', async () => {
    const { server, open } = makeWorld();
    for (let i = 0; i < 40; i += 1) server.failNext('createSession', sessionExists());
    expect((await failureOf(open())).message).toBe('Sensor 7 already has an active session');
  });

  it('waits for one that is closing, and then opens another', async () => {
    const { server, open, said } = makeWorld();
    for (let i = 0; i < 3; i += 1) server.failNext('createSession', sessionExists());
    expect(await open()).toMatchObject({ created: true, session: { id: 41 } });
    expect(said).toContain('waiting for the session before on FIN-WS-07 to close');
  });

  it('takes none that is closing, which shows its time of close and what it was', async () => {
    const { server, open } = makeWorld();
    const closing = server.addSession();
    const list = server.sessions;
    server.sessions = async (options) =>
      (await list(options)).map((each) => (each.id === closing ? { ...each, closedMs: nowMs } : each));
    expect(await open()).toMatchObject({ created: true, session: { id: closing + 1 } });
  });

  it('goes on in the one that was opened though the reply to that was lost', async () => {
    const { server, open, notes } = makeWorld();
    const create = server.createSession;
    server.createSession = async (...asked) => {
      await create(...asked);
      throw new CbError('Network', 'the connection broke', { mayBeDone: true });
    };
    expect(await open()).toMatchObject({ created: true, session: { id: 41, state: 'active' } });
    expect(notes).toEqual(['session 41 was opened, though the reply to that was lost']);
    expect(server.count('createSession')).toBe(1);
  });

  it.each([
    new CbError('Timeout', 'no answer', { mayBeDone: true }),
    new CbError('BadReply', 'the server gives the new session no usable id'),
    new ServerFault('ServerError', 'failed', { status: 500, said: '', saidCode: undefined }),
  ])('says that one may be open where nobody can tell: %s', async (lost) => {
    const { server, open } = makeWorld();
    server.failNext('createSession', lost);
    expect(await failureOf(open())).toMatchObject({
      kind: lost.kind,
      message: `${lost.message}; a session may be open on FIN-WS-07`,
      mayBeDone: true,
    });
  });

  it('passes on that no slot is free', async () => {
    const { server, open } = makeWorld();
    server.failNext('createSession', new CbError('NoFreeSlot', 'no Live Response session is free'));
    expect((await failureOf(open())).kind).toBe('NoFreeSlot');
    expect(server.count('closeSession')).toBe(0);
  });

  it('fails when the server discards a pending session (404)', async () => {
    const { server, open, states } = makeWorld({ checkInMs: 60_000 });
    server.failNext('session', sessionGone(41));
    const error = await failureOf(open());
    expect(error.kind).toBe('SessionTimeout');
    expect(error.message).toBe('the session on FIN-WS-07 never became active: the server discarded it');
    expect(server.count('closeSession')).toBe(0);
    expect(states.at(-1)).toBe('lost');
  });

  it('opens one of its own where the one that it joined is closed by whoever opened it', async () => {
    const { server, open } = makeWorld({ checkInMs: 2_000 });
    const theirs = server.addSession('pending');
    const show = server.session;
    server.session = (id, options) => {
      if (id === theirs) server.setStatus(id, 'close');
      return show(id, options);
    };
    expect(await open()).toMatchObject({ created: true, session: { id: theirs + 1, state: 'active' } });
  });

  it('does so no longer than a while', async () => {
    const { server, open } = makeWorld({ checkInMs: 60_000 });
    const create = server.createSession;
    server.createSession = async (...asked) => {
      await create(...asked);
      throw sessionExists();
    };
    const show = server.session;
    server.session = (id, options) => {
      server.setStatus(id, 'close');
      return show(id, options);
    };
    expect((await failureOf(open())).kind).toBe('SessionTimeout');
    expect(server.count('createSession')).toBe(5);
  });

  it('fails when the session ends while it is waited for', async () => {
    const { server, open } = makeWorld({ checkInMs: 60_000 });
    const show = server.session;
    server.session = (id, options) => {
      server.setStatus(id, 'timeout');
      return show(id, options);
    };
    expect((await failureOf(open())).message).toContain('its status became "timeout"');
  });

  it('gives up after the wait, names when the sensor was seen, and closes what it created', async () => {
    const { server, open } = makeWorld({ checkInMs: 3_600_000 });
    const error = await failureOf(open({ waitMs: 30_000 }));
    expect(error.kind).toBe('Offline');
    expect(error.message).toMatch(
      /^sensor 7 \(FIN-WS-07\) did not check in within 30s, last check-in 4\d s ago$/,
    );
    expect(server.statusOf(41)).toBe('close');
  });

  it('does not close a pending session of somebody else when it gives up', async () => {
    const { server, open } = makeWorld({ checkInMs: 3_600_000 });
    const there = server.addSession('pending');
    expect((await failureOf(open({ waitMs: 30_000 }))).kind).toBe('Offline');
    expect(server.statusOf(there)).toBe('pending');
  });

  it('closes what it created when Ctrl-C ends the wait, and says so', async () => {
    const { clock, server, open } = makeWorld({ checkInMs: 60_000, clock: 'manual' });
    const abort = new AbortController();
    const failure = failureOf(open({ signal: abort.signal }));
    await clock.whenSleeping();
    abort.abort();
    const error = await failure;
    expect(error.kind).toBe('Interrupted');
    expect(error.message).toBe(
      'no longer waiting for FIN-WS-07; the session that was asked for is closed again',
    );
    expect(server.statusOf(41)).toBe('close');
  });

  it('leaves the session of somebody else alone when Ctrl-C ends the wait', async () => {
    const { clock, server, open } = makeWorld({ checkInMs: 60_000, clock: 'manual' });
    const there = server.addSession('pending');
    const abort = new AbortController();
    const failure = failureOf(open({ signal: abort.signal }));
    await clock.whenSleeping();
    abort.abort();
    expect((await failure).message).toContain('the session was not ours and stays');
    expect(server.statusOf(there)).toBe('pending');
  });

  it('is told apart: ended by a signal, or by Ctrl-C', async () => {
    const { clock, open } = makeWorld({ checkInMs: 60_000, clock: 'manual' });
    const abort = new AbortController();
    const failure = failureOf(open({ signal: abort.signal }));
    await clock.whenSleeping();
    abort.abort(new CbError('Terminated', 'stopped by a signal'));
    expect((await failure).kind).toBe('Terminated');
  });

  it('still says why it failed when the session cannot be closed again', async () => {
    const { server, open } = makeWorld({ checkInMs: 3_600_000 });
    server.failNext('closeSession', new CbError('Network', 'connection refused'));
    expect((await failureOf(open({ waitMs: 1_000 }))).kind).toBe('Offline');
  });
});

describe('a sensor that is offline', () => {
  it('is named with when it was last seen and how to wait for it', () => {
    const error = sensorOffline({ ...sensor, isOnline: false, lastCheckInMs: nowMs - 7_200_000 }, nowMs);
    expect(error).toMatchObject({
      kind: 'Offline',
      message: 'sensor 7 (FIN-WS-07) is offline, last check-in 2 h ago',
      hint: 'cblr connect 7 --wait=20m waits for its next check-in',
    });
    expect(sensorOffline({ ...sensor, lastCheckInMs: undefined }, nowMs).message).toContain('never seen');
  });
});
