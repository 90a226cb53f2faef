import { randomBytes } from 'node:crypto';
import type { PathStyle } from '../text/remote-path.ts';

/** Folders of a system where nobody but its administrators makes files, and whose names need no quotes. */
const guarded: Readonly<Record<PathStyle, RegExp>> = {
  windows: /^[a-z]:\\windows(?:\\(?!temp(?:\\|$))[\w-]+)+$/i,
  unix: /^\/(?:opt|usr|var\/lib|var\/opt|Applications|Library)(?:\/[\w-]+)+$/,
};

const shared: Readonly<Record<PathStyle, string>> = { windows: 'C:\\Windows\\Temp', unix: '/tmp' };

/** Where the sensor works on Windows, if its session does not say so. */
export const sensorFolder = 'C:\\Windows\\CarbonBlack';

/** Where the programs of Windows are, by the folder in which the sensor works. */
export function systemFolder(sensorDirectory: string): string {
  const root = /^[a-z]:\\windows(?=\\|$)/i.exec(sensorDirectory)?.[0] ?? 'C:\\Windows';
  return `${root}\\System32`;
}

/** Nobody but administrators makes files there. */
export function isGuarded(style: PathStyle, folder: string): boolean {
  return guarded[style].test(folder);
}

/**
 * A new name for a file or folder of ours on the sensor: in its own folder, where the session says that it works in one that others cannot
 * write in; else in the folder for temporary files.
 */
export function helperPath(style: PathStyle, sensorDirectory: string, suffix: string): string {
  const folder = isGuarded(style, sensorDirectory) ? sensorDirectory : shared[style];
  const name = `cblr-${randomBytes(6).toString('hex')}${suffix}`;
  return style === 'windows' ? `${folder}\\${name}` : `${folder}/${name}`;
}

/** True for a path that `helperPath` may have made: whoever can write to our state folder has no other removed, or offered to be typed. */
export function isHelperPath(path: string): boolean {
  const [, windows, unix] =
    /^(?:([a-z]:\\.*)\\|(\/.*)\/)cblr-[0-9a-f]{12}(?:\.[a-z0-9]{1,8})?$/i.exec(path) ?? [];
  if (windows !== undefined) return isFolder('windows', windows);
  return unix !== undefined && isFolder('unix', unix);
}

function isFolder(style: PathStyle, folder: string): boolean {
  return folder.toLowerCase() === shared[style].toLowerCase() || isGuarded(style, folder);
}
