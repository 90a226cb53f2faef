import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { LiveBus, type LiveEvents } from '../../src/live/bus.ts';
import type { CommandOptions } from '../../src/live/command-options.ts';
import { CommandRunner } from '../../src/live/command-runner.ts';
import { plainPath } from '../../src/text/typed-glob.ts';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { openFakeLive } from '../support/fake-live.ts';
import { type FakeLiveServer, makeFakeLiveServer, sessionGone } from '../support/fake-live-server.ts';
import { sentOf } from '../support/sent-of.ts';
import { makeTestClock } from '../support/test-clock.ts';

function makeWorld(clockMode: 'auto' | 'manual' = 'auto') {
  const clock = makeTestClock(undefined, clockMode === 'auto');
  const server = makeFakeLiveServer({ clock });
  const bus = new LiveBus();
  const replaced: number[] = [];
  let current = server.addSession();
  const runner = new CommandRunner(server, clock, bus, {
    currentId: () => current,
    async replace(lostId) {
      replaced.push(lostId);
      current = server.addSession();
    },
    supports: () => true,
    touched: () => undefined,
  });
  const never = new AbortController().signal;
  const options = ({ effect = 'reads', ...more }: Partial<CommandOptions> = {}): CommandOptions => ({
    what: 'ps',
    effect,
    signal: never,
    dryRun: undefined,
    ...more,
  });
  return { clock, server, bus, runner, replaced, options, session: () => current };
}

const ps = { name: 'process list', object: '' };

function requestsAfterPost(server: FakeLiveServer): number {
  return server.count('command');
}

describe('a command object', () => {
  it.each(['complete', 'completed', 'COMPLETE'])('has ended well with status "%s"', async (status) => {
    const { server, runner, options, session } = makeWorld();
    server.on('process list', { end: { status, processes: [{ pid: 4 }] } });
    const ended = await runner.run(ps, options());
    expect(sentOf(ended).wire['processes']).toEqual([{ pid: 4 }]);
    expect(sentOf(ended).sessionId).toBe(session());
  });

  it.each(['pending', 'in progress', 'in_progress', 'inprogress', 'In Progress'])(
    'is waited for while its status is "%s"',
    async (status) => {
      const { server, runner, options } = makeWorld();
      server.on('process list', { takesMs: 500, while: { status } });
      expect(sentOf(await runner.run(ps, options())).state).toBe('complete');
      expect(requestsAfterPost(server)).toBeLessThanOrEqual(8);
    },
  );

  it.each(['cancel', 'canceled', 'cancelled'])('is reported as canceled with status "%s"', async (status) => {
    const { server, runner, options } = makeWorld();
    server.on('process list', { end: { status } });
    const error = await failureOf(runner.run(ps, options()));
    expect(error).toMatchObject({ kind: 'CommandFailed', message: 'ps: canceled on the server' });
  });

  it('is waited for at a status that nobody has documented, which is told once', async () => {
    const { server, runner, bus, options } = makeWorld();
    const odd: LiveEvents['unknown-status'][] = [];
    bus.on('unknown-status', (event) => odd.push(event));
    server.on('process list', { takesMs: 900, while: { status: 'simmering' } });
    expect(sentOf(await runner.run(ps, options())).state).toBe('complete');
    expect(odd).toEqual([{ what: 'command', id: 1, status: 'simmering' }]);
  });

  it('fails with its result code in words', async () => {
    const { server, runner, options } = makeWorld();
    server.on('process list', { end: { status: 'error', result_code: 2147942405 } });
    const error = await failureOf(runner.run(ps, options()));
    expect(error).toMatchObject({ kind: 'CommandFailed', message: 'ps: 0x80070005 access denied' });
  });

  it('fails on a result code though its status is complete, signed codes too', async () => {
    const { server, runner, options } = makeWorld();
    server.on('process list', { end: { result_code: -2147024894 } });
    const error = await failureOf(runner.run(ps, options()));
    expect(error).toMatchObject({ kind: 'NotOnSensor', message: 'ps: 0x80070002 file not found' });
  });

  it('lets a result code through that the caller accepts', async () => {
    const { server, runner, options } = makeWorld();
    server.on('process list', { end: { status: 'error', result_code: 5 } });
    expect(sentOf(await runner.run(ps, options({ accept: () => true }))).resultCode).toBe(5);
  });

  it('is named on the bus when it is posted and when it has ended', async () => {
    const { server, runner, bus, options } = makeWorld();
    const heard: unknown[] = [];
    bus.on('posted', (event) => heard.push(event));
    bus.on('ended', ({ name, status }) => heard.push({ name, status }));
    server.on('process list', { takesMs: 60 });
    await runner.run(ps, options());
    expect(heard).toEqual([
      { name: 'process list', id: 1 },
      { name: 'process list', status: 'complete' },
    ]);
  });

  it('remembers what it posted and as whom', async () => {
    const { runner, options, session } = makeWorld();
    await runner.run(ps, options());
    await runner.run(ps, options());
    expect([...(runner.posted.get(session()) ?? [])]).toEqual([1, 2]);
    expect(runner.username).toBe('analyst');
  });
});

