// `npm test`: lint and format and dead code beside types, then the tests; of files that take long a fixed share, with `-- --whole` all. Stops where
// a step fails. The last line on stdout is the count of the runner's own report, also when tests fail: `N passed, N failed`, and `, N skipped`
// where something was missing.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isWhole = process.argv.includes('--whole');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** An export that no part of the programs uses but a test does is dead all the same. */
const onlyWhatShips = ['--production', '--config', 'knip.production.json'];
const reports = mkdtempSync(join(tmpdir(), 'cblr-report-'));
process.exitCode = 1;
try {
  process.exitCode = await main();
} finally {
  rmSync(reports, { recursive: true, force: true });
}

async function main() {
  // None needs what the other says, and each leaves a core idle for half of its time.
  const checks = await Promise.all([
    check([
      ['lint', '@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.']],
      ['dead code', 'knip', 'knip', ['--no-progress']],
      ['code that tests alone use', 'knip', 'knip', ['--no-progress', ...onlyWhatShips]],
    ]),
    check([
      ['types', 'typescript', 'tsc', ['--noEmit']],
      ['types of the pages', 'typescript', 'tsc', ['--noEmit', '-p', 'src/pages']],
      ['types of what runs as WebAssembly', 'typescript', 'tsc', ['--noEmit', '-p', 'src/wasm']],
    ]),
  ]);
  if (checks.some((status) => status !== 0)) return 1;
  const report = join(reports, 'tests.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = step('tests', 'vitest', 'vitest', args, isWhole ? {} : { CBLR_SHARE: '1' });
  return conclude(status, report);
}

/** Runs steps one after the other up to one that fails, beside others: what each prints comes as a whole. Gives the exit code of the last. */
async function check(steps) {
  for (const [name, packageName, tool, args] of steps) {
    const child = spawn(process.execPath, [binOf(packageName, tool), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    const [status, signal] = await once(child, 'close');
    console.log(`${name}: ${tool} ${args.join(' ')}`);
    process.stdout.write(Buffer.concat(printed));
    if (status === 0) continue;
    console.error(`${name} failed (${signal ?? status})`);
    return status ?? 1;
  }
  return 0;
}

/** Runs a tool of node_modules on this very Node, its output as it comes; gives its exit code. */
function step(name, packageName, tool, args, env) {
  console.log(`${name}: ${tool} ${args.filter((arg) => !arg.includes(reports)).join(' ')}`);
  const { status, signal, error } = spawnSync(process.execPath, [binOf(packageName, tool), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${tool} could not be started: ${error.message}`);
  if (status !== 0) console.error(`${name} failed (${signal ?? status})`);
  return status ?? 1;
}

function binOf(packageName, tool) {
  const manifestPath = join(root, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  return join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[tool]);
}

/** A file that could not even be loaded has no tests in the report: it counts as one that failed. */
function conclude(status, path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`the test runner left no report: ${error.message}`);
    return 1;
  }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  const left = resultsOf(report).filter(isLeft).length;
  const skipped = skippedOf(report).length;
  for (const title of titlesNotRun(report)) console.log(`not run: ${title}`);
  if (left > 0) console.log(`${left} tests of long files are left to npm test -- --whole, as CI has it`);
  if (report.numPassedTests === 0) console.error('no test has passed: that is no success');
  console.log(
    `${report.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`,
  );
  return status === 0 && failed === 0 && report.numPassedTests > 0 ? 0 : 1;
}

/** What was skipped says in its title why, as the pages do where there is no browser. */
function titlesNotRun(report) {
  return new Set(skippedOf(report).map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title));
}

function skippedOf(report) {
  return resultsOf(report).filter(
    (result) => !isLeft(result) && result.status !== 'passed' && result.status !== 'failed',
  );
}

/** Collected, and not begun (test/support/share-runner.ts); what a test itself skips is "skipped". */
function isLeft({ status }) {
  return !isWhole && status === 'pending';
}

function resultsOf(report) {
  return report.testResults.flatMap((file) => file.assertionResults);
}
