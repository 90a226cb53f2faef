import { globalOptions } from '../spec/globals.ts';
import { helpOfExitCodes } from '../spec/program-help.ts';
import { findSpec } from '../spec/registry.ts';
import { makeApp } from './app.ts';
import { cblrListing } from './made/cblr-listing.ts';
import { otherProgram } from './other-program.ts';
import { version } from './version.ts';

export const cblr = makeApp(
  'cblr',
  {
    about: 'a Live Response shell for Carbon Black EDR',
    version,
    globals: globalOptions,
    groupOrder: [
      'live response',
      'fleet',
      'sessions',
      'evidence',
      'setup',
      'files',
      'processes',
      'system',
      'registry',
      'memory',
      'session',
    ],
    elsewhere: commandElsewhere,
    topics: { 'exit-codes': helpOfExitCodes },
  },
  cblrListing,
  async () => (await import('./made/cblr-entries.ts')).cblrEntries,
);

/** `cd`, `history` and the like make sense only in a shell; `sensor`, `user` and the like are commands of `cbq`. */
async function commandElsewhere(word: string): Promise<string | undefined> {
  const [{ verbs }, { builtins }, { cbqListing }, { cbqEntries }] = await Promise.all([
    import('../verbs/index.ts'),
    import('../shell/builtins/index.ts'),
    import('./made/cbq-listing.ts'),
    import('./made/cbq-entries.ts'),
  ]);
  const found = findSpec([...verbs], [word]) ?? findSpec([...builtins], [word]);
  if (found === undefined) return await otherProgram('cbq', cbqListing, cbqEntries, word);
  const { name } = found.spec;
  const isQuery = findSpec(cbqListing, [name]) !== undefined;
  const once = isQuery ? `; cbq ${name} SENSOR does it without` : '';
  return `${name} is a verb of the shell, which cblr connect SENSOR opens${once}`;
}
