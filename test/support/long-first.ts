import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = join(import.meta.dirname, '..', '..');

/**
 * What takes longest. Without a run to learn from, as in a fresh clone, vitest goes by the size of the files, and would begin one that takes
 * a minute when the other workers have nearly done.
 */
const longest = [
  'test/plays/plays.test.ts',
  'test/terminal/shell.test.ts',
  'test/terminal/fleet-shell.test.ts',
  'test/fleet/killed.test.ts',
  'test/programs/archive-on-leave.test.ts',
  'test/programs/examples.test.ts',
  'test/release/release.test.ts',
  'test/output/html/browser.test.ts',
  'test/programs/leaving.test.ts',
  'test/fleet/queue/killed.test.ts',
  'test/fleet/finance.test.ts',
  'test/fleet/queue/on-queue.test.ts',
  'test/programs/transcript-processes.test.ts',
  'test/programs/shells.test.ts',
  'test/programs/case-incident.test.ts',
  'test/fleet/run.test.ts',
  'test/faults/changes.test.ts',
  'test/hostile/protocol.test.ts',
  'test/live/transfer-download.test.ts',
].map((name) => join(root, name));

for (const path of longest) {
  if (!existsSync(path))
    throw new Error(`there is no ${path}: name it as it is called now in test/support/long-first.ts`);
}

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.indexOf(join(moduleId));
      return index === -1 ? longest.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
