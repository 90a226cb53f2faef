import { describe, expect, it } from 'vitest';
import { CbError } from '../../../src/errors/cb-error.ts';
import { makeRuntime, type RuntimeOptions } from '../../support/make-runtime.ts';
import { type HostOptions, ShellDriver } from '../../support/shell-driver.ts';
import { type FakeContext, fakeVerbs, lettingGo } from '../fake-verbs.ts';

type Settings = RuntimeOptions & Partial<Omit<HostOptions<FakeContext>, 'runtime' | 'verbs' | 'context'>>;

async function start(settings: Settings = {}) {
  const runtime = makeRuntime({ clock: 'manual', ...settings, tty: true });
  const log: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    ...settings,
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
  });
  const logged = async (entry: string) => {
    while (!log.includes(entry)) await turn();
  };
  return { runtime, log, driver, logged };
}

/** A sensor that answers when it is told to. */
function slowSensor() {
  const answers: { give: (names: readonly string[]) => void; readonly signal: AbortSignal }[] = [];
  const asked: (() => void)[] = [];
  return {
    answers,
    providers: {
      remotePath: (_word: string, signal: AbortSignal) => {
        const { promise, resolve } = Promise.withResolvers<readonly string[]>();
        answers.push({ give: resolve, signal });
        for (const tell of asked.splice(0)) tell();
        return promise;
      },
    },
    whenAsked: () =>
      new Promise<void>((resolve) => void (answers.length > 0 ? resolve() : asked.push(resolve))),
  };
}

const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) & 31);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The rows that a terminal of this width shows of what was written to it. */
function screen(text: string, columns = 100): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const current = () => {
    while (rows.length <= row) rows.push([]);
    return rows[row] as string[];
  };
  for (const [part, counted, letter] of text.matchAll(/\u001b\[\??([\d;]*)([A-Za-z])|\p{Any}/gu)) {
    const count = Number(counted || 1);
    if (letter === 'A') row = Math.max(0, row - count);
    else if (letter === 'B') row += count;
    else if (letter === 'C') column += count;
    else if (letter === 'D') column = Math.max(0, column - count);
    else if (letter === 'G') column = count - 1;
    else if (letter === 'J') {
      current().length = Math.min(current().length, column);
      rows.length = row + 1;
    } else if (part === '\r') column = 0;
    else if (part === '\n') row += 1;
    else if (letter === undefined) {
      if (column === columns) [row, column] = [row + 1, 0];
      const cells = current();
      while (cells.length < column) cells.push(' ');
      cells[column] = part;
      column += 1;
    }
  }
  return rows.map((cells) => cells.join('').trimEnd());
}

/** A sink does not turn line feeds into new lines as a terminal does. */
const lines = (text: string, columns?: number) => screen(text.replace(/\r?\n/g, '\r\n'), columns);

