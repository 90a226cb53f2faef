import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { colorLevelOf } from '../../src/runtime/color-level.ts';
import { isTerminal } from '../../src/runtime/is-terminal.ts';
import { makeSignals } from '../../src/runtime/signals.ts';
import { makeSink } from '../../src/runtime/sink.ts';
import { withGlobals } from '../../src/runtime/with-globals.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeTestClock } from '../support/test-clock.ts';

describe('the colour level', () => {
  it.each([
    [{}, false, 'linux', 0],
    [{ TERM: 'xterm' }, true, 'linux', 1],
    [{ TERM: 'xterm-256color' }, true, 'linux', 2],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, true, 'linux', 3],
    [{}, true, 'win32', 3],
    [{ TERM: 'dumb' }, true, 'linux', 0],
    [{ NO_COLOR: '1', TERM: 'xterm' }, true, 'linux', 0],
    [{ NO_COLOR: '', TERM: 'xterm' }, true, 'linux', 1],
    [{ FORCE_COLOR: '1' }, false, 'linux', 1],
    [{ FORCE_COLOR: '3', NO_COLOR: '1' }, false, 'linux', 3],
    [{ FORCE_COLOR: '0', TERM: 'xterm' }, true, 'linux', 0],
  ] as const)('of %j (terminal: %s) on %s is %d', (env, isTTY, platform, level) => {
    expect(colorLevelOf(env, isTTY, platform)).toBe(level);
  });
});

describe('a sink', () => {
  it('takes its stream only when something is written', async () => {
    let taken = 0;
    const stream = new PassThrough();
    const sink = makeSink(
      () => {
        taken += 1;
        return stream;
      },
      { isTTY: () => false, name: 'stdout' },
    );
    expect(taken).toBe(0);
    await sink.write('a');
    await sink.write(Buffer.from('b'));
    expect(taken).toBe(1);
    expect(stream.read().toString()).toBe('ab');
  });

  it('rejects with EPIPE once the reader has gone, and on every write after that', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const sink = makeSink(() => gone, { isTTY: () => false, name: 'stdout' });
    await expect(sink.write('a')).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(sink.write('b')).rejects.toMatchObject({ code: 'EPIPE' });
  });

  it('says that the output could not be written for any other reason', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    });
    const sink = makeSink(() => full, { isTTY: () => false, name: 'stdout' });
    await expect(sink.write('a')).rejects.toMatchObject({ kind: 'LocalFile' });
  });

  it('is a terminal where it is told so, and asks only then', () => {
    const sink = makeSink(() => new PassThrough(), { isTTY: () => true, name: 'stdout' });
    expect(sink.isTTY).toBe(true);
  });
});

describe('what is little, for a file or a pipe,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cblr-sink-'));
  const open: number[] = [];
  const opened = (path: string, flags: number | string) => {
    const fd = openSync(path, flags);
    open.push(fd);
    return fd;
  };
  const fifo = (name: string) => {
    const path = join(folder, name);
    execFileSync('mkfifo', [path]);
    // For both, so that neither end waits for the other.
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { reader, writer: opened(path, constants.O_WRONLY | constants.O_NONBLOCK) };
  };
  afterAll(() => {
    for (const fd of open) closeSync(fd);
    rmSync(folder, { recursive: true, force: true });
  });
  /** A sink over this file, and how often its stream was taken. */
  const over = (fd: number, isTTY = false) => {
    const stream = new PassThrough();
    let taken = 0;
    const take = () => {
      taken += 1;
      return stream;
    };
    const sink = makeSink(take, { isTTY: () => isTTY, name: 'stdout', fd });
    return { sink, stream, taken: () => taken };
  };

  it('goes there without the stream', async () => {
    const path = join(folder, 'file');
    const { sink, taken } = over(opened(path, 'w'));
    await sink.write('an');
    await sink.write(Buffer.from(' äöü'));
    expect(readFileSync(path, 'utf8')).toBe('an äöü');
    expect(taken()).toBe(0);
  });

  it('goes through the stream behind what was much, and on a terminal', async () => {
    const { sink, stream, taken } = over(opened(join(folder, 'unused'), 'w'));
    stream.resume();
    await sink.write('x'.repeat(100_000));
    await sink.write('y');
    expect(taken()).toBe(1);
    const terminal = over(opened(join(folder, 'terminal'), 'w'), true);
    await terminal.sink.write('y');
    expect(terminal.stream.read().toString()).toBe('y');
    expect(
      readFileSync(join(folder, 'unused'), 'utf8') + readFileSync(join(folder, 'terminal'), 'utf8'),
    ).toBe('');
  });

  it('waits in the stream where a pipe is full and says that nobody is to wait, each byte once', async () => {
    const { reader, writer } = fifo('full');
    const room = 64 * 1024;
    expect(writeSync(writer, Buffer.alloc(room - 5))).toBe(room - 5);
    const { sink, stream, taken } = over(writer);
    // What fits not at all, or only in part.
    await sink.write('z'.repeat(5000));
    expect(taken()).toBe(1);
    const read = Buffer.alloc(2 * room);
    const there = readSync(reader, read);
    closeSync(reader);
    expect(there - (room - 5) + stream.read().length).toBe(5000);
  });

  it('rejects with EPIPE where its reader has gone, and with the reason where the disk is full', async () => {
    const { reader, writer } = fifo('left');
    closeSync(reader);
    const { sink, taken } = over(writer);
    await expect(sink.write('a')).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(sink.write('b')).rejects.toMatchObject({ code: 'EPIPE' });
    expect(taken()).toBe(0);
    const full = over(opened('/dev/full', 'w'));
    await expect(full.sink.write('a')).rejects.toMatchObject({ kind: 'LocalFile' });
  });

  it.each(['/dev/null', join(folder, 'plain')])('is not asked whether it is a terminal: %s', (path) => {
    const getBuiltinModule = () => {
      throw new Error('loaded');
    };
    const fd = opened(path, 'w');
    expect(isTerminal(fd, { platform: 'linux', getBuiltinModule })).toBe(false);
    expect(isTerminal(9999, process)).toBe(false);
  });
});

