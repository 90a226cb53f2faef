import { globalOptions } from '../spec/globals.ts';
import { helpOfExitCodes } from '../spec/program-help.ts';
import { makeApp } from './app.ts';
import { cbqListing } from './made/cbq-listing.ts';
import { otherProgram } from './other-program.ts';
import { version } from './version.ts';

export const cbq = makeApp(
  'cbq',
  {
    about: 'one-shot commands for Carbon Black EDR',
    version,
    globals: globalOptions,
    groupOrder: [
      'processes',
      'binaries',
      'sensors',
      'bans',
      'watchlists',
      'feeds and reports',
      'alerts',
      'groups and users',
      'server',
      'setup',
    ],
    elsewhere: commandOfCblr,
    topics: { 'exit-codes': helpOfExitCodes },
  },
  cbqListing,
  async () => (await import('./made/cbq-entries.ts')).cbqEntries,
);

/** Live Response, sessions and profiles are of the other program. */
async function commandOfCblr(word: string): Promise<string | undefined> {
  const [{ cblrListing }, { cblrEntries }] = await Promise.all([
    import('./made/cblr-listing.ts'),
    import('./made/cblr-entries.ts'),
  ]);
  return await otherProgram('cblr', cblrListing, cblrEntries, word);
}
