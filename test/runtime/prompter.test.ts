import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { makePrompter } from '../../src/runtime/prompter.ts';

/** A terminal for questions: `press` types once the output shows a text. */
function makeTerminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  // As with the process's own stderr, which a pipe does not end.
  output.end = () => output;
  let shown = '';
  let suspensions = 0;
  const waiting: { text: string | RegExp; keys: readonly string[] }[] = [];
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const next = waiting[0];
    if (
      next === undefined ||
      !(typeof next.text === 'string' ? shown.includes(next.text) : next.text.test(shown))
    )
      return;
    waiting.shift();
    setImmediate(() => {
      for (const key of next.keys) input.write(key);
    });
  });
  return {
    prompter: makePrompter({
      input: () => input,
      output: () => output,
      suspend: async () => {
        suspensions += 1;
        output.write('again ');
      },
    }),
    suspensions: () => suspensions,
    press: (text: string | RegExp, ...keys: readonly string[]) => waiting.push({ text, keys }),
    shown: () => shown,
    input,
    whenShown: (text: string) =>
      new Promise<void>((resolve) => {
        output.on('data', () => shown.includes(text) && resolve());
      }),
  };
}

describe('questions', () => {
  it('are answered with yes, no, or Enter for the default, which is no', async () => {
    const { prompter, press } = makeTerminal();
    press('remove 2', 'y', '\r');
    expect(await prompter.confirm('remove 2 files?')).toBe(true);
    press('remove 3', '\r');
    expect(await prompter.confirm('remove 3 files?')).toBe(false);
    press('pin it?', '\r');
    expect(await prompter.confirm('pin it?', { initial: true })).toBe(true);
  });

  it.each([
    ['in one piece', ['\u001b[200~yum install x\rrm -r *\r\u001b[201~']],
    ['in pieces', ['\u001b[20', '0~yum', ' install x\rrm -r *\r\u001b', '[201~']],
    ['with keys of their own', ['\u001b[200~y\u0004\u0003um\r\u001b[201~']],
  ])('are answered by no Enter that was pasted, %s', async (_what, pieces) => {
    const { prompter, press, shown } = makeTerminal();
    press('remove', ...pieces);
    press('yum', ...Array.from({ length: 20 }, () => '\u007f'), 'n', '\r');
    expect(await prompter.confirm('remove it?')).toBe(false);
    expect(shown()).not.toContain('rm -r');
    expect(shown().indexOf('\u001b[?2004h')).toBeLessThan(shown().indexOf('remove it?'));
    expect(shown().endsWith('\u001b[?2004l')).toBe(true);
  });

  describe('of a list with keys beside Enter', () => {
    const keys = [
      { key: 'backspace', about: 'widen', value: 'wider' },
      { key: 'q', about: 'leave', value: 'quit' },
    ] as const;
    const choices = [
      { label: 'first', value: 1 },
      { label: '\u001b[2Jsecond', value: 2 },
    ];

    it.each([
      ['Enter', ['\r'], { chosen: 1 }],
      ['an arrow, and Enter', ['\u001b[B', '\r'], { chosen: 2 }],
      ['Backspace', ['\u007f'], { pressed: 'wider' }],
      ['a letter', ['q'], { pressed: 'quit' }],
      ['a letter behind others', ['xq'], { pressed: 'quit' }],
    ])('are answered by %s', async (_what, pressed, answer) => {
      const { prompter, press, shown } = makeTerminal();
      press('leave', ...pressed);
      expect(await prompter.pick('which one?', choices, keys)).toEqual(answer);
      expect(shown()).toContain('\\u{1b}[2Jsecond');
      expect(shown()).toContain('⌫ widen · q leave');
    });

    it('what was typed ahead goes to the next one; an empty list has its keys all the same', async () => {
      const { prompter, press } = makeTerminal();
      press('leave', '\u007fq');
      expect(await prompter.pick('which one?', choices, keys)).toEqual({ pressed: 'wider' });
      expect(await prompter.pick('and now?', [], keys)).toEqual({ pressed: 'quit' });
    });

    it('Ctrl-D declines', async () => {
      const { prompter, press } = makeTerminal();
      press('leave', '\u0004');
      await expect(prompter.pick('which one?', choices, keys)).rejects.toMatchObject({ kind: 'Declined' });
    });
  });

  it('of a letter: Ctrl-D is not its Enter', async () => {
    const { prompter, press } = makeTerminal();
    const choices = [
      { letter: 'q', about: 'quit', value: 'quit' },
      { letter: '', about: 'next', value: 'next' },
    ];
    press('what now', '\r');
    expect(await prompter.letter('what now?', choices)).toBe('next');
    press('what now', '\u0004');
    await expect(prompter.letter('what now?', choices)).rejects.toMatchObject({ kind: 'Declined' });
  });

  it('take a text that was pasted, when Enter follows', async () => {
    const { prompter, press } = makeTerminal();
    press('token', '\u001b[200~feedface\n\u001b[201~', '\r');
    expect(await prompter.secret('token?')).toBe('feedface');
  });

  it('show nothing raw of what a sensor named', async () => {
    const { prompter, press, shown } = makeTerminal();
    press('remove', '\r');
    await prompter.confirm('remove \u001b]0;evil\u0007\u202e?');
    expect(shown()).toContain('remove \\u{1b}]0;evil\\u{7}\\u{202e}?');
    expect(shown()).not.toContain('\u001b]0');
  });

  it('Ctrl-C is Interrupted', async () => {
    const { prompter, press } = makeTerminal();
    press('remove', '\u0003');
    await expect(prompter.confirm('remove it?')).rejects.toMatchObject({ kind: 'Interrupted' });
  });

  it('offer a choice, also of values that are no text', async () => {
    const { prompter, press, shown } = makeTerminal();
    press('which', '\u001b[B', '\r');
    const choices = [
      { label: '10 WIN\u001b[8m', value: { id: 10 } },
      { label: '11 LIN', value: { id: 11 } },
    ];
    expect(await prompter.select('which sensor?', choices)).toEqual({ id: 11 });
    expect(shown()).toContain('10 WIN\\u{1b}[8m');
  });

  it('take text, and secrets without an echo', async () => {
    const { prompter, press, shown } = makeTerminal();
    press('name', ...'lab2', '\r');
    expect(await prompter.input('name of the profile?')).toBe('lab2');
    press('token', ...'s3cr3t', '\r');
    expect(await prompter.secret('token?')).toBe('s3cr3t');
    expect(shown()).not.toContain('s3c');
  });

  it('Ctrl-D means no, and is no answer where one must be given', async () => {
    const { prompter, press } = makeTerminal();
    press('remove 1', '\u0004');
    expect(await prompter.confirm('remove 1 file?')).toBe(false);
    press('pin it', 'y', '\u0004');
    expect(await prompter.confirm('pin it?', { initial: true })).toBe(false);
    for (const ask of [
      () => prompter.input('name?'),
      () => prompter.secret('name?'),
      () => prompter.select('name?', [{ label: 'a', value: 1 }]),
    ]) {
      press('name', '\u0004');
      await expect(ask()).rejects.toMatchObject({ kind: 'Declined' });
    }
  });

  it('a terminal that goes away means no', async () => {
    const { prompter, input, whenShown } = makeTerminal();
    const answer = prompter.confirm('remove it?');
    await whenShown('remove it?');
    input.end();
    expect(await answer).toBe(false);
    expect(await prompter.confirm('remove it now?')).toBe(false);
  });

  it('a wrong answer goes from the line', async () => {
    const { prompter, press, shown } = makeTerminal();
    press('remove', ...'maybe', '\r');
    press('answer y or n', 'y', '\r');
    expect(await prompter.confirm('remove it?')).toBe(true);
    expect(shown().slice(shown().indexOf('answer y or n'))).not.toContain('maybe');
  });

  it('Ctrl-Z stops the program, and the question is asked again when it goes on', async () => {
    const { prompter, press, suspensions } = makeTerminal();
    press('remove', 'y', '\u001a');
    press(/again .*remove/s, '\r');
    expect(await prompter.confirm('remove it?')).toBe(false);
    expect(suspensions()).toBe(1);
  });

  it('gives the terminal back as it was', async () => {
    const { prompter, press, input } = makeTerminal();
    press('remove', '\u0004');
    await prompter.confirm('remove it?');
    expect(input.listenerCount('data') + input.listenerCount('end') + input.listenerCount('close')).toBe(0);
    expect(input.isPaused()).toBe(true);
  });
});
