import type { Runtime } from '../ports/runtime.ts';
import { silentProgress } from './progress.ts';
import { withColor } from './with-color.ts';

/** The same outside after `--quiet` (no notes, no progress) and `--no-color` or `--color` were read. */
export function withGlobals(
  runtime: Runtime,
  { quiet, color }: { readonly quiet: boolean; readonly color: boolean | undefined },
): Runtime {
  if (!quiet && color === undefined) return runtime;
  return {
    ...runtime,
    streams: withColor(runtime.streams, color),
    ...(quiet ? { progress: silentProgress, note: () => undefined } : {}),
  };
}