describe('the deadline of a command', () => {
  it('ends the wait, and says that the command goes on', async () => {
    const { clock, server, runner, options } = makeWorld();
    server.on('process list', { takesMs: 3_600_000, while: { status: 'in progress' } });
    const error = await failureOf(runner.run(ps, options({ deadlineMs: 10_000 })));
    expect(error.kind).toBe('SessionTimeout');
    expect(error.message).toBe('ps: no end after 10s');
    expect(error.hint).toContain('cancel 1');
    expect(clock.monotonic()).toBe(10_000);
    expect(server.count('cancelCommand')).toBe(0);
  });

  it('is 120 s when nobody says otherwise', async () => {
    const { clock, server, runner, options } = makeWorld();
    server.on('process list', { takesMs: 3_600_000 });
    expect((await failureOf(runner.run(ps, options()))).kind).toBe('SessionTimeout');
    expect(clock.monotonic()).toBe(120_000);
  });

  it('looks once more when it is due', async () => {
    const { server, runner, options } = makeWorld();
    server.on('process list', { takesMs: 10_000 });
    expect(sentOf(await runner.run(ps, options({ deadlineMs: 10_000 }))).state).toBe('complete');
  });
});

describe('Ctrl-C', () => {
  async function interrupted(status: string) {
    const { clock, server, runner, options } = makeWorld('manual');
    server.on('process list', { takesMs: 60_000, while: { status } });
    const abort = new AbortController();
    const failure = failureOf(runner.run(ps, options({ signal: abort.signal })));
    await clock.whenSleeping();
    abort.abort();
    return { error: await failure, server };
  }

  it('cancels a command that the sensor has not taken', async () => {
    const { error, server } = await interrupted('pending');
    expect(server.count('cancelCommand')).toBe(1);
    expect(error.kind).toBe('Interrupted');
    expect(error.message).toBe('ps: stopped; command 1 was canceled before the sensor took it');
  });

  /** Ctrl-C while the command is on its way; the server takes it `afterMs` later, or never. */
  async function interruptedOnItsWay(afterMs: number) {
    const { clock, server, runner, options } = makeWorld('manual');
    server.on('process list', { takesMs: 60_000, while: { status: 'pending' } });
    const { postCommand } = server;
    server.postCommand = async (id, request, how) => {
      await clock.sleep(afterMs, how.signal);
      return await postCommand(id, request, how);
    };
    const abort = new AbortController();
    const failure = failureOf(
      runner.run(ps, options({ effect: 'writes', what: 'exec setup.exe', signal: abort.signal })),
    );
    await clock.whenSleeping();
    abort.abort();
    await clock.whenSleeping(2);
    clock.advance(3_000);
    return { error: await failure, server, runner };
  }

  it('lets a command arrive that is on its way, and cancels it by its id', async () => {
    const { error, server, runner } = await interruptedOnItsWay(1_000);
    expect(server.count('cancelCommand')).toBe(1);
    expect(error.message).toBe('exec setup.exe: stopped; command 1 was canceled before the sensor took it');
    expect([...runner.posted.values()].map((ids) => [...ids])).toEqual([[1]]);
  });

  it('gives up a server that takes no command, and says that nobody knows', async () => {
    const { error, server } = await interruptedOnItsWay(60_000);
    expect(server.count('cancelCommand')).toBe(0);
    expect([error.kind, error.message, error.hint]).toEqual([
      'Interrupted',
      'exec setup.exe: stopped on its way to the server; the sensor may carry it out all the same',
      'commands shows whether it arrived',
    ]);
  });

  it('says that a command goes on which the sensor has taken', async () => {
    const { error } = await interrupted('in progress');
    expect([error.message, error.hint]).toEqual([
      'ps: stopped; command 1 goes on on the sensor',
      'it holds the sensor until it ends or the session is closed; commands shows it',
    ]);
  });

  it('ends as terminated where a signal asked the program to end', async () => {
    const { clock, server, runner, options } = makeWorld('manual');
    server.on('process list', { takesMs: 60_000 });
    const abort = new AbortController();
    const failure = failureOf(runner.run(ps, options({ signal: abort.signal })));
    await clock.whenSleeping();
    abort.abort(new CbError('Terminated', 'stopped by a signal'));
    expect((await failure).kind).toBe('Terminated');
  });

  it('says that it does not know when the server does not answer', async () => {
    const { clock, server, runner, options } = makeWorld('manual');
    server.on('process list', { takesMs: 60_000 });
    server.failNext('cancelCommand', new CbError('Network', 'connection refused'));
    const abort = new AbortController();
    const failure = failureOf(runner.run(ps, options({ signal: abort.signal })));
    await clock.whenSleeping();
    abort.abort();
    expect((await failure).message).toBe(
      'ps: stopped; command 1 may go on on the sensor (connection refused)',
    );
  });

  it('before the command was posted posts nothing', async () => {
    const { server, runner, options } = makeWorld();
    const reason = new CbError('Interrupted', 'stopped');
    await expect(runner.run(ps, options({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(server.calls).toEqual([]);
  });
});

describe('a session that the server has forgotten', () => {
  it('is replaced, and the command is posted to the new one, before anything was accepted', async () => {
    const { server, runner, replaced, options, session } = makeWorld();
    const first = session();
    server.forget(first);
    const ended = await runner.run({ name: 'kill', object: 4 }, options({ effect: 'writes' }));
    expect(replaced).toEqual([first]);
    expect(sentOf(ended).sessionId).toBe(session());
    expect(server.requests).toHaveLength(1);
  });

  it('is replaced under a wait, and what only reads is asked again', async () => {
    const { server, runner, replaced, options, session } = makeWorld();
    const first = session();
    server.on('process list', (_request, index) => ({
      takesMs: 200,
      ...(index === 0 ? { while: { status: 'pending' } } : {}),
    }));
    server.failNext('command', sessionGone(first));
    expect(sentOf(await runner.run(ps, options())).sessionId).toBe(session());
    expect(replaced).toEqual([first]);
    expect(server.requests.map(({ name }) => name)).toEqual(['process list', 'process list']);
  });

  it('is an error under a wait for what writes: it is never sent twice', async () => {
    const { server, runner, replaced, options, session } = makeWorld();
    server.on('kill', { takesMs: 200 });
    server.failNext('command', sessionGone(session()));
    const error = await failureOf(
      runner.run({ name: 'kill', object: 4 }, options({ what: 'kill 4', effect: 'writes' })),
    );
    expect(error.kind).toBe('SessionLost');
    expect(error.message).toBe(
      'kill 4: the session ended meanwhile; whether it was carried out is not known',
    );
    expect(replaced).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('is given up when it is lost again and again', async () => {
    const { server, runner, replaced, options } = makeWorld();
    for (let i = 0; i < 10; i += 1) server.failNext('postCommand', sessionGone(41));
    expect((await failureOf(runner.run(ps, options()))).kind).toBe('SessionGone');
    expect(replaced).toHaveLength(3);
  });

  it('is not what a missing command object means', async () => {
    const { server, runner, replaced, options } = makeWorld();
    server.on('process list', { takesMs: 200 });
    server.failNext('command', new CbError('NotFound', 'Command 1 not found'));
    expect((await failureOf(runner.run(ps, options()))).message).toBe('Command 1 not found');
    expect(replaced).toEqual([]);
  });
});

describe('a dry run', () => {
  it('hands the write to be printed, waits for nothing and gives nothing', async () => {
    const { server, runner, options } = makeWorld();
    const printed: unknown[] = [];
    const post = server.postCommand;
    server.postCommand = async (id, request, how) => {
      if (how.effect !== 'writes' || how.dryRun === undefined) return await post(id, request, how);
      how.dryRun({ method: 'POST', path: `/api/v1/cblr/session/${id}/command`, body: request });
      return { sent: false };
    };
    const dryRun = ({ body }: DryRunRequest) => void printed.push(body);
    const kill = { name: 'kill', object: 4 };
    expect(await runner.run(kill, options({ effect: 'writes', dryRun }))).toEqual({ sent: false });
    expect(printed).toEqual([kill]);
    // It was the run of this one: the next is sent, and what reads is never held back.
    expect(await runner.run(ps, options({ dryRun }))).toMatchObject({ sent: true });
    expect(await runner.run(kill, options({ effect: 'writes' }))).toMatchObject({ sent: true });
    expect(printed).toEqual([kill]);
  });
});

it('says on the spinner what it waits for by no name of a verb but its own: listings serve many', async () => {
  const { live, server, runtime, never } = await openFakeLive();
  const entry = { filename: 'a.exe', attributes: [], size: 3 };
  server.on('directory list', { takesMs: 3000, end: { files: [entry] } });
  await live.files.stat('C:\\a.exe', never);
  await live.files.look(plainPath('C:\\t'), { signal: never });
  const said = runtime.progressTexts
    .filter((text) => text.includes('C:'))
    .map((text) => text.replace(/: (?:the sensor|waiting).*/, ''));
  expect(new Set(said)).toEqual(new Set(['looking at C:\\a.exe', 'listing C:\\t']));
});
