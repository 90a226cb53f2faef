import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Tests over the lab wait more than they compute: 86 s with four workers on two cores, 164 s with vitest's own choice.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
