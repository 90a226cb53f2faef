// `npm run picture`: takes docs/case-report.png anew, the report of the incident that test/support/incident.ts works on the lab.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    'test/programs/case-incident.test.ts',
    '-t',
    'on the first screen',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CBLR_PICTURE: join(root, 'docs/case-report.png') } },
);
process.exitCode = status ?? 1;
