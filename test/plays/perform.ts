import { spawnSync } from 'node:child_process';
import { parseLabArguments } from '../../src/lab/arguments.ts';
import { main } from '../../src/programs/main.ts';
import { parseDuration } from '../../src/text/typed-time.ts';
import { gatherCalls, type MadeCall } from '../support/made-calls.ts';
import type { TestRuntime } from '../support/make-runtime.ts';
import { makeProgramWorld } from '../support/program-world.ts';
import { type Earlier, sentRemedy, watchSent } from '../support/sent.ts';
import { ShellDriver } from '../support/shell-driver.ts';
import { shellWords } from '../support/shell-words.ts';
import { normalise, realise, type Scene } from './normalise.ts';
import { type Command, commandLine, type Directive, type Play, type Typed } from './play.ts';
import { type Screen, watchScreen } from './screen.ts';
import { firstIds, Symbols } from './symbols.ts';

const ctrlD = '\u0004';

interface Stage extends Scene {
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Of the line that is played. */
  readonly calls: MadeCall[];
  /** What lines have sent that their calls do not say of themselves, and what to do about it. */
  readonly beyond: string[];
  /** Of the next Ctrl-C: once the line of progress holds it. */
  stopAt: string | undefined;
}

export interface Performed {
  /** The play anew, with what is printed now. */
  readonly text: string;
  /** What was sent beyond what the `wire` and `effect` of the called say, in words; none where all is well. */
  readonly beyond: readonly string[];
}

/** Performs a play with a lab of its own. */
export function perform(play: Play): Promise<Performed> {
  return gatherCalls((calls) => performed(play, calls));
}

async function performed({ isTerminal, steps }: Play, calls: MadeCall[]): Promise<Performed> {
  const directives = steps.filter((step) => step.kind === 'directive');
  const labWords = directives.filter(({ name }) => name === 'lab').flatMap(({ value }) => value.split(' '));
  const world = await makeProgramWorld({ ...parseLabArguments(labWords), firstIds });
  const width = directives.find(({ name }) => name === 'columns')?.value;
  const stage: Stage = {
    world,
    symbols: new Symbols(),
    isTerminal,
    columns: Number(width ?? 100),
    isThisMachine: labWords.includes('--this-machine'),
    calls,
    beyond: [],
    stopAt: undefined,
  };
  const settings: Record<string, string> = {};
  const lines: string[] = [];
  try {
    for (const step of steps) {
      if (step.kind !== 'command') lines.push(step.line);
      if (step.kind === 'directive') await obey(step, stage, settings);
      if (step.kind === 'command') lines.push(...(await play(step, stage)));
    }
    return { text: `${lines.join('\n')}\n`, beyond: stage.beyond };
  } finally {
    await world.end();
  }
}

async function obey({ name, value }: Directive, stage: Stage, settings: Record<string, string>) {
  const { world } = stage;
  if (name === 'profile') {
    const [key = '', text = ''] = value.split(/\s*=\s*/);
    settings[key] = realise(text, stage);
    await world.profile(settings);
  }
  if (name === 'user') await world.profile({ token: world.lab.addUser(value) }, { name: value });
  if (name === 'fault') world.lab.setFault(value);
  if (name === 'no-faults') world.lab.clearFaults();
  if (name === 'clock') world.lab.advance(Number(value));
  if (name === 'later') await world.runtime([]).clock.sleep(msOf(value));
  if (name === 'stop-at') stage.stopAt = value;
}

function msOf(value: string): number {
  const ms = parseDuration(value);
  if (ms === undefined) throw new Error(`"${value}" is no time`);
  return ms;
}

async function play(command: Command, stage: Stage): Promise<string[]> {
  const real = realise(command.line, stage);
  const stdin = command.stdin.map((line) => `< ${line}`.trimEnd());
  const shown = /^(cblr|cbq)( |$)/.test(real)
    ? await playProgram(real, command, stage)
    : playLocal(real, stage);
  return [`$ ${command.line}`, ...stdin, ...shown];
}

/** A local command, run for real in the local folder. */
function playLocal(line: string, stage: Stage, input = ''): string[] {
  const { folder, home } = stage.world;
  const ran = spawnSync('/bin/sh', ['-c', line], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C', TZ: 'UTC' },
  });
  const lines = [...markLines(ran.stdout, '  '), ...markLines(ran.stderr, '! ')];
  return [...lines.map((line) => normalise(line, stage)), ...exitLine(ran.status ?? 255)];
}

