import type { Runtime } from '../ports/runtime.ts';
import { silentProgress } from './progress.ts';

/** The same outside after `--quiet` (no notes, no progress) and `--no-color` or `--color` were read. */
export function withGlobals(
  runtime: Runtime,
  { quiet, color }: { readonly quiet: boolean; readonly color: boolean | undefined },
): Runtime {
  if (!quiet && color === undefined) return runtime;
  const { streams } = runtime;
  const level = (now: 0 | 1 | 2 | 3) => (color === false ? 0 : color === true && now === 0 ? 1 : now);
  return {
    ...runtime,
    streams: {
      ...streams,
      colorLevel: { out: level(streams.colorLevel.out), err: level(streams.colorLevel.err) },
    },
    ...(quiet ? { progress: silentProgress, note: () => undefined } : {}),
  };
}
