// Bundles src/ into dist/: one CommonJS entry with chunks that are loaded by need (design: start-up is what people feel first).
import { rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';

const outdir = new URL('../dist/', import.meta.url).pathname;

export async function build() {
  await rm(outdir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { main: new URL('../src/programs/main.ts', import.meta.url).pathname },
    platform: 'node',
    logLevel: 'warn',
    checks: { eval: false },
  });
  await bundle.write({
    dir: outdir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: { mangle: false, compress: true, codegen: true },
    sourcemap: false,
  });
  await bundle.close();
}

if (process.argv[1] === new URL(import.meta.url).pathname) await build();
