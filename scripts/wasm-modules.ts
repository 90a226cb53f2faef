// WebAssembly that is made of AssemblyScript in src/wasm, and checked in as text: who builds needs no compiler for it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const wasmModulesFolder = 'src/transport/made';
const source = 'src/wasm/cutter/main.ts';
const made = `${wasmModulesFolder}/cutter-module.ts`;
/** Without a runtime, in a memory that whoever loads it gives it. */
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** Path below the root → text. Compiled anew only where the source is another: to load the compiler takes seconds. */
export async function wasmModules(): Promise<ReadonlyMap<string, string>> {
  const before = await readFile(join(root, made), 'utf8').catch(() => '');
  const isCurrent = before.startsWith(header(await readFile(join(root, source), 'utf8')));
  return new Map([[made, isCurrent ? before : await cutterModule()]]);
}

/** Compiled anew. */
export async function cutterModule(): Promise<string> {
  const text = await readFile(join(root, source), 'utf8');
  const base64 = Buffer.from(await compiled(text)).toString('base64');
  const lines = (base64.match(/.{1,120}/g) ?? []).map((line) => `  '${line}'`).join(' +\n');
  return `${header(text)}export const cutterModule =\n${lines};\n`;
}

function header(text: string): string {
  const hash = createHash('sha256').update(`${flags}\n${text}`).digest('hex').slice(0, 16);
  return `// Made from ${source} (${hash}) by npm run generate.\n`;
}

async function compiled(text: string): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(['main.ts', ...flags, '-o', 'main.wasm'], {
    readFile: (name) => (name === 'main.ts' ? text : null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`${source}: ${stderr}`);
  return binary;
}
