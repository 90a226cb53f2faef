// Plays every fault with every job and writes what came of each: test/faults/outcomes.tsv, and the figures of docs/reliability.md. Cells that
// break a rule are shown, and are not in the table.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const table = join(root, 'test', 'faults', 'outcomes.tsv');
const families = ['looks', 'changes', 'queries'];

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...families.map((family) => `test/faults/${family}.test.ts`),
    '-t',
    'is written anew',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, UPDATE_FAULTS: '1' } },
);
const parts = families.map((family) => {
  const text = readFileSync(`${table}.${family}`, 'utf8');
  rmSync(`${table}.${family}`);
  return text;
});
const [head] = (parts[0] ?? '').split('\n', 1);
writeFileSync(table, [`${head}\n`, ...parts.map((text) => text.slice(text.indexOf('\n') + 1))].join(''));
process.exitCode = status ?? 1;
