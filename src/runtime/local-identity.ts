import type { BigIntStats } from 'node:fs';

/** Which file it is, whatever it is called. */
export type Identity = Pick<BigIntStats, 'dev' | 'ino'>;

export function isSameFile(one: Identity | undefined, other: Identity | undefined): boolean {
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}
