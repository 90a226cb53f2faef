import { median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withLab } from '../support/with-lab.ts';

const times = 15;

/** Whole processes with stdout on a pipe, against a bare Node that does nothing. */
export async function startUp(): Promise<readonly Row[]> {
  return await withLab({ sensorLatencyMs: 0 }, async ({ env }) => {
    const bin = `${root}bin/cblr.js`;
    const node = (args: readonly string[]) => run(process.execPath, args, { env });
    // Warms the compile cache: every later start finds it so.
    await node([bin, '--help']);
    await node([bin, 'ps', '10']);
    const bare: number[] = [];
    const help: number[] = [];
    const verb: number[] = [];
    await repeat(times, async () => {
      bare.push((await node(['-e', '0'])).ms);
      help.push((await node([bin, '--help'])).ms);
      verb.push((await node([bin, 'ps', '10'])).ms);
    });
    const base = median(bare);
    return [
      row('cblr --help against node -e 0', median(help), base, 1.5),
      row('cblr ps 10 against node -e 0', median(verb), base, 4),
    ];
  });
}

function row(what: string, ms: number, base: number, goal: number): Row {
  const ratio = ms / base;
  return {
    what,
    figure: `${ratio.toFixed(2)} x`,
    limit: `${goal} x (goal of a later version)`,
    ok: ratio <= goal,
    note: `${ms.toFixed(0)} ms, node ${base.toFixed(0)} ms`,
  };
}
