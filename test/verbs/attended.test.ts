import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { WatchedProgram } from '../../src/live/watch.ts';
import type { AtPrompt, Interruptible } from '../../src/ports/at-prompt.ts';
import { attended } from '../../src/verbs/attended.ts';
import { attentive } from '../support/attentive.ts';

const never = new AbortController().signal;

/** A program that prints what is written to it, at a prompt where Ctrl-C is answered with this letter. */
function world(letter: string, end: () => Promise<void> = async () => undefined, asked = Promise.resolve()) {
  const printed = new PassThrough({ encoding: 'utf8' });
  const program: WatchedProgram = {
    pid: 7,
    name: () => 'ping.exe',
    chunks: printed,
    unread: () => undefined,
    part: async () => undefined,
    end,
  };
  const notes: string[] = [];
  const questions: string[] = [];
  const running = new Set<Interruptible>();
  const prompt: AtPrompt = {
    onInterrupt(verb) {
      running.add(verb);
      return () => running.delete(verb);
    },
    async choose(question, choices) {
      questions.push(question);
      await asked;
      const chosen = choices.find((one) => one.letter === letter);
      if (chosen === undefined) throw new Error(`no ${letter}`);
      return chosen.value;
    },
    leaveRunning: () => undefined,
    attention: attentive,
  };
  const drawn = new Set<string>();
  const progress = {
    start(text: string) {
      drawn.add(text);
      return { say() {}, advance() {}, stop: () => void drawn.delete(text) };
    },
  };
  const attend = (start: () => Promise<WatchedProgram | undefined>) =>
    attended(start, { prompt, signal: never, note: (text) => void notes.push(text), progress, what: 'x' });
  const verb = (): Interruptible => {
    const [one] = running;
    if (one === undefined) throw new Error('nobody is asked');
    return one;
  };
  return { printed, program, notes, questions, drawn, attend, verb };
}

async function textOf(program: WatchedProgram | undefined): Promise<string> {
  let text = '';
  for await (const chunk of program?.chunks ?? []) text += chunk;
  return text;
}

describe('a program at a prompt', () => {
  it('that is silent and cannot be ended says why, goes on, and can be asked about again', async () => {
    const { printed, program, notes, questions, attend, verb } = world('k', async () => {
      throw new CbError('CommandFailed', 'kill 7: access denied');
    });
    const text = textOf(await attend(async () => program));
    expect(verb().ask()).toBe(true);
    await expect.poll(() => notes).toEqual(['pid 7 was not ended, and goes on: kill 7: access denied']);
    expect(verb().ask()).toBe(true);
    await expect.poll(() => notes).toHaveLength(2);
    printed.end('by itself');
    expect(await text).toBe('by itself');
    expect(questions[0]).toBe('pid 7 (ping.exe) runs');
  });

  it('that takes long to end can be left by another Ctrl-C, and that is said', async () => {
    const { promise: ending, resolve: end } = Promise.withResolvers<void>();
    const { printed, program, drawn, attend, verb } = world('k', () => ending);
    const text = textOf(await attend(async () => program));
    expect(verb().ask()).toBe(true);
    await expect
      .poll(() => [...drawn])
      .toEqual(['ending pid 7 with what it started; Ctrl-C stops waiting for that']);
    expect(verb().ask()).toBe(false);
    end();
    printed.end();
    await text;
  });

  it('draws nothing over the question that is open about it, and goes on drawing behind that', async () => {
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    const { printed, program, drawn, attend, verb } = world('', undefined, asked);
    const shown = 'x (pid 7); Ctrl-C ends it or leaves it';
    const text = textOf(await attend(async () => program));
    await expect.poll(() => [...drawn]).toEqual([shown]);
    verb().ask();
    expect([...drawn]).toEqual([]);
    printed.write('meanwhile');
    await new Promise((resolve) => setImmediate(resolve));
    expect([...drawn]).toEqual([]);
    answer();
    await expect.poll(() => [...drawn]).toEqual([shown]);
    printed.end();
    expect(await text).toBe('meanwhile');
    expect([...drawn]).toEqual([]);
  });

  it('draws nothing over the question that waited for its start', async () => {
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    const { printed, program, questions, drawn, attend, verb } = world('', undefined, asked);
    const { promise: started, resolve: start } = Promise.withResolvers<WatchedProgram>();
    const running = attend(() => started);
    expect(verb().ask()).toBe(true);
    start(program);
    const text = textOf(await running);
    await new Promise((resolve) => setImmediate(resolve));
    expect(questions).toHaveLength(1);
    expect([...drawn]).toEqual([]);
    answer();
    await expect.poll(() => drawn.size).toBe(1);
    printed.end();
    await text;
  });

  it('that is ended before it has started is ended once it has', async () => {
    const ended: string[] = [];
    const { printed, program, attend, verb } = world('k', async () => void ended.push('ended'));
    const { promise: started, resolve: start } = Promise.withResolvers<WatchedProgram>();
    const running = attend(() => started);
    const ending = verb().end();
    expect(ended).toEqual([]);
    start(program);
    await ending;
    expect(ended).toEqual(['ended']);
    printed.end();
    await textOf(await running);
  });

  it('that cannot be started needs no end', async () => {
    const { attend, verb } = world('k');
    const { promise: started, reject: fail } = Promise.withResolvers<WatchedProgram>();
    const running = attend(() => started);
    const ending = verb().end();
    fail(new CbError('NotOnSensor', 'no such program'));
    await expect(running).rejects.toThrow('no such program');
    await ending;
  });
});
