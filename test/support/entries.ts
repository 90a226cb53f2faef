import type { App } from '../../src/programs/app.ts';
import { cblr } from '../../src/programs/cblr.ts';
import { cbq } from '../../src/programs/cbq.ts';
import type { Entry } from '../../src/programs/entries.ts';

/** Every command of the programs, loaded. */
export const cblrEntries = await entriesOf(cblr);
export const cbqEntries = await entriesOf(cbq);

async function entriesOf({ program, entryOf }: App): Promise<readonly Entry[]> {
  return await Promise.all(program.commands.map(async (listing) => entryOf(await program.load(listing))));
}
