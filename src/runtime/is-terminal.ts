import { fstatSync, statSync } from 'node:fs';

/**
 * True where a stream is a terminal. Node's own way to tell loads all that streams need, which is an eighth of its start: what cannot be one
 * is not asked for.
 */
export function isTerminal(fd: number, node: Pick<NodeJS.Process, 'platform' | 'getBuiltinModule'>): boolean {
  return (node.platform === 'win32' || mayBeTerminal(fd)) && node.getBuiltinModule('node:tty').isatty(fd);
}

function mayBeTerminal(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev;
  } catch {
    // Closed.
    return false;
  }
}
