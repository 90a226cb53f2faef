import { toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A site: sensor groups that share a network link (contract/groups-sites.md). */
export interface Site {
  readonly id: number;
  readonly name: string;
  readonly wire: WireObject;
}

/** Reads a site; never fails on what is missing or mistyped. */
export function readSite(json: unknown): Site {
  const wire = toObject(json);
  return { id: toNumber(wire['id']) ?? 0, name: toText(wire['name']) ?? '', wire };
}
