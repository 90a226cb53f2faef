// Bundles src/ into dist/: one CommonJS entry with chunks that are loaded by need (start-up is what people feel first), and the manual pages.
import { rename, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { writeManPages } from './man-pages.ts';

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));
const outdir = join(root, 'dist');
// Written beside it first: a build that fails or is stopped leaves the old one whole.
const fresh = join(root, `.dist-${process.pid}`);

export async function build() {
  try {
    await bundleInto(fresh);
    await writeManPages(join(fresh, 'man'));
    await rm(outdir, { recursive: true, force: true });
    await rename(fresh, outdir);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** `target`: an older Node, for which new syntax is written out. */
export async function bundleInto(dir, { target } = {}) {
  const bundle = await rolldown({
    input: { main: join(root, 'src', 'programs', 'main.ts') },
    platform: 'node',
    logLevel: 'warn',
    checks: { eval: false },
    ...(target === undefined ? {} : { transform: { target } }),
  });
  const { output } = await bundle.write({
    dir,
    format: 'cjs',
    // `require` alone: what reads these files in the executable knows no other way, and the loader of ES modules costs.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: { mangle: false, compress: true, codegen: true },
    sourcemap: false,
  });
  await bundle.close();
  refuseOutside(output);
}

/** What is installed is dist/ alone: a package that it looks for beside itself is not there. */
function refuseOutside(output) {
  const ours = new Set(output.map(({ fileName }) => fileName));
  const wanted = output.flatMap(({ imports = [], dynamicImports = [] }) => [...imports, ...dynamicImports]);
  const outside = new Set(wanted.filter((name) => !ours.has(name) && !isBuiltin(name)));
  if (outside.size > 0) throw new Error(`these are not in the bundle: ${[...outside].join(', ')}`);
}

if (process.argv[1] === self) await build();
