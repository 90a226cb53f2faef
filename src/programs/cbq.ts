import { completion } from '../commands/completion.ts';
import { queries } from '../queries/index.ts';
import { globalOptions } from '../spec/globals.ts';
import { helpOfExitCodes } from '../spec/program-help.ts';
import type { Spec } from '../spec/spec.ts';
import { makeApp } from './app.ts';
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
  [
    ...queries.map((spec) => ({ kind: 'query', spec }) as const),
    { kind: 'command', spec: ofCbq(completion) },
  ],
);

/** The command of the other program, its examples as they are typed here. */
function ofCbq<C>(spec: Spec<C>): Spec<C> {
  const renamed = (text: string): string => text.replaceAll(/\bcblr\b/g, 'cbq');
  return {
    ...spec,
    examples: spec.examples.map(({ line, shows }) => ({ line: renamed(line), shows: renamed(shows) })),
  };
}

/** Live Response, sessions and profiles are of the other program. */
async function commandOfCblr(word: string): Promise<string | undefined> {
  const { cblr } = await import('./cblr.ts');
  return otherProgram('cblr', cblr.program.commands, word);
}
