import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import type { Runtime } from '../ports/runtime.ts';
import type { Streams } from '../ports/streams.ts';
import { escapeMessage } from '../text/escape.ts';
import { clockOf } from './clock.ts';
import { colorLevelOf } from './color-level.ts';
import { makeLocalCommands } from './local-commands.ts';
import { makeLocalFiles } from './local-files.ts';
import { makeProgress } from './progress.ts';
import { makePrompter } from './prompter.ts';
import { makeSignals } from './signals.ts';
import { makeSink, type NodeSink } from './sink.ts';
import { fileLinks } from './terminal-links.ts';
import { makeTypedLine } from './typed-line.ts';

/** With what only the end of a process asks for. */
export interface NodeRuntime extends Runtime {
  /** All that was written to stdout and stderr has gone out, or never will. */
  flushed(): Promise<void>;
}

/**
 * The real outside. `CB_FORCE_TTY=1` makes all three streams count as terminals (for tests of the shipped programs);
 * `FORCE_COLOR`, `NO_COLOR` and `COLUMNS` are obeyed.
 */
export function makeNodeRuntime(node: NodeJS.Process): NodeRuntime {
  const { env, platform } = node;
  const clock = clockOf(node);
  const streams = nodeStreams(node);
  const typedLine = makeTypedLine();
  const signals = makeSignals(node, clock);
  const home = homeOf();
  const files = makeLocalFiles({
    directory: node.cwd(),
    home,
    temporary: tmpdir(),
    platform,
    owner: { pid: node.pid, host: hostname, isRunning: (pid) => isRunning(node, pid) },
  });

  return {
    argv: node.argv.slice(2),
    streams,
    env,
    clock,
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
    signals,
    typedLine,
    platform,
    arch: node.arch,
    home,
    pid: node.pid,
    uid: node.getuid?.() ?? -1,
    user: () => userInfo().username,
    hostname,
    isRunning: (pid) => isRunning(node, pid),
    async flushed() {
      await Promise.all([streams.out.flushed(), streams.err.flushed()]);
    },
    async setEngineFlags() {
      const { setEngineFlags } = await import('./engine-flags.ts');
      setEngineFlags(node);
    },
    note(text) {
      typedLine.above(() => {
        // Whoever closed stderr does not want to hear of it.
        streams.err.write(`${escapeMessage(text)}\n`).catch(() => undefined);
      });
    },
  };
}

/** Empty where there is none: it says what HOME says, and an empty HOME is none. */
function homeOf(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

interface NodeStreams extends Streams {
  readonly out: NodeSink;
  readonly err: NodeSink;
}

function nodeStreams(node: NodeJS.Process): NodeStreams {
  const { env } = node;
  const forced = env['CB_FORCE_TTY'] === '1';
  // By their numbers: Node makes each of the three streams when it is first looked at.
  const [inIsTTY = false, outIsTTY = false, errIsTTY = false] = [0, 1, 2].map((fd) => forced || isatty(fd));
  if (forced && !node.stdin.isTTY) Object.assign(node.stdin, { isTTY: true });
  return {
    get in() {
      return node.stdin;
    },
    out: makeSink(() => node.stdout, { isTTY: outIsTTY, name: 'stdout' }),
    err: makeSink(() => node.stderr, { isTTY: errIsTTY, name: 'stderr' }),
    columns: () => node.stdout.columns || node.stderr.columns || Number(env['COLUMNS']) || 80,
    rows: () => node.stdout.rows || node.stderr.rows || 24,
    onResize(fn) {
      node.stderr.on('resize', fn);
      return () => node.stderr.off('resize', fn);
    },
    colorLevel: {
      out: colorLevelOf(env, outIsTTY, node.platform),
      err: colorLevelOf(env, errIsTTY, node.platform),
    },
    link: errIsTTY || outIsTTY ? fileLinks({ env, platform: node.platform, hostname }) : undefined,
    canPrompt: inIsTTY && errIsTTY,
  };
}

function isRunning(node: NodeJS.Process, pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    node.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