describe('Tab on a slow sensor', () => {
  it('leaves the line as typed, draws what is typed ahead, and puts the answer where Tab was', async () => {
    const sensor = slowSensor();
    const { driver, log, runtime } = await start({ providers: sensor.providers });
    await driver.type('ls Win');
    await driver.keys('\t');
    await sensor.whenAsked();
    expect(lines(runtime.err())).toEqual(['HOST C:\\> ls Win']);
    await driver.type('Te mp');
    expect(lines(runtime.err())).toEqual(['HOST C:\\> ls WinTe mp']);
    sensor.answers[0]?.give(['Windows\\']);
    await driver.completed();
    expect(lines(runtime.err())).toEqual(['HOST C:\\> ls Windows\\Te mp']);
    await driver.keys('\u007f', '\u007f', '\u007f');
    await driver.line('mp');
    expect(log).toEqual(['ls Windows\\Temp']);
  });

  it('other keys wait for the answer, Enter too', async () => {
    const sensor = slowSensor();
    const { driver, log, logged } = await start({ providers: sensor.providers });
    await driver.type('ls Win');
    await driver.keys('\t');
    await sensor.whenAsked();
    await driver.keys('\r', ...'ls two', '\r');
    await turn();
    expect(log).toEqual([]);
    sensor.answers[0]?.give(['Windows\\']);
    await logged('ls two');
    expect(log).toEqual(['ls Windows\\', 'ls two']);
  });

  it('Ctrl-C stops the look-up, and drops the line as ever', async () => {
    const sensor = slowSensor();
    const { driver, log, runtime } = await start({ providers: sensor.providers });
    await driver.type('ls Win');
    await driver.keys('\t');
    await sensor.whenAsked();
    await driver.keys('x', ctrl('C'));
    expect(sensor.answers[0]?.signal.aborted).toBe(true);
    sensor.answers[0]?.give(['Windows\\']);
    await turn();
    expect(lines(runtime.err()).at(-1)).toBe('HOST C:\\>');
    await driver.line('ls x');
    expect(log).toEqual(['ls x']);
  });

  it('says that there was no answer, above the line', async () => {
    const sensor = slowSensor();
    const { driver, runtime } = await start({
      providers: {
        remotePath: (word, signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
            void sensor.providers.remotePath(word, signal);
          }),
      },
    });
    await driver.type('ls Win');
    await driver.keys('\t');
    await sensor.whenAsked();
    runtime.clock.advance(2000);
    await driver.completed();
    expect(lines(runtime.err())).toEqual([
      'no answer from the sensor within 2 s: Tab again has it once it is there',
      'HOST C:\\> ls Win',
    ]);
  });

  it('nothing draws over the line: a spinner is silent, and a note stands above', async () => {
    const { driver, runtime } = await start();
    await driver.type('ls Win');
    expect(runtime.typedLine.isHeld()).toBe(true);
    runtime.note('the session was lost');
    expect(lines(runtime.err())).toEqual(['the session was lost', 'HOST C:\\> ls Win']);
    await driver.line('');
    await driver.enter('exit');
    await driver.ended;
    expect(runtime.typedLine.isHeld()).toBe(false);
  });
});

