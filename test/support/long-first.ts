import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { longTests } from './long-tests.ts';

const longest = [...longTests.keys()];

/**
 * Without a run to learn from, as in a fresh clone, vitest goes by the size of the files, and would begin one that takes a minute when the other
 * workers have nearly done.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.indexOf(join(moduleId));
      return index === -1 ? longest.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
