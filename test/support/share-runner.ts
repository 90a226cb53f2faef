import { type RunnerTask, type RunnerTestCase, type RunnerTestFile, TestRunner } from 'vitest';
import { longTests } from './long-tests.ts';

/** Plays a fixed share of the tests of long files. The report has what is left to CI as pending, and as skipped what could not be run. */
// biome-ignore lint/style/noDefaultExport: that is how vitest finds it
export default class ShareRunner extends TestRunner {
  onCollected(files: readonly RunnerTestFile[]): void {
    for (const file of files) {
      const share = longTests.get(file.filepath) ?? 1;
      const tests = testsOf(file).sort((a, b) => hashOf(nameOf(a)) - hashOf(nameOf(b)));
      for (const test of tests.slice(Math.ceil(tests.length / share))) test.mode = 'skip';
      rest(file);
    }
  }
}

function testsOf(task: RunnerTask): RunnerTestCase[] {
  if (task.mode === 'skip' || task.mode === 'todo') return [];
  return task.type === 'test' ? [task] : task.tasks.flatMap(testsOf);
}

/** What holds nothing that runs is not prepared either. */
function rest(task: RunnerTask): void {
  if (task.type === 'test') return;
  for (const each of task.tasks) rest(each);
  if (testsOf(task).length === 0) task.mode = 'skip';
}

function nameOf({ suite, name }: RunnerTask): string {
  return suite === undefined ? name : `${nameOf(suite)} ${name}`;
}

/** The same on each computer. */
function hashOf(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash ^ (hash >>> 15);
}
