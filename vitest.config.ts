import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/long-first.ts';

/** These put something in the place of a module: no other file may see it. */
const alone = ['test/programs/parsed-once.test.ts'];

export default defineConfig({
  resolve: {
    alias: { 'fast-check': fileURLToPath(new URL('test/support/seeded-fast-check.ts', import.meta.url)) },
  },
  test: {
    projects: [
      // A process for each file would cost half of the time of most.
      {
        extends: true,
        test: { name: 'all', isolate: false, include: ['test/**/*.test.ts'], exclude: alone },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
    sequence: { sequencer: LongFirst },
    ...(process.env['CBLR_SHARE'] === undefined ? {} : { runner: 'test/support/share-runner.ts' }),
    globalSetup: 'test/support/temporary-folder.ts',
    pool: 'forks',
    // Tests over the lab wait more than they compute: 86 s with four workers on two cores, 164 s with vitest's own choice.
    maxWorkers: availableParallelism() + 1,
    // Vitest's own second is no bound on a busy computer.
    expect: { requireAssertions: true, poll: { timeout: 20_000 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
