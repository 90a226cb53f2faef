import type { ProcessDocument } from '../api/wire/process.ts';
import type { WireObject } from '../api/wire/read.ts';
import { mapAhead } from './at-most.ts';
import type { Joined, Joins } from './joins.ts';
import type { ProcessLookup } from './process-lookup.ts';

/** A process, or one of its parents: `depth` says how far up. */
export interface ChainRow {
  readonly wire: WireObject;
  readonly depth: number;
  /** The process at depth 0. */
  readonly hitId?: string;
  /** What other resources say of it. */
  readonly joined?: Joined | undefined;
}

/** Parents that are walked up to while what is joined to those below is asked for. */
const joinsAhead = 8;

/** A process and who started it, up to the kernel, with what is joined to each. */
export async function* processChain(
  lookup: ProcessLookup,
  process: ProcessDocument,
  joins?: Joins,
): AsyncGenerator<ChainRow> {
  let depth = 0;
  yield* mapAhead(lookup.chain(process), joins === undefined ? 1 : joinsAhead, async (each) => {
    const row = { wire: each.wire, depth };
    depth += 1;
    return joins === undefined ? row : { ...row, joined: await joins(each) };
  });
}