describe('signals', () => {
  it('reach only the newest handler, and nobody after the last is gone', () => {
    const { listeners, clock, signals } = makeListened();
    const heard: string[] = [];
    const releaseOld = signals.onInterrupt(() => heard.push('old'));
    const releaseNew = signals.onInterrupt(() => heard.push('new'));
    listeners.get('SIGINT')?.();
    releaseNew();
    releaseNew();
    clock.advance(1000);
    listeners.get('SIGINT')?.();
    releaseOld();
    expect(heard).toEqual(['new', 'old']);
    expect(listeners.size).toBe(0);
  });

  it('take the Ctrl-C that npm hands on beside that of the terminal for one, and a later one for another', () => {
    const { listeners, clock, signals } = makeListened();
    const heard: string[] = [];
    const release = signals.onInterrupt(() => heard.push('verb'));
    listeners.get('SIGINT')?.();
    release();
    signals.onInterrupt(() => heard.push('prompt'));
    clock.advance(30);
    listeners.get('SIGINT')?.();
    expect(heard).toEqual(['verb']);
    clock.advance(400);
    listeners.get('SIGINT')?.();
    expect(heard).toEqual(['verb', 'prompt']);
  });

  it('that ask the program to end are all heard', () => {
    const { listeners, signals } = makeListened();
    const heard: string[] = [];
    signals.onTerminate(() => heard.push('end'));
    listeners.get('SIGHUP')?.();
    listeners.get('SIGTERM')?.();
    expect(heard).toEqual(['end', 'end']);
  });
});

function makeListened() {
  const listeners = new Map<string, () => void>();
  const clock = makeTestClock(0, false);
  const signals = makeSignals(
    { on: (name, fn) => listeners.set(name, fn), off: (name) => listeners.delete(name) },
    clock,
  );
  return { listeners, clock, signals };
}

describe('global options', () => {
  it('--quiet silences notes and progress, --no-color takes the colours away', () => {
    const runtime = makeRuntime({ tty: true, env: { FORCE_COLOR: '1' } });
    const quiet = withGlobals(runtime, { quiet: true, color: false });
    quiet.note('hidden');
    quiet.progress.start('hidden').stop();
    expect(runtime.err()).toBe('');
    expect(runtime.progressTexts).toEqual([]);
    expect(quiet.streams.colorLevel).toEqual({ out: 0, err: 0 });
  });

  it('keep everything as it is when nothing was said', () => {
    const runtime = makeRuntime();
    const same = withGlobals(runtime, { quiet: false, color: undefined });
    same.note('seen \u001b[31m\n');
    expect(runtime.err()).toBe('seen \\u{1b}[31m\\u{a}\n');
    expect(withGlobals(runtime, { quiet: false, color: true }).streams.colorLevel.out).toBe(1);
  });
});
