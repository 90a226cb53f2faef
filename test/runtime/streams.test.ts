import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { colorLevelOf } from '../../src/runtime/color-level.ts';
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
      { isTTY: false, name: 'stdout' },
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
    const sink = makeSink(() => gone, { isTTY: false, name: 'stdout' });
    await expect(sink.write('a')).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(sink.write('b')).rejects.toMatchObject({ code: 'EPIPE' });
  });

  it('says that the output could not be written for any other reason', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    });
    const sink = makeSink(() => full, { isTTY: false, name: 'stdout' });
    await expect(sink.write('a')).rejects.toMatchObject({ kind: 'LocalFile' });
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
