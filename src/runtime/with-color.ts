import type { Streams } from '../ports/streams.ts';

/** The streams after `--no-color` or `--color` was read; undefined: as they are. */
export function withColor(streams: Streams, color: boolean | undefined): Streams {
  if (color === undefined) return streams;
  const level = (now: 0 | 1 | 2 | 3) => (color ? (now === 0 ? 1 : now) : 0);
  return {
    ...streams,
    colorLevel: { out: level(streams.colorLevel.out), err: level(streams.colorLevel.err) },
  };
}
