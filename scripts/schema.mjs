// `npm run schema`: runs the examples of help, and writes what their rows are made of into src/views/made. Look at the difference
// (git diff src/views/made), and say in CHANGELOG.md what scripts will meet.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/programs/examples.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, RENEW_SCHEMA: '1', CBLR_SOAK: '1' } },
);
process.exitCode = status ?? 1;
