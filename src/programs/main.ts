import { CbError } from '../errors/cb-error.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import { kindOf } from '../errors/kind-of.ts';
import { deadline, Stopped } from '../errors/stopped.ts';
import { drawHelp } from '../output/help-text.ts';
import { writeTo } from '../output/output-closed.ts';
import { loadStyle } from '../output/style.ts';
import type { Runtime, Screen } from '../ports/runtime.ts';
import { type Outcome, success } from '../run/outcome.ts';
import { presented, showError } from '../run/presented.ts';
import { type Asked, readArgv } from '../run/read-argv.ts';
import { makeScreen } from '../runtime/screen.ts';
import { withColor } from '../runtime/with-color.ts';
import type { ShellEvents } from '../shell/shell-host.ts';
import { helpOfWords } from '../spec/program-help.ts';
import type { App } from './app.ts';
import type { OneShotDeps } from './one-shot.ts';

/** How long handles that should be closed may hold the process after everything is done. */
const lingerMs = 1500;

/** Who presses Tab waits no longer, whatever happens, from the start of the process on. */
const tabMs = 200;

/** Not listed anywhere: the scripts of `completion` call it. */
const completeCommand = '__complete';

/** Called by `bin/`: runs the program on the real outside and sets the exit code. */
export function start(name: App['name'], node: NodeJS.Process): void {
  const screen = makeScreen(node);
  // Whatever keeps a program alive is gone, and the command waits for something that nobody will bring.
  const onDrained = (): void => {
    node.exitCode = exitCodeOf('Bug');
    const error = new CbError('Bug', 'the program ran out of work before the command had ended', {
      hint: 'what it was to do is done in part or not at all: please report it, with what --debug shows',
    });
    void showError(error, { runtime: screen, program: name, globals: {} });
  };
  node.once('beforeExit', onDrained);
  const isTab = screen.argv[0] === completeCommand;
  if (isTab) setTimeout(() => node.exit(0), Math.max(0, tabMs - node.uptime() * 1000));
  // Whoever asks for help or a name waits for no more than that.
  const whole = async () => (await import('../runtime/node.ts')).makeNodeRuntime(node, screen);
  void run(name, { screen, whole }).then((exitCode) => {
    node.off('beforeExit', onDrained);
    node.exitCode = exitCode;
    setTimeout(() => node.exit(exitCode), isTab ? 0 : lingerMs).unref();
  });
}

/** Runs one command line to its exit code; every error is presented. `shellEvents` hears of an interactive shell. */
export function main(name: App['name'], runtime: Runtime, shellEvents?: ShellEvents): Promise<number> {
  return run(name, { screen: runtime, whole: async () => runtime, shellEvents });
}

interface Outside extends Pick<OneShotDeps, 'shellEvents'> {
  readonly screen: Screen;
  /** The same with all the rest. */
  readonly whole: () => Promise<Runtime>;
}

async function run(name: App['name'], outside: Outside): Promise<number> {
  const { screen, whole } = outside;
  const app = await appOf(name);
  if (screen.argv[0] === completeCommand) {
    const { complete } = await import('./complete.ts');
    // A fault of ours is to be seen by tests, and not in the middle of a line that is being typed.
    return await complete(app, screen, whole).catch((error) => exitCodeOf(kindOf(error)));
  }
  const stop = new AbortController();
  const end = (kind: 'Interrupted' | 'Terminated', words: string) => () =>
    stop.abort(new Stopped(kind, words, deadline(screen.clock)));
  const release = [
    screen.signals.onInterrupt(end('Interrupted', 'stopped by Ctrl-C')),
    screen.signals.onTerminate(end('Terminated', 'stopped by a signal')),
  ];
  try {
    const asked = await readArgv(app.program, screen.argv, screen.clock.now());
    const { exitCode } = await presented({ runtime: screen, program: name, globals: asked.globals }, () =>
      answer(asked, app, outside, stop.signal),
    );
    return exitCode;
  } finally {
    for (const undo of release) undo();
  }
}

async function answer(
  asked: Asked,
  app: App,
  { screen, whole, shellEvents }: Outside,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (asked.what) {
    case 'version':
      await writeTo(screen.streams.out, `${app.name} ${app.program.version}\n`);
      return success;
    case 'help':
      await printHelp(asked, app, { screen, whole });
      return success;
    case 'refused':
      throw asked.error;
    case 'call': {
      // Behind help and errors in the command's name nothing of this is wanted.
      const { runOneShot } = await import('./one-shot.ts');
      return await runOneShot(app, asked.call, { runtime: await whole(), signal, shellEvents });
    }
  }
}

/** Neither program waits for the commands of the other. */
async function appOf(name: App['name']): Promise<App> {
  return name === 'cblr' ? (await import('./cblr.ts')).cblr : (await import('./cbq.ts')).cbq;
}

function helpColumns({ streams }: Screen): number {
  return streams.out.isTTY ? Math.min(streams.columns(), 110) : 100;
}

async function printHelp(
  { words, globals: { color, pager } }: Extract<Asked, { what: 'help' }>,
  { program }: App,
  { screen, whole }: Outside,
): Promise<void> {
  const lines = await helpOfWords(program, words, helpColumns(screen));
  const streams = withColor(screen.streams, color);
  const { out, colorLevel } = streams;
  const text = drawHelp(lines, await loadStyle(colorLevel.out));
  if (!out.isTTY) return await writeTo(out, text);
  const { writePaged } = await import('../run/pager.ts');
  const { signal } = new AbortController();
  await writePaged(out, text, { ...(await whole()), streams }, { pager, signal });
}
