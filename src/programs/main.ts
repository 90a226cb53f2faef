import { CbError } from '../errors/cb-error.ts';
import { type ErrorKind, exitCodeOf } from '../errors/exit-codes.ts';
import { drawHelp } from '../output/help-text.ts';
import { isOutputClosed, writeTo } from '../output/output-closed.ts';
import { kindOf } from '../output/present.ts';
import { loadStyle } from '../output/style.ts';
import type { Runtime } from '../ports/runtime.ts';
import { writePaged } from '../run/pager.ts';
import { showError } from '../run/run-call.ts';
import { makeNodeRuntime } from '../runtime/node.ts';
import { withGlobals } from '../runtime/with-globals.ts';
import type { ShellEvents } from '../shell/shell-host.ts';
import type { Globals } from '../spec/globals.ts';
import type { HelpLine } from '../spec/help.ts';
import { locate, splitGlobals } from '../spec/locate.ts';
import { runProgram } from '../spec/run-program.ts';
import type { App } from './app.ts';

/** How long handles that should be closed may hold the process after everything is done. */
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
    void showError(error, {}, { runtime, program: name });
  };
  node.once('beforeExit', onDrained);
  const isTab = runtime.argv[0] === completeCommand;
  if (isTab) setTimeout(() => node.exit(0), Math.max(0, tabMs - performance.now()));
  void main(name, runtime).then((exitCode) => {
    node.off('beforeExit', onDrained);
    node.exitCode = exitCode;
    setTimeout(() => node.exit(exitCode), isTab ? 0 : lingerMs).unref();
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
  const end = (kind: ErrorKind & ('Interrupted' | 'Terminated'), words: string) => () =>
    stop.abort(new CbError(kind, words));
  const release = [
    runtime.signals.onInterrupt(end('Interrupted', 'stopped by Ctrl-C')),
    runtime.signals.onTerminate(end('Terminated', 'stopped by a signal')),
  ];
  let exitCode = 0;
  try {
    await runProgram(app.program, runtime.argv, {
      columns: helpColumns(runtime),
      help: (lines) => printHelp(lines, app, runtime),
      version: (version) => writeTo(runtime.streams.out, `${name} ${version}\n`),
      run: async (spec, argv, before) => {
        // Behind help and errors in the command's name nothing of this is wanted.
        const { runOneShot } = await import('./one-shot.ts');
        exitCode = await runOneShot(app, spec, argv, before, {
          runtime,
          signal: stop.signal,
          shellEvents,
        });
      },
    });
  } catch (error) {
    if (isOutputClosed(error)) return error.isUnfinished ? exitCodeOf('Partial') : 0;
    await showError(error, globalsOf(app, runtime), { runtime, program: name });
    exitCode = exitCodeOf(kindOf(error));
  } finally {
    for (const undo of release) undo();
  }
  return exitCode;
}

/** Neither program waits for the commands of the other. */
async function appOf(name: App['name']): Promise<App> {
  return name === 'cblr' ? (await import('./cblr.ts')).cblr : (await import('./cbq.ts')).cbq;
}

function helpColumns({ streams }: Runtime): number {
  return streams.out.isTTY ? Math.min(streams.columns(), 110) : 100;
}

async function printHelp(lines: readonly HelpLine[], app: App, runtime: Runtime): Promise<void> {
  const { color, pager } = globalsOf(app, runtime);
  const outside = withGlobals(runtime, { quiet: false, color });
  const { out, colorLevel } = outside.streams;
  const { signal } = new AbortController();
  await writePaged(out, drawHelp(lines, await loadStyle(colorLevel.out)), outside, { pager, signal });
}

/** The global options, as far as they can be read: for an error before the command was known. */
function globalsOf(app: App, runtime: Runtime): Partial<Globals> {
  try {
    const { found, globals, words } = locate(app.program.commands, runtime.argv);
    return found === undefined ? { ...globals, ...behind(words) } : globals;
  } catch {
    return {};
  }
}

/** Those behind a command that nobody knows: how to tell so should still be known. */
function behind(words: readonly string[]): Partial<Globals> {
  const first = words.findIndex((word) => word.startsWith('-'));
  if (first < 0) return {};
  const { globals, rest } = splitGlobals(words.slice(first));
  return { ...behind(rest), ...globals };
}
