import type { Signals } from '../ports/runtime.ts';

/** What is needed of `process`. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** Signals over a process. While nobody has a handler, the platform's own behaviour stands. */
export function makeSignals(source: SignalSource): Signals {
  return { onInterrupt: stack(source, ['SIGINT']), onTerminate: stack(source, ['SIGTERM', 'SIGHUP']) };
}

function stack(source: SignalSource, names: readonly NodeJS.Signals[]): (fn: () => void) => () => void {
  const handlers: { readonly fn: () => void }[] = [];
  const hear = () => handlers.at(-1)?.fn();
  return (fn) => {
    const entry = { fn };
    if (handlers.push(entry) === 1) for (const name of names) source.on(name, hear);
    return () => {
      const at = handlers.indexOf(entry);
      if (at < 0) return;
      handlers.splice(at, 1);
      if (handlers.length === 0) for (const name of names) source.off(name, hear);
    };
  };
}
