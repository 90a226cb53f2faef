import { tmpdir } from 'node:os';
import type { Runtime, Screen } from '../ports/runtime.ts';
import { makeLocalCommands } from './local-commands.ts';
import { makeLocalFiles } from './local-files.ts';
import { makeProgress } from './progress.ts';
import { makePrompter } from './prompter.ts';
import { makeScreen } from './screen.ts';

/** The real outside. */
export function makeNodeRuntime(node: NodeJS.Process, screen: Screen = makeScreen(node)): Runtime {
  const { env, platform, streams, clock, signals, typedLine, home, pid, hostname, isRunning } = screen;
  const files = makeLocalFiles({
    directory: node.cwd(),
    home,
    temporary: tmpdir(),
    platform,
    owner: { pid, host: hostname, isRunning },
  });
  return {
    ...screen,
    files,
    local: makeLocalCommands({
      env,
      platform,
      directory: files.directory,
      get onTerminal() {
        return streams.in.isTTY === true;
      },
    }),
    prompter: makePrompter({
      input: () => node.stdin,
      output: () => node.stderr,
      suspend: signals.suspend,
    }),
    progress: makeProgress({
      stream: () => (node.stderr.isTTY ? node.stderr : undefined),
      clock,
      color: streams.colorLevel.err > 0,
      typedLine,
    }),
  };
}