/** A command line of ours: ` | …` behind it is a local command that gets its stdout, ` ^C` stops it when the first output is there. */
async function playProgram(line: string, command: Command, stage: Stage): Promise<string[]> {
  const { world, isTerminal, columns } = stage;
  const [, own = line, isStopped, file, piped] = commandLine.exec(line) ?? [];
  const filter = file === undefined ? piped : `cat > ${file}`;
  const [name, ...argv] = shellWords(own);
  const program = name === 'cbq' ? 'cbq' : 'cblr';
  const stdin = command.stdin.map((each) => `${realise(each, stage)}\n`).join('');
  const base = world.runtime(argv, { tty: isTerminal, columns, ...(isTerminal ? {} : { stdin }) });
  const answers = command.answers.map((answer) => realise(answer, stage));
  const screen = watchScreen(base, { onlyErr: filter !== undefined });
  const plain = { ...base, prompter: screen.prompter(answers) };
  const { stopAt } = stage;
  const isAtOutput = isStopped !== undefined && stopAt === undefined;
  const runtime = isStopped === undefined || stopAt === undefined ? plain : stoppedAt(plain, stopAt);
  if (isAtOutput) stopAtOutput(runtime);
  stage.stopAt = undefined;
  const looked = lookAtSent(stage);
  if (command.typed.length === 0) {
    const exitCode = await main(program, runtime);
    looked(line);
    const filtered = filter === undefined ? [] : playLocal(filter, stage, base.out());
    return [...filtered, ...screen.lines().map((line) => normalise(line, stage)), ...exitLine(exitCode)];
  }
  const driver = new ShellDriver((events) => main(program, runtime, events), runtime);
  const early = await Promise.race([driver.prompt(), driver.ended]);
  if (early !== undefined) throw new Error(`it ended with ${early} before a prompt: ${runtime.err()}`);
  looked(line);
  const shown = takeOutput(screen, stage);
  const earlier = { ended: [] as MadeCall[], jobs: [] as MadeCall[] };
  for (const typed of command.typed) {
    answers.push(...typed.answers.map((answer) => realise(answer, stage)));
    const lookedAtLine = lookAtSent(stage, earlier);
    shown.push(...(await type(typed, stage, driver, screen)));
    lookedAtLine(typed.line);
    earlier[/&\s*$/.test(typed.line) ? 'jobs' : 'ended'].push(...stage.calls);
  }
  return [...shown, ...exitLine(await driver.ended)];
}

/** From now until it is called: what does the line send that its calls do not say of themselves? */
function lookAtSent({ world, calls, beyond }: Stage, earlier?: Earlier): (line: string) => void {
  calls.length = 0;
  const sent = watchSent(world.lab);
  return (line) => {
    const found = sent.beyond(calls, earlier);
    if (found.length > 0) beyond.push(`"${line}" sent ${found.join(', ')}: ${sentRemedy(calls)}`);
  };
}

/** Types one line at the prompt; gives it with its prompt, and what came of it. */
async function type(
  typed: Typed,
  stage: Stage,
  driver: ShellDriver<number>,
  screen: Screen,
): Promise<string[]> {
  const prompt = normalise(screen.edited(), stage);
  screen.clear();
  const real = realise(typed.line, stage);
  const isLeave = typed.line === '^D';
  const isStopped = typed.line.endsWith(' ^C');
  await driver.type(isLeave ? '' : real.slice(0, isStopped ? -3 : undefined));
  screen.clear();
  if (isLeave) await driver.keys(ctrlD);
  else if (isStopped) await stopped(driver);
  else await driver.line('');
  const isOver = await Promise.race([
    driver.ended.then(() => true),
    new Promise((go) => setImmediate(go, false)),
  ]);
  if (!isOver && /^(exit|quit|detach)\b/.test(typed.line)) await driver.ended;
  return [...typed.above, prompt + typed.line, ...takeOutput(screen, stage, isOver === true)];
}

async function stopped(driver: ShellDriver<number>): Promise<void> {
  const running = driver.line('');
  stopAtOutput(driver.runtime);
  await running;
}

/** Ctrl-C when the first results or notes are there; a cleared screen is none yet. */
function stopAtOutput(runtime: TestRuntime): void {
  let isFirst = true;
  const onOutput = (text: string) => {
    if (!isFirst || text.trim() === '' || text.startsWith('\u001b')) return;
    isFirst = false;
    runtime.interrupt();
  };
  runtime.streams.out.onWrite(onOutput);
  runtime.streams.err.onWrite(onOutput);
}

/** Ctrl-C once the line of progress holds these words. */
function stoppedAt(runtime: TestRuntime, words: string): TestRuntime {
  const look = (text: string): void => {
    if (text.includes(words)) runtime.interrupt();
  };
  const start: TestRuntime['progress']['start'] = (text) => {
    const task = runtime.progress.start(text);
    return { ...task, say: (more) => [task.say(more), look(more)][0] };
  };
  return { ...runtime, progress: { start } };
}

/** The screen without the end of the typed line above and the next prompt below. */
function takeOutput(screen: Screen, stage: Stage, isOver = false): string[] {
  const lines = screen.lines();
  if (lines[0] === '!' || lines[0] === '! ') lines.shift();
  if (!isOver) lines.pop();
  return lines.map((line) => normalise(line, stage));
}

function markLines(text: string, mark: string): string[] {
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => mark + line);
}

function exitLine(exitCode: number): string[] {
  return exitCode === 0 ? [] : [`[exit ${exitCode}]`];
}
