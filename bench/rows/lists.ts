import { cblr } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withLab } from '../support/with-lab.ts';

/** Large lists, drawn as a table to a pipe; a one-shot of `pwd` in the same session stands for everything but the list. */
export async function largeLists(): Promise<readonly Row[]> {
  return await withLab({ sensorLatencyMs: 0 }, async ({ env, request }) => {
    const base = (await cblr(['stat', '10', 'C:\\Windows', '-q'], { env })).ms;
    const listed = await cblr(['ls', '10', 'C:\\lab\\many', '-o', 'table', '-q'], { env });
    await cblr(['exec', '10', '-q', '--no-wait', 'lab-many-processes.exe 10000'], { env });
    const processes = await cblr(['ps', '10', '-o', 'table', '-q'], { env });
    void request;
    return [
      row('ls of 100,000 entries, drawn', listed.ms - base, listed.mib, lines(listed.stdout)),
      row('ps of 10,000 processes, drawn', processes.ms - base, processes.mib, lines(processes.stdout)),
    ];
  });
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}

function row(what: string, ms: number, mib: number, count: number): Row {
  return {
    what,
    figure: `${(ms / 1000).toFixed(2)} s, ${mib.toFixed(0)} MiB`,
    limit: '1 s, 200 MiB',
    ok: ms <= 1000 && mib <= 200 && count >= 10_000,
    note: `${count} lines, beyond a stat in a session of its own`,
  };
}
