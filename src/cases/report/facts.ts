import { formatBytes } from '../../text/bytes.ts';

/** `42.0 KiB (43008)`. */
export function shownSize(bytes: number): string {
  return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${bytes})`;
}

/** A moment as the others of a report are shown, with what it has of a second. */
export function shownMoment(iso: string): string {
  return iso.replace('T', ' ').replace(/\.0+Z$/, 'Z');
}
