import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cutterModule } from '../../scripts/wasm-modules.ts';
import { root } from '../contract/source-scan.ts';

test('the cutter that is checked in is what its source compiles to (else: npm run generate)', async () => {
  const made = await readFile(join(root, 'src/transport/made/cutter-module.ts'), 'utf8');
  expect(await cutterModule()).toBe(made);
});
