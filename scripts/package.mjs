// `npm run package`: one-file executables of both programs for this platform in build/, with the Node that runs this inside.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'build');
// pkg's own command line wants to download a Node; the function behind it takes the one that is here.
const sea = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea.js').default;
const platforms = { linux: 'linux', darwin: 'macos', win32: 'win' };

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const made = [];
for (const program of ['cblr', 'cbq']) {
  const bundle = await bundleOf(program);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const output = join(outdir, `${program}-${process.platform}-${process.arch}${suffix}`);
  const target = { platform: platforms[process.platform], arch: process.arch, nodeRange: 'node24', output };
  await sea(bundle, { nodePath: process.execPath, targets: [target], config: {} });
  await rm(bundle);
  const { size } = await stat(output);
  made.push(`${relative(process.cwd(), output)}  ${(size / 2 ** 20).toFixed(1)} MiB\n`);
}
// Behind all that pkg says.
process.stdout.write(made.join(''));

/** Everything in one CommonJS file: an executable has no chunks beside it. */
async function bundleOf(program) {
  const entry = join(outdir, `${program}.entry.mjs`);
  const file = join(outdir, `${program}.cjs`);
  const main = join(root, 'src', 'programs', 'main.ts');
  await writeFile(entry, `import { start } from ${JSON.stringify(main)};\nstart('${program}', process);\n`);
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    cwd: root,
    logLevel: 'warn',
    checks: { eval: false },
  });
  await bundle.write({
    file,
    format: 'cjs',
    codeSplitting: false,
    minify: { mangle: false, compress: true, codegen: true },
  });
  await bundle.close();
  await rm(entry);
  return file;
}
