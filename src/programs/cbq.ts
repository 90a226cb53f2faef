import { queries } from '../queries/index.ts';
import { globalOptions } from '../spec/globals.ts';
import { helpOfExitCodes } from '../spec/program-help.ts';
import { makeApp } from './app.ts';
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
    ],
    topics: { 'exit-codes': helpOfExitCodes },
  },
  queries.map((spec) => ({ kind: 'query', spec }) as const),
);
