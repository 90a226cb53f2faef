// `npm run release -- VERSION`: the version and the date of its section in CHANGELOG.md, generated files, and in build/release-VERSION/ the
// tarball, an executable for each platform, the notes and SHA-256SUMS. Nothing is committed: the lines for that are printed.
// `--dry-run [--to FOLDER]` does all of it on a copy of the tree, with the executable of this platform alone; FOLDER keeps what was made.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeExecutable } from './package.mjs';
import { notesOf, takeSection } from './release-notes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const here = `${process.platform} ${process.arch}`;
const everywhere = ['linux x64', 'linux arm64', 'win32 x64', 'darwin arm64'];

const { values, positionals } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, to: { type: 'string' } },
  allowPositionals: true,
});
try {
  const version = positionals[0] ?? manifestOf(root).version;
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${version} is no version such as 1.2.0`);
  await (values['dry-run'] ? dryRun(version) : release(version));
} catch (error) {
  process.stderr.write(`release: ${error.message}\n`);
  process.exitCode = 1;
}

async function release(version) {
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new Error(`commit or drop first what git status shows:\n${changed}`);
  if (git('tag', '--list', `v${version}`) !== '') throw new Error(`there is a tag v${version} already`);
  if (sectionOf(root, version).isReleased)
    throw new Error('CHANGELOG.md begins with no section "## VERSION, not released"');
  const outdir = join(root, 'build', `release-${version}`);
  await make(root, version, everywhere, outdir);
  process.stdout.write(
    `next: npm test, then\n  git commit -am 'chore: ${version}' && git tag -s v${version} -m v${version}\n`,
  );
}

async function dryRun(version) {
  const copy = mkdtempSync(join(tmpdir(), 'cblr-release-'));
  try {
    const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
    for (const file of files.filter((name) => name !== '' && existsSync(join(root, name))))
      cpSync(join(root, file), join(copy, file));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    await make(copy, version, [here], values.to ?? join(copy, 'build'));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write('nothing of this is in the tree\n');
}

async function make(place, version, targets, outdir) {
  const { changelog, section } = sectionOf(place, version);
  rmSync(outdir, { recursive: true, force: true });
  writeFileSync(join(place, 'CHANGELOG.md'), changelog);
  for (const name of ['package.json', 'package-lock.json']) setVersion(join(place, name), version);
  node(place, 'scripts/generate.ts');
  node(place, 'scripts/build.mjs');
  for (const target of targets) await makeExecutable(target, join(place, 'dist'), outdir);
  npmPack(place, outdir);
  writeFileSync(join(outdir, 'NOTES.md'), notesOf(version, section));
  const sums = readdirSync(outdir).map((name) => {
    const hash = createHash('sha256').update(readFileSync(join(outdir, name)));
    return `${hash.digest('hex')}  ${name}\n`;
  });
  writeFileSync(join(outdir, 'SHA-256SUMS'), sums.join(''));
  process.stdout.write(sums.join(''));
}

function sectionOf(place, version) {
  const date = new Date().toISOString().slice(0, 10);
  return takeSection(readFileSync(join(place, 'CHANGELOG.md'), 'utf8'), version, date);
}

function npmPack(cwd, to) {
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', to], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

function setVersion(path, version) {
  const found = JSON.parse(readFileSync(path, 'utf8'));
  found.version = version;
  if (found.packages !== undefined) found.packages[''].version = version;
  writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
}

function node(place, script) {
  execFileSync(process.execPath, [join(place, script)], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' });
}

function manifestOf(place) {
  return JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
}
