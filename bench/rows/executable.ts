import { join } from 'node:path';
import { median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withLab } from '../support/with-lab.ts';

const times = 20;

/** What `npm run package` makes against the installed program, one after the other. */
export async function executable(): Promise<readonly Row[]> {
  const { stdout } = await run(process.execPath, [join(root, 'scripts/package.mjs')]);
  const file = join(root, stdout.split('  ')[0] ?? '');
  return await withLab({ sensorLatencyMs: 0 }, async ({ env }) => {
    const rows: Row[] = [];
    for (const words of [['--help'], ['ps', '10']]) rows.push(await sideBySide(file, words, env));
    return rows;
  });
}

async function sideBySide(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Row> {
  const launcher = () => run(process.execPath, [join(root, 'bin/cblr.js'), ...words], { env });
  const executable = () => run(file, words, { env });
  // The first start of one keeps its compiled code, that of the other brings the file into memory.
  await Promise.all([launcher(), executable()]);
  const pairs = await repeat(times, async () => [(await executable()).ms, (await launcher()).ms] as const);
  const [ours, theirs] = [median(pairs.map(([ms]) => ms)), median(pairs.map(([, ms]) => ms))];
  // Pair by pair: what else the machine does weighs on both.
  const ratio = median(pairs.map(([a, b]) => a / b));
  return {
    what: `the executable, \`cblr ${words.join(' ')}\``,
    figure: `${ratio.toFixed(2)} x the installed program`,
    limit: '1.05 x',
    ok: ratio <= 1.05,
    note: `${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms`,
  };
}
