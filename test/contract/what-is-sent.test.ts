import { afterAll, beforeAll, expect, test } from 'vitest';
import { verbs } from '../../src/verbs/index.ts';
import { layOutExampleFiles } from '../support/example-files.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { untilQuiet } from '../support/quiet.ts';
import { sentRemedy, watchSent } from '../support/sent.ts';
import type { ShellDriver } from '../support/shell-driver.ts';

// Whether each example does what it shows is for test/programs/examples.test.ts; here is what it sends, in shells that all share.
let world: ProgramWorld;
const shells = new Map<string, ShellDriver<number>>();
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 500 });
  await layOutExampleFiles(world.folder);
  for (const sensor of ['10', '1'])
    shells.set(sensor, await world.shell(`cblr connect ${sensor} --yes`, { answers: [] }));
});
afterAll(async () => {
  for (const { runtime, ended } of shells.values()) {
    runtime.streams.in.write('\u0004');
    await ended;
  }
  await world.end();
});

test.each(verbs.map((spec) => [spec.name, spec] as const))(
  '%s sends no more than its literal says',
  async (_name, spec) => {
    for (const { line, sensor = '10' } of spec.examples) {
      const shell = shells.get(sensor);
      if (shell === undefined) throw new Error(`no shell on sensor ${sensor}`);
      // What the line before has left is tidied up behind its prompt.
      await untilQuiet();
      const sent = watchSent(world.lab);
      if (/ -f\b/.test(line)) shell.runtime.streams.out.onWrite(() => void shell.runtime.interrupt());
      await shell.line(line);
      const calls = [{ spec, effect: spec.effect }];
      const remedy = `the example "${line}" of ${spec.name} sent this: ${sentRemedy(calls)}`;
      expect(sent.beyond(calls), remedy).toEqual([]);
    }
  },
);
