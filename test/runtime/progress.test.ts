import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { makeProgress } from '../../src/runtime/progress.ts';
import { progressText } from '../../src/runtime/progress-text.ts';
import { makeTypedLine } from '../../src/runtime/typed-line.ts';
import { makeTestClock } from '../support/test-clock.ts';

/** A terminal that remembers what was written to it. */
function makeTerminal() {
  let text = '';
  const waiting: { readonly pattern: RegExp; readonly resolve: () => void }[] = [];
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 60,
    rows: 24,
    cursorTo: () => true,
    moveCursor: () => true,
    clearLine: () => true,
  });
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const { pattern, resolve } of waiting) {
      if (pattern.test(text)) resolve();
    }
  });
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    text: () => text,
    shows: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        if (pattern.test(text)) resolve();
        waiting.push({ pattern, resolve });
      }),
  };
}

describe('progress', () => {
  it('appears only after a moment, escaped, and goes away', async () => {
    const terminal = makeTerminal();
    const clock = makeTestClock(0, false);
    const progress = makeProgress({
      stream: () => terminal.stream,
      clock,
      color: false,
      typedLine: makeTypedLine(),
    });
    const quick = progress.start('quick');
    quick.stop();
    const slow = progress.start('waiting for \u001b[31mbad');
    await clock.whenSleeping();
    expect(terminal.text()).toBe('');
    clock.advance(150);
    await terminal.shows(/waiting for \\u\{1b\}\[31mbad/);
    slow.say('still \u202e here');
    await terminal.shows(/still \\u\{202e\} here/);
    slow.stop();
    slow.stop();
    await terminal.shows(/\u001b\[\?25h/); // the cursor is back
    expect(terminal.text()).not.toContain('quick');
    expect(terminal.text()).not.toContain('\u001b[31m');
  });

  it('says how long it has taken, from a second on, in one row of any terminal', async () => {
    const terminal = makeTerminal();
    const clock = makeTestClock(0, false);
    const progress = makeProgress({
      stream: () => terminal.stream,
      clock,
      color: false,
      typedLine: makeTypedLine(),
    });
    const task = progress.start(`exec ${'x'.repeat(100)}`);
    await clock.whenSleeping();
    clock.advance(150);
    await terminal.shows(/exec x+…/);
    expect(terminal.text()).not.toContain('(');
    clock.advance(11_900);
    await terminal.shows(/exec x+… \(12s\)/);
    clock.advance(3_600_000);
    await terminal.shows(/exec x+… \(1h 00m\)/);
    const rows =
      terminal
        .text()
        .replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')
        .match(/. exec x+…(?: \([^)]*\))?/g) ?? [];
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(60);
    task.stop();
  });

  it('keeps what is typed out of its row while it is drawn, until somebody else has the place', async () => {
    const terminal = makeTerminal();
    const clock = makeTestClock(0, false);
    const typedLine = makeTypedLine();
    const kept: string[] = [];
    typedLine.onCover(() => {
      kept.push('on');
      return () => void kept.push('off');
    });
    const progress = makeProgress({ stream: () => terminal.stream, clock, color: false, typedLine });
    const one = progress.start('one');
    await clock.whenSleeping();
    expect(kept).toEqual([]);
    clock.advance(150);
    await terminal.shows(/one/);
    expect(kept).toEqual(['on']);
    one.stop();
    expect(kept).toEqual(['on', 'off']);
    const two = progress.start('two');
    await clock.whenSleeping();
    clock.advance(150);
    await terminal.shows(/two/);
    typedLine.hold({ hide: () => undefined, begin: () => undefined });
    expect(kept).toEqual(['on', 'off', 'on', 'off']);
    const drawn = terminal.text().length;
    two.say('three');
    expect(terminal.text().slice(drawn)).not.toContain('three');
    two.stop();
    expect(kept).toHaveLength(4);
  });

  it('draws nothing over a line that is being typed, not even what began before', async () => {
    const terminal = makeTerminal();
    const clock = makeTestClock(0, false);
    let isTyped = false;
    const typedLine = { isHeld: () => isTyped, cover: () => () => undefined };
    const progress = makeProgress({ stream: () => terminal.stream, clock, color: false, typedLine });
    const early = progress.start('early');
    await clock.whenSleeping();
    isTyped = true;
    progress.start('late').stop();
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    early.stop();
    expect(terminal.text()).toBe('');
  });

  it('draws nothing on a terminal without a width', async () => {
    const terminal = makeTerminal();
    Object.assign(terminal.stream, { columns: 0 });
    const clock = makeTestClock(0, false);
    const progress = makeProgress({
      stream: () => terminal.stream,
      clock,
      color: false,
      typedLine: makeTypedLine(),
    });
    progress.start('waiting').stop();
    clock.advance(1_000);
    expect(terminal.text()).toBe('');
  });

  it('shows the newest of several tasks, and the older one again after it', async () => {
    const terminal = makeTerminal();
    const clock = makeTestClock(0, false);
    const progress = makeProgress({
      stream: () => terminal.stream,
      clock,
      color: false,
      typedLine: makeTypedLine(),
    });
    const outer = progress.start('outer');
    const inner = progress.start('inner');
    await clock.whenSleeping(2);
    clock.advance(150);
    await terminal.shows(/inner/);
    inner.stop();
    await terminal.shows(/inner[\s\S]*outer/);
    expect(terminal.text()).toMatch(/inner[\s\S]*outer/);
    outer.stop();
  });

  it('draws nothing where there is no terminal', () => {
    const clock = makeTestClock(0, false);
    const task = makeProgress({
      stream: () => undefined,
      clock,
      color: false,
      typedLine: makeTypedLine(),
    }).start('x');
    task.say('y');
    task.advance(1, 2, 'bytes');
    task.stop();
    expect(clock.monotonic()).toBe(0);
  });
});

describe('the text of a bar', () => {
  const MiB = 1024 * 1024;
  it.each([
    [
      { done: 25 * MiB, total: 100 * MiB, unit: 'bytes', elapsedMs: 5000 },
      'get █████░░░░░░░░░░░░░░░ 25% 25.0 MiB of 100 MiB, 5.0 MiB/s, 15s left',
    ],
    [{ done: 2 * MiB, total: undefined, unit: 'bytes', elapsedMs: 1000 }, 'get 2.0 MiB, 2.0 MiB/s'],
    [{ done: 0, total: 10, unit: 'items', elapsedMs: 0 }, `get ${'░'.repeat(20)} 0% 0 of 10`],
    [{ done: 10, total: 10, unit: 'items', elapsedMs: 500 }, `get ${'█'.repeat(20)} 100% 10 of 10`],
    [{ done: 12, total: 10, unit: 'items', elapsedMs: 500 }, `get ${'█'.repeat(20)} 100% 12 of 10`],
  ] as const)('of %j', (advance, text) => {
    expect(progressText('get', advance)).toBe(text);
  });

  it('loses the end of its text before that of the bar', () => {
    const advance = { done: 1, total: 4, unit: 'bytes', elapsedMs: 1000 } as const;
    const whole = progressText('get', advance).slice('get'.length);
    expect(progressText('get C:\\Windows\\Temp\\memory.dmp', advance, 90)).toBe(
      `get C:\\Windows\\Temp\\memory.dmp${whole}`,
    );
    expect(progressText(`get C:\\${'x'.repeat(90)}`, advance, 80)).toHaveLength(80);
    expect(progressText(`get C:\\${'x'.repeat(90)}`, advance, 80).endsWith(`…${whole}`)).toBe(true);
    expect(progressText(`get C:\\${'x'.repeat(90)}`, advance, 30)).toBe(`get C:\\${'x'.repeat(8)}…${whole}`);
  });
});
