import type { Clock } from '../ports/clock.ts';
import type { Signals } from '../ports/runtime.ts';

/** What is needed of `process`. */
export interface SignalSource {
  readonly platform?: NodeJS.Platform;
  kill?(pid: number, signal: NodeJS.Signals): unknown;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** No hand presses Ctrl-C again so soon. */
const echoMs = 250;

/**
 * Signals over a process. While nobody has a handler, the platform's own behaviour stands. The terminal gives Ctrl-C to every program of
 * the foreground, and some that start others (npm) hand theirs on: what comes at once again is the same key.
 */
export function makeSignals(source: SignalSource, clock: Pick<Clock, 'monotonic'>): Signals {
  let heardMs = Number.NEGATIVE_INFINITY;
  const isEcho = (): boolean => {
    const beforeMs = heardMs;
    heardMs = clock.monotonic();
    return heardMs - beforeMs < echoMs;
  };
  const onInterrupt = stack(source, ['SIGINT'], isEcho);
  const onContinue = stack(source, ['SIGCONT']).on;
  return {
    onInterrupt: onInterrupt.on,
    onTerminate: stack(source, ['SIGTERM', 'SIGHUP']).on,
    onContinue,
    interrupt() {
      // On Windows a signal is no message: it ends the program.
      if (source.platform === 'win32' || source.kill === undefined) onInterrupt.hear();
      else source.kill(0, 'SIGINT');
    },
    suspend: () => suspend(source, onContinue),
  };
}

/** How long a stop may take that the system does not refuse. */
const stopMs = 100;

/**
 * The whole process group stops, as a terminal does it: whatever started this program (a launcher, npm) waits for it, and the analyst's
 * shell would go on waiting for them. A group that no shell controls is not stopped by the system; then nothing continues it either.
 */
function suspend(source: SignalSource, onContinue: Signals['onContinue']): Promise<void> {
  if (source.platform === 'win32' || source.kill === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const goOn = () => {
      release();
      clearTimeout(timer);
      resolve();
    };
    const release = onContinue(goOn);
    source.kill?.(0, 'SIGTSTP');
    // While it is stopped no time passes; then SIGCONT, which waits already, is heard before this.
    const timer = setTimeout(() => setImmediate(() => setImmediate(goOn)), stopMs);
  });
}

interface SignalStack {
  on(fn: () => void): () => void;
  hear(): void;
}

function stack(source: SignalSource, names: readonly NodeJS.Signals[], isEcho = () => false): SignalStack {
  const handlers: { readonly fn: () => void }[] = [];
  const hear = () => {
    if (!isEcho()) handlers.at(-1)?.fn();
  };
  const on = (fn: () => void) => {
    const entry = { fn };
    if (handlers.push(entry) === 1) {
      for (const name of names) source.on(name, hear);
    }
    return () => {
      const at = handlers.indexOf(entry);
      if (at < 0) return;
      handlers.splice(at, 1);
      if (handlers.length === 0) {
        for (const name of names) source.off(name, hear);
      }
    };
  };
  return { on, hear };
}
