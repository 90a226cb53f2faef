// Bundles src/ into dist/: one CommonJS entry with chunks that are loaded by need (start-up is what people feel first), and the manual pages.
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
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

/** Into a folder that is there for it. `target`: an older Node, for which new syntax is written out. */
export async function bundleInto(dir, { target } = {}) {
  const bundle = await rolldown({
    input: { main: join(root, 'src', 'programs', 'main.ts') },
    platform: 'node',
    logLevel: 'warn',
    checks: { eval: false },
    ...(target === undefined ? {} : { transform: { target } }),
    plugins: [withoutUnused, queueAlone, jqBeside],
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundle.write({
    dir,
    format: 'cjs',
    // `require` alone: what reads these files in the executable knows no other way, and the loader of ES modules costs.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: chunkNames(), debugName: 'together' }],
    },
    minify: { mangle: false, compress: true, codegen: true },
    sourcemap: false,
  });
  await bundle.close();
  refuseOutside(output);
  await markBuild(join(dir, 'main.cjs'), output);
}

/** The first line of the file that is loaded first: what V8 compiles of a build is for that alone (bin/launch.js). */
async function markBuild(main, output) {
  const hash = createHash('sha256');
  for (const { fileName, code, source } of output) hash.update(`${fileName}\n`).update(code ?? source);
  await writeFile(main, `//${hash.digest('hex').slice(0, 16)}\n${await readFile(main, 'utf8')}`);
}

/** What is loaded together lies together: each file costs a look at the disk and at the compile cache (bench/). The first that takes a module has it. */
const together = {
  core: ['main', 'app', 'entries', 'other-program', 'version'].map((name) => `programs/${name}.ts`),
  cblr: ['programs/cblr.ts'],
  cbq: ['programs/cbq.ts'],
  complete: ['programs/complete.ts'],
  query: [
    'programs/one-shot.ts',
    'programs/environment.ts',
    'programs/open-case.ts',
    'programs/remind-isolations.ts',
    'own/timed-isolations.ts',
    'transport/http.ts',
    'transport/reply-lists.ts',
  ],
  drawn: ['output/table.ts', 'output/record.ts', 'output/histogram.ts'],
  disk: ['runtime/local-folder.ts', 'runtime/local-new-file.ts', 'runtime/local-writer.ts'],
  lists: ['transport/split-json.ts', 'output/sent-cells.ts'],
  transcript: ['programs/open-transcript.ts'],
  session: ['programs/sensor-verb.ts'],
  client: [
    '../node_modules/undici/lib/dispatcher/client.js',
    '../node_modules/undici/lib/api/api-request.js',
    'transport/connector.ts',
    'runtime/engine-flags.ts',
  ],
};

/** A file of its own for the rest of each. */
const [live, text] = ['live', 'text'].map((name) => join(root, 'src', name));
const folders = [
  { name: 'live', path: live },
  { name: 'text', path: text },
];

/** For rolldown: the chunk that a module is in, where it is in one of these. */
function chunkNames() {
  let names;
  return (id, context) => {
    names ??= namesOf(context);
    return names.get(id) ?? folders.find(({ path }) => id.startsWith(path))?.name;
  };
}

function namesOf(context) {
  const names = new Map();
  const take = (id, name) => {
    // Queries want some of these, too, and no session.
    if (names.has(id) || isBuiltin(id) || (name === 'session' && id.startsWith(text))) return;
    names.set(id, name);
    for (const each of context.getModuleInfo(id)?.importedIds ?? []) take(each, name);
  };
  for (const [name, files] of Object.entries(together)) {
    for (const file of files) take(join(root, 'src', file), name);
  }
  return names;
}

/**
 * HTTP/2 and a second parser of undici's, neither of which is ever asked for, load more than all the rest of it. The tree in which it looks up
 * the names of headers takes longer to grow than a run has names: without it, it puts them into small letters one by one.
 */
const withoutUnused = {
  name: 'without-unused',
  resolveId(id, importer) {
    const from = /undici[\\/]lib[\\/](?:dispatcher[\\/](client)|core[\\/](util))/.exec(importer ?? '');
    if (from?.[1] !== undefined && /client-h2\.js$|parser-h1\.js$/.test(id)) return nothing;
    return from?.[2] !== undefined && id === './tree' ? noTree : undefined;
  },
  load(id) {
    if (id === nothing) return 'module.exports = { getMiloEnabled: () => false };';
    return id === noTree ? 'module.exports = { tree: { lookup: () => null } };' : undefined;
  },
};
const nothing = '\0nothing.cjs';
const noTree = '\0no-tree.cjs';

/** Of BullMQ the way by Redis alone: its other stores, cron and processes of its own are asked for by nobody. */
const queueAlone = {
  name: 'queue-alone',
  resolveId(id, importer) {
    if (id === 'bullmq')
      return { id: join(root, 'node_modules/bullmq/dist/esm/index.js'), moduleSideEffects: false };
    if (!/[\\/]bullmq[\\/]dist[\\/]esm[\\/]/.test(importer ?? '')) return undefined;
    return /^cron-parser$|[\\/]postgres(?:[\\/]|$)|valkey-glide$/.test(id) ? empty : undefined;
  },
  load: (id) => (id === empty ? emptyModule : undefined),
};
const empty = '\0empty.mjs';
const emptyModule = ['CronExpressionParser', 'PostgresConnection', 'createPostgresBackend']
  .map((name) => `export const ${name} = undefined;`)
  .join('\n');

/**
 * Of jq its code in a file of its own, which `require` of bin/chunks.js gives as bytes: as text it is read, decoded and copied at each start.
 * And what it takes for its hashes from a module that is there, where the browser's way loads nine others.
 */
const jqBeside = {
  name: 'jq-beside',
  resolveId: (id) => (id === besideJq ? { id, external: true } : undefined),
  transform(code, id) {
    if (!/jq-wasm[\\/]dist[\\/]inline\.mjs$/.test(id)) return undefined;
    const [literal, text] = /__toBinaryNode\("([\w+/=]+)"\)/.exec(code) ?? [];
    const random = 'crypto.getRandomValues(view)';
    if (literal === undefined || !code.includes(random)) throw new Error('jq-wasm is not as it was');
    this.emitFile({ type: 'asset', fileName: besideJq.slice(2), source: Buffer.from(text, 'base64') });
    return code
      .replace(literal, `require('${besideJq}')`)
      .replace(random, "require('node:crypto').randomFillSync(view)");
  },
};
const besideJq = './jq.wasm';

/** What is installed is dist/ alone: a package that it looks for beside itself is not there. */
function refuseOutside(output) {
  const ours = new Set(output.map(({ fileName }) => fileName));
  const wanted = output.flatMap(({ imports = [], dynamicImports = [] }) => [...imports, ...dynamicImports]);
  const outside = new Set(wanted.filter((name) => !ours.has(name.replace(/^\.\//, '')) && !isBuiltin(name)));
  if (outside.size > 0) throw new Error(`these are not in the bundle: ${[...outside].join(', ')}`);
}

if (process.argv[1] === self) await build();
