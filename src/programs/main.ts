import { CbError } from '../errors/cb-error.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import { deadline, Stopped } from '../errors/stopped.ts';
import { drawHelp } from '../output/help-text.ts';
import { writeTo } from '../output/output-closed.ts';
import { kindOf } from '../output/present.ts';
import { loadStyle } from '../output/style.ts';
import type { Runtime } from '../ports/runtime.ts';
import { type Outcome, success } from '../run/outcome.ts';
import { writePaged } from '../run/pager.ts';
import { presented, showError } from '../run/presented.ts';
import { type Asked, readArgv } from '../run/read-argv.ts';
import { makeNodeRuntime } from '../runtime/node.ts';
import { withGlobals } from '../runtime/with-globals.ts';
import type { ShellEvents } from '../shell/shell-host.ts';
import { helpOfWords } from '../spec/program-help.ts';
import type { App } from './app.ts';
import type { OneShotDeps } from './one-shot.ts';

/** How long what is written last may hold the process after everything is done. */
const lingerMs = 1500;

/** Who presses Tab waits no longer, whatever happens, from the start of the process on. */
const tabMs = 200;

/** Not listed anywhere: the scripts of `completion` call it. */
const completeCommand = '__complete';

/** Called by `bin/`: runs the program on the real outside and sets the exit code. */
export function start(name: App['name'], node: NodeJS.Process): void {
  const runtime = makeNodeRuntime(node);
  // Whatever keeps a program alive is gone, and the command waits for something that nobody will bring.
  const onDrained = (): void => {
    node.exitCode = exitCodeOf('Bug');
    const error = new CbError('Bug', 'the program ran out of work before the command had ended', {
      hint: 'what it was to do is done in part or not at all: please report it, with what --debug shows',
    });
    void showError(error, { runtime, program: name, globals: {} });
  };
  node.once('beforeExit', onDrained);
  const isTab = runtime.argv[0] === completeCommand;
  if (isTab) setTimeout(() => node.exit(0), Math.max(0, tabMs - node.uptime() * 1000));
  void main(name, runtime).then((exitCode) => {
    node.off('beforeExit', onDrained);
    node.exitCode = exitCode;
    // Whoever waits for the end need not wait for Node to take itself apart, which takes as long as a request.
    const exit = (): void => node.exit(exitCode);
    void runtime.flushed().then(exit);
    setTimeout(exit, lingerMs).unref();
  });
}

/** Runs one command line to its exit code; every error is presented. `shellEvents` hears of an interactive shell. */
export async function main(name: App['name'], runtime: Runtime, shellEvents?: ShellEvents): Promise<number> {
  const app = await appOf(name);
  if (runtime.argv[0] === completeCommand) {
    const { complete } = await import('./complete.ts');
    // A fault of ours is to be seen by tests, and not in the middle of a line that is being typed.
    return await complete(app, runtime.argv.slice(1), runtime).catch((error) => exitCodeOf(kindOf(error)));
  }
  const stop = new AbortController();
  const end = (kind: 'Interrupted' | 'Terminated', words: string) => () =>
    stop.abort(new Stopped(kind, words, deadline(runtime.clock)));
  const release = [
    runtime.signals.onInterrupt(end('Interrupted', 'stopped by Ctrl-C')),
    runtime.signals.onTerminate(end('Terminated', 'stopped by a signal')),
  ];
  try {
    const asked = await readArgv(app.program, runtime.argv, runtime.clock.now());
    const { exitCode } = await presented({ runtime, program: name, globals: asked.globals }, () =>
      answer(asked, app, { runtime, signal: stop.signal, shellEvents }),
    );
    return exitCode;
  } finally {
    for (const undo of release) undo();
  }
}

async function answer(asked: Asked, app: App, deps: OneShotDeps): Promise<Outcome> {
  const { runtime } = deps;
  switch (asked.what) {
    case 'version':
      await writeTo(runtime.streams.out, `${app.name} ${app.program.version}\n`);
      return success;
    case 'help':
      await printHelp(asked, app, runtime);
      return success;
    case 'refused':
      throw asked.error;
    case 'call': {
      // Behind help and errors in the command's name nothing of this is wanted.
      const { runOneShot } = await import('./one-shot.ts');
      return await runOneShot(app, asked.call, deps);
    }
  }
}

/** Neither program waits for the commands of the other. */
async function appOf(name: App['name']): Promise<App> {
  return name === 'cblr' ? (await import('./cblr.ts')).cblr : (await import('./cbq.ts')).cbq;
}

function helpColumns({ streams }: Runtime): number {
  return streams.out.isTTY ? Math.min(streams.columns(), 110) : 100;
}

async function printHelp(
  { words, globals }: Extract<Asked, { what: 'help' }>,
  { program }: App,
  runtime: Runtime,
): Promise<void> {
  const { color, pager } = globals;
  const outside = withGlobals(runtime, { quiet: false, color });
  const { out, colorLevel } = outside.streams;
  const lines = await helpOfWords(program, words, helpColumns(runtime));
  const { signal } = new AbortController();
  await writePaged(out, drawHelp(lines, await loadStyle(colorLevel.out)), outside, { pager, signal });
}
