import { cblrCommands } from '../commands/index.ts';
import { withSensor } from '../spec/with-sensor.ts';
import { verbs } from '../verbs/index.ts';
import type { Entry } from './app.ts';

/** What `cblr` runs; loaded when it runs something. */
export const cblrEntries: readonly Entry[] = [
  ...cblrCommands.map((spec) => ({ kind: 'command', spec }) as const),
  ...verbs
    .filter((spec) => spec.shellOnly !== true)
    .map((spec) => ({ kind: 'verb', spec: withSensor(spec, 'cblr') }) as const),
];