describe('a paste', () => {
  it('waits for Enter, line by line, and can be edited before', async () => {
    const { driver, log, runtime, logged } = await start();
    await driver.type('ls ');
    await driver.paste('one\r\nls two\nls three\n');
    expect(log).toEqual([]);
    expect(lines(runtime.err())).toEqual(['HOST C:\\> ls one', '> ls two', '> ls three']);
    await driver.keys('!', '\r');
    await logged('ls three!');
    expect(log).toEqual(['ls one', 'ls two', 'ls three!']);
  });

  it('of one line with its end stands in the line', async () => {
    const { driver, log, runtime } = await start();
    await driver.paste('ls one\n');
    expect(lines(runtime.err())).toEqual(['HOST C:\\> ls one']);
    expect(log).toEqual([]);
  });

  it('goes in where the cursor is, and Backspace joins lines', async () => {
    const { driver, log } = await start();
    await driver.type('ls []');
    await driver.keys('\u001b[D');
    await driver.paste('a\nb');
    await driver.keys('\u001b[D', '\u007f');
    expect(await driver.line('')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls [ab]']);
  });

  it('is gone with Ctrl-C, before Enter and behind it', async () => {
    const { driver, log, runtime, logged } = await start();
    await driver.paste('ls one\nls two');
    await driver.keys(ctrl('C'));
    expect(await driver.line('ls three')).toEqual({ exitCode: 0 });
    await driver.paste('linger\nls four');
    const done = driver.done();
    await driver.keys('\r');
    await logged('linger begins');
    runtime.interrupt();
    await done;
    await driver.prompt();
    await driver.line('ls five');
    expect(log).toEqual(['ls three', 'linger begins', 'linger stops', 'ls five']);
  });

  it('holds no key: tabs and control characters do nothing', async () => {
    const { driver, log } = await start();
    await driver.paste('ls\ta\u0003\u0004\u001b[Db');
    await driver.line('');
    expect(log).toEqual(['ls a[Db']);
  });

  it('a long one is shown by its ends', async () => {
    const { driver, runtime } = await start();
    await driver.paste(Array.from({ length: 30 }, (_, at) => `ls ${at}`).join('\n'));
    const shown = lines(runtime.err());
    expect(shown.slice(0, 2)).toEqual(['HOST C:\\> ls 0', '> ls 1']);
    expect(shown).toContain('> … 21 more lines');
    expect(shown.at(-1)).toBe('> ls 29');
  });

  it('its lines are recalled one by one', async () => {
    const { driver, log, logged } = await start();
    await driver.paste('ls one\nls two');
    await driver.keys('\r');
    await logged('ls two');
    await driver.prompt();
    const done = driver.done();
    await driver.keys(ctrl('R'), ...'one', '\r');
    await done;
    expect(log.at(-1)).toBe('ls one');
  });

  it('is marked by the terminal only at the prompt', async () => {
    const { driver, runtime, logged } = await start();
    const marked = () => /.*(\u001b\[\?2004[hl])/s.exec(runtime.err())?.[1];
    expect(marked()).toBe('\u001b[?2004h');
    const line = driver.line('linger --slow');
    await logged('linger begins');
    expect(marked()).toBe('\u001b[?2004l');
    runtime.interrupt();
    lettingGo.shift()?.();
    await line;
    expect(marked()).toBe('\u001b[?2004h');
    await driver.enter('exit');
    await driver.ended;
    expect(marked()).toBe('\u001b[?2004l');
  });
});

describe('a paste that cannot be undone', () => {
  it.each([
    ['rm a\nls two', '1 of these 2 pasted lines cannot be undone (rm): run all 2?', ['line 1: rm a']],
    [
      'ls one\nwatch 5 put --force x; asks\ntime rm a b -y',
      '2 of these 3 pasted lines cannot be undone (put, asks, rm): run all 3?',
      ['line 2: watch 5 put --force x; asks', 'line 3: time rm a b -y'],
    ],
    ['del a\ndel b', 'these 2 pasted lines cannot be undone (rm): run all 2?', ['line 1: del a']],
  ])('%j is shown and asked about, and no is none of it', async (text, question, shown) => {
    const { driver, log, runtime } = await start({ answers: [false] });
    await driver.line('alias del = rm');
    await driver.paste(text);
    driver.takeErr();
    await driver.keys('\r');
    while (!runtime.err().includes('none of them was run')) await turn();
    expect(runtime.questions).toEqual([question]);
    for (const line of shown) expect(runtime.err()).toContain(`${line}\n`);
    await driver.line('ls three');
    expect(log).toEqual(['ls three']);
  });

  it('yes runs it line by line, and each verb asks for itself', async () => {
    const { driver, log, logged, runtime } = await start({ answers: [true, true] });
    await driver.paste('ls one\nrm a');
    await driver.keys('\r');
    await logged('rm a');
    expect(log).toEqual(['ls one', 'rm a']);
    expect(runtime.questions).toEqual([expect.stringContaining('1 of these 2'), 'remove 1 files?']);
  });

  it('is asked about with confirm off, too; Ctrl-C there means no', async () => {
    const { driver, log, runtime } = await start({ answers: [new CbError('Interrupted', 'interrupted')] });
    await driver.line('set confirm off');
    await driver.paste('rm a\nrm b');
    await driver.keys('\r');
    while (!runtime.err().includes('none of them was run')) await turn();
    await driver.line('ls one');
    expect(log).toEqual(['ls one']);
  });

  it('only what may be undone, a dry run and a line that cannot be read ask nothing', async () => {
    const { driver, log, logged } = await start();
    await driver.paste('put x\nrm a --dry-run\nrm "a\nls one');
    await driver.keys('\r');
    await logged('ls one');
    expect(log).toEqual(['put x', 'rm a (dry)', 'ls one']);
  });
});

describe('Alt-.', () => {
  const altDot = '\u001b.';
  const begun = async (...typed: readonly string[]) => {
    const world = await start();
    for (const line of typed) await world.driver.line(line);
    world.log.length = 0;
    return world;
  };

  it('puts the last operand of the line before where the cursor is, then older ones in its place', async () => {
    const { driver, log } = await begun(
      'ls C:\\Temp',
      "put 'a b' | grep x",
      'ls --long',
      'ls "C:\\Program Files" -l',
    );
    await driver.type('ls []');
    await driver.keys('\u001b[D', altDot);
    await driver.line('');
    await driver.type('ls ');
    await driver.keys(altDot, altDot, altDot);
    await driver.line('');
    await driver.type('ls ');
    await driver.keys(...Array.from({ length: 9 }, () => altDot));
    await driver.line('');
    expect(log).toEqual(['ls [C:\\Program Files]', 'ls a b', 'ls C:\\Temp']);
  });

  it('another key between two takes what is there; nothing is put where there is none', async () => {
    const { driver, log } = await begun('ls one');
    await driver.type('ls ');
    await driver.keys(altDot, '-', altDot);
    await driver.line('');
    expect(log).toEqual(['ls one-one']);
    const { driver: first, log: none } = await start();
    await first.type('ls ');
    await first.keys(altDot);
    await first.line('');
    expect(none).toEqual(['ls ']);
  });
});

describe('!! and !N', () => {
  const begun = async () => {
    const world = await start();
    for (const line of ['ls one', 'ls two']) await world.driver.line(line);
    world.log.length = 0;
    world.driver.takeErr();
    return world;
  };

  it('put the line at the prompt, to be looked at before Enter runs it', async () => {
    const { driver, log, runtime } = await begun();
    await driver.enter('!!');
    await driver.prompt();
    expect(log).toEqual([]);
    expect(lines(runtime.err()).at(-1)).toBe('HOST C:\\> ls two');
    await driver.line('x');
    await driver.enter('!1; ls three');
    await driver.prompt();
    await driver.line('');
    expect(log).toEqual(['ls twox', 'ls one', 'ls three']);
    await driver.line('history -o tsv');
    expect(driver.takeOut()).not.toContain('!');
  });

  it('say so where there is no such line, and are local commands otherwise', async () => {
    const { driver, runtime } = await begun();
    await driver.enter('!99');
    await driver.prompt();
    expect(driver.takeErr()).toContain('no line 99 in the history; history lists them\n');
    await driver.line('!7z x');
    expect(runtime.started).toEqual([{ line: '7z x', how: 'run', input: '' }]);
  });

  it('what was typed or pasted behind them is not run with them', async () => {
    const { driver, log, runtime, logged } = await begun();
    await driver.paste('!2\nls three');
    await driver.keys('\r');
    await driver.prompt();
    expect(log).toEqual([]);
    await driver.keys('\r');
    await logged('ls three');
    expect(log).toEqual(['ls two', 'ls three']);
    await driver.prompt();
    runtime.streams.in.write('!1\rls four\r');
    await driver.prompt();
    await driver.line('');
    expect(log).toEqual(['ls two', 'ls three', 'ls one']);
  });
});

describe('Ctrl-R', () => {
  const begun = async () => {
    const world = await start();
    for (const line of ['ls alpha', 'ls beta', 'ls alpine', 'ls beta']) await world.driver.line(line);
    world.log.length = 0;
    world.driver.takeErr();
    return world;
  };

  it('finds the newest line, then older ones, and Enter runs it', async () => {
    const { driver, log, runtime } = await begun();
    await driver.keys(ctrl('R'), ...'alp');
    expect(lines(runtime.err()).at(-1)).toBe('search "alp": ls alpine');
    await driver.keys(ctrl('R'));
    expect(lines(runtime.err()).at(-1)).toBe('search "alp": ls alpha');
    await driver.keys(ctrl('S'));
    expect(lines(runtime.err()).at(-1)).toBe('search "alp": ls alpine');
    await driver.line('');
    expect(log).toEqual(['ls alpine']);
  });

  it('narrows and widens, and says when nothing is found', async () => {
    const { driver, runtime } = await begun();
    await driver.keys(ctrl('R'), ...'BETAx');
    expect(lines(runtime.err()).at(-1)).toBe('not found "BETAx": ls beta');
    await driver.keys('\u007f');
    expect(lines(runtime.err()).at(-1)).toBe('search "BETA": ls beta');
  });

  it('another key takes the line for editing, Ctrl-C and Ctrl-G bring back what stood there', async () => {
    const { driver, log, runtime } = await begun();
    await driver.keys(ctrl('R'), ...'alpha', ctrl('E'), '!');
    expect(lines(runtime.err()).at(-1)).toBe('HOST C:\\> ls alpha!');
    for (const key of ['C', 'G']) {
      await driver.keys(ctrl('R'), ...'beta', ctrl(key));
      expect(lines(runtime.err()).at(-1)).toBe('HOST C:\\> ls alpha!');
    }
    await driver.line('');
    expect(log).toEqual(['ls alpha!']);
  });
});

describe('what is typed while a verb shows its progress', () => {
  it('is not echoed, and comes to the next line', async () => {
    const modes: boolean[] = [];
    const { driver, log, runtime, logged } = await start();
    Object.assign(runtime.streams.in, { setRawMode: (mode: boolean) => void modes.push(mode) });
    await driver.keys(...'linger --held', '\r');
    await logged('linger begins');
    modes.splice(0);
    const uncover = runtime.typedLine.cover();
    expect(modes).toEqual([true]);
    driver.takeErr();
    await driver.keys(...'ls one', '\r', ...'ls t');
    await turn();
    expect(driver.takeErr()).toBe('');
    uncover();
    uncover();
    expect(modes).toEqual([true, false]);
    for (const go of lettingGo.splice(0)) go();
    await logged('ls one');
    await driver.line('wo');
    expect(log.slice(-2)).toEqual(['ls one', 'ls two']);
  });

  it('is dropped by Ctrl-C, which stops the verb as ever', async () => {
    const { driver, log, runtime, logged } = await start();
    await driver.keys(...'linger', '\r');
    await logged('linger begins');
    const uncover = runtime.typedLine.cover();
    driver.takeErr();
    await driver.keys(...'ls one', '\r', ctrl('C'));
    await logged('linger stops');
    uncover();
    await driver.line('ls two');
    expect(driver.takeErr()).toMatch(/^\^C\n/);
    expect(log).toEqual(['linger begins', 'linger stops', 'ls two']);
  });

  it('and Ctrl-Z stops the program, with the terminal given back until it goes on', async () => {
    const modes: boolean[] = [];
    const stopped = Promise.withResolvers<void>();
    const { driver, runtime, logged } = await start({ suspend: () => stopped.promise });
    Object.assign(runtime.streams.in, { setRawMode: (mode: boolean) => void modes.push(mode) });
    await driver.keys(...'linger', '\r');
    await logged('linger begins');
    modes.splice(0);
    const uncover = runtime.typedLine.cover();
    await driver.keys(ctrl('Z'));
    await turn();
    expect(modes).toEqual([true, false]);
    stopped.resolve();
    await turn();
    expect(modes).toEqual([true, false, true]);
    await driver.keys(ctrl('C'));
    await logged('linger stops');
    uncover();
    await driver.line('ls two');
  });
});

describe('Ctrl-C right behind Enter', () => {
  it('keeps the line from being run, and what was typed behind it', async () => {
    const { driver, log, runtime } = await start();
    driver.takeErr();
    runtime.streams.in.write(`ls one\rls two\r${ctrl('C')}`);
    await driver.prompt();
    expect(lines(driver.takeErr()).filter((line) => line.includes('^C'))).toHaveLength(1);
    await driver.line('ls three');
    expect(log).toEqual(['ls three']);
  });

  it('does so as a signal, too', async () => {
    const { driver, log, runtime } = await start();
    await driver.keys(...'ls one');
    const typed = driver.type('\r');
    runtime.interrupt();
    await typed;
    await driver.prompt();
    await driver.line('ls three');
    expect(log).toEqual(['ls three']);
  });
});

describe('Ctrl-Z', () => {
  it('gives the terminal back, stops, and takes it again with prompt and line', async () => {
    const modes: boolean[] = [];
    const stopped = Promise.withResolvers<void>();
    const { driver, log, runtime } = await start({ suspend: () => stopped.promise });
    Object.assign(runtime.streams.in, { setRawMode: (mode: boolean) => void modes.push(mode) });
    await driver.type('ls on');
    await driver.keys(ctrl('Z'));
    await turn();
    expect(modes).toEqual([false]);
    expect(runtime.err()).toMatch(/\u001b\[\?2004l\r\n$/);
    expect(runtime.typedLine.isHeld()).toBe(false);
    driver.takeErr();
    runtime.continue();
    stopped.resolve();
    await turn();
    expect(modes).toEqual([false, true]);
    expect(lines(driver.takeErr())).toEqual(['HOST C:\\> ls on']);
    await driver.line('e');
    expect(log).toEqual(['ls one']);
  });

  it('stopped by somebody else, it comes back, too', async () => {
    const { driver, log, runtime } = await start();
    await driver.type('ls on');
    driver.takeErr();
    expect(runtime.continue()).toBe(true);
    expect(lines(driver.takeErr())).toEqual(['HOST C:\\> ls on']);
    await driver.line('e');
    expect(log).toEqual(['ls one']);
  });
});

it('another size of the window draws the line again', async () => {
  const { driver, runtime } = await start({ columns: 60 });
  await driver.type(`ls ${'x'.repeat(70)}`);
  driver.takeErr();
  runtime.resize(100);
  await turn();
  expect(driver.takeErr()).toContain(`HOST C:\\> ls ${'x'.repeat(70)}`);
});
