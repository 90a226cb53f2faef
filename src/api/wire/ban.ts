import { toBoolean, toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A hash on the ban list (contract/banning.md). What is missing is undefined or empty. */
export interface Ban {
  /** Lower-case hex; empty where the record names none. */
  readonly md5: string;
  /** A disabled ban stops nothing: the server keeps its record. */
  readonly isEnabled: boolean;
  /** Why. */
  readonly text: string;
  readonly username: string;
  readonly blockCount: number | undefined;
  readonly wire: WireObject;
}

/** Reads a record of the ban list; never fails on what is missing or mistyped. One that does not say so is no disabled one. */
export function readBan(json: unknown): Ban {
  const wire = toObject(json);
  return {
    md5: (toText(wire['md5hash']) ?? '').trim().toLowerCase(),
    isEnabled: toBoolean(wire['enabled']) ?? true,
    text: toText(wire['text']) ?? '',
    username: toText(wire['username']) ?? '',
    blockCount: toNumber(wire['block_count']),
    wire,
  };
}
