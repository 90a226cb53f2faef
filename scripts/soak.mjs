// `npm run soak`: the long tests whole, of which `npm test` plays a share: every fault with every job (docs/reliability.md), and a folder of
// 500 files that is put while replies are lost, transcripts of 500 processes that are killed, 300 sequences of changes
// that are undone, 100 Ctrl-C, 1,000 bytes changed in a case that was handed over, runs on many hosts that are killed 200
// times, and 150 times on a queue with Redis itself, a question to a thousand hosts over 20 nights, each example as a one-shot, thousands
// of documents that are drawn, and the width of each character.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startedMs = performance.now();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    'test/faults',
    'test/hostile/lost-transfers.test.ts',
    'test/programs/transcript-processes.test.ts',
    'test/programs/case-incident.test.ts',
    'test/fleet/killed.test.ts',
    'test/fleet/queue/killed.test.ts',
    'test/fleet/finance.test.ts',
    'test/programs/examples.test.ts',
    'test/verbs/exec-interrupted.test.ts',
    'test/undo/round-trip.test.ts',
    'test/output/sent-rows.test.ts',
    'test/ops/follow.test.ts',
    'test/ops/sigma/subset.test.ts',
    'test/text/width.test.ts',
    '--reporter=verbose',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CBLR_SOAK: '1' } },
);
console.log(
  `${status === 0 ? 'held' : 'NOT held'}, in ${Math.round((performance.now() - startedMs) / 1000)} s`,
);
process.exitCode = status ?? 1;
