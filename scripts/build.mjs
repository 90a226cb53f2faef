// Bundles src/ into dist/: one CommonJS entry with chunks that are loaded by need (design: start-up is what people feel first).
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));
const outdir = join(root, 'dist');
// Written beside it first: a build that fails or is stopped leaves the old one whole.
const fresh = join(root, `.dist-${process.pid}`);

export async function build() {
  try {
    await bundleInto(fresh);
    await rm(outdir, { recursive: true, force: true });
    await rename(fresh, outdir);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

// Of Node's own modules these take 1 to 3 ms each to load, and most commands need none of them, or not before the first request.
const builtinsByNeed = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:readline'];

/** Lets the entry load those when they are first used: `--help` against `node -e 0` 1.98 instead of 2.17 (bench/). */
const loadBuiltinsByNeed = {
  name: 'load-builtins-by-need',
  renderChunk(code, chunk) {
    if (!chunk.isEntry) return null;
    return builtinsByNeed.reduce((text, name) => {
      const loaded = `require("${name}")`;
      if (!text.includes(`= ${loaded}`))
        throw new Error(`the entry does not load ${name}: take it off the list`);
      return text.replace(`= ${loaded}`, `= new Proxy({}, { get: (_, key) => ${loaded}[key] })`);
    }, code);
  },
};

async function bundleInto(dir) {
  const bundle = await rolldown({
    input: { main: join(root, 'src', 'programs', 'main.ts') },
    platform: 'node',
    logLevel: 'warn',
    checks: { eval: false },
    plugins: [loadBuiltinsByNeed],
  });
  await bundle.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: { mangle: false, compress: true, codegen: true },
    sourcemap: false,
  });
  await bundle.close();
}

if (process.argv[1] === self) await build();
