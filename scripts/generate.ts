// `npm run generate`: writes what is made from the specs - completion scripts and reference pages - and the scripts of pages, and removes what no longer is.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles, generatedFolders } from './generated-files.ts';
import { pageScripts, pageScriptsFolder } from './page-scripts.ts';
import { wasmModules, wasmModulesFolder } from './wasm-modules.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = new Map([...generatedFiles(), ...(await pageScripts()), ...(await wasmModules())]);

for (const folder of [...generatedFolders, pageScriptsFolder, wasmModulesFolder]) {
  await mkdir(join(root, folder), { recursive: true });
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (entry.isFile() && !files.has(`${folder}/${entry.name}`)) await rm(join(root, folder, entry.name));
  }
}
for (const [path, text] of files) await writeFile(join(root, path), text);
console.log(`${files.size} files written`);
