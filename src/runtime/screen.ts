import { homedir, hostname, userInfo } from 'node:os';
import type { Screen } from '../ports/runtime.ts';
import type { Streams } from '../ports/streams.ts';
import { escapeMessage } from '../text/escape.ts';
import { systemClock } from './clock.ts';
import { colorLevelOf } from './color-level.ts';
import { isTerminal } from './is-terminal.ts';
import { makeSignals } from './signals.ts';
import { makeSink } from './sink.ts';
import { fileLinks } from './terminal-links.ts';
import { makeTypedLine } from './typed-line.ts';

/**
 * What the real outside begins with: help and names need no more. `CB_FORCE_TTY=1` makes all three streams count as terminals (for tests of
 * the shipped programs); `FORCE_COLOR`, `NO_COLOR` and `COLUMNS` are obeyed.
 */
export function makeScreen(node: NodeJS.Process): Screen {
  const streams = nodeStreams(node);
  const typedLine = makeTypedLine();
  return {
    argv: node.argv.slice(2),
    streams,
    env: node.env,
    clock: systemClock,
    signals: makeSignals(node, systemClock),
    typedLine,
    platform: node.platform,
    arch: node.arch,
    home: homeOf(),
    pid: node.pid,
    uid: node.getuid?.() ?? -1,
    user: () => userInfo().username,
    hostname,
    isRunning: (pid) => isRunning(node, pid),
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

function nodeStreams(node: NodeJS.Process): Streams {
  const { env, platform } = node;
  const forced = env['CB_FORCE_TTY'] === '1';
  const known = new Map<number, boolean>();
  // By their numbers, and when it is asked: Node makes each of the three streams when it is first looked at.
  const isTTY = (fd: number): boolean => {
    const found = known.get(fd) ?? (forced || isTerminal(fd, node));
    known.set(fd, found);
    return found;
  };
  if (forced && !node.stdin.isTTY) Object.assign(node.stdin, { isTTY: true });
  const sink = (stream: () => NodeJS.WriteStream, name: string, fd: number) =>
    makeSink(stream, { isTTY: () => isTTY(fd), name, fd: platform === 'win32' ? undefined : fd });
  return {
    get in() {
      return node.stdin;
    },
    out: sink(() => node.stdout, 'stdout', 1),
    err: sink(() => node.stderr, 'stderr', 2),
    columns: () => node.stdout.columns || node.stderr.columns || Number(env['COLUMNS']) || 80,
    rows: () => node.stdout.rows || node.stderr.rows || 24,
    onResize(fn) {
      node.stderr.on('resize', fn);
      return () => node.stderr.off('resize', fn);
    },
    colorLevel: {
      get out() {
        return colorLevelOf(env, isTTY(1), platform);
      },
      get err() {
        return colorLevelOf(env, isTTY(2), platform);
      },
    },
    get link() {
      return isTTY(2) || isTTY(1) ? fileLinks({ env, platform, hostname }) : undefined;
    },
    get canPrompt() {
      return isTTY(0) && isTTY(2);
    },
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
