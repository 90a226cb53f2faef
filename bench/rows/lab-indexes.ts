import { join } from 'node:path';
import type { Million } from '../support/lab-million.ts';
import { root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';

/** The lab over 1,000,000 process documents: how long they take to make, and to search. */
export async function labIndexes(): Promise<readonly Row[]> {
  const { stdout } = await run(process.execPath, [join(root, 'bench/support/lab-million.ts')]);
  const million = JSON.parse(stdout) as Million;
  const [nameFirst, name] = million.byNameMs;
  const [termFirst, term] = million.byTermMs;
  return [
    {
      what: 'lab: 1,000,000 process documents made',
      figure: `${(million.madeMs / 1000).toFixed(1)} s, ${million.mib.toFixed(0)} MiB`,
      limit: '120 s, 1,024 MiB',
      ok: million.documents === 1_000_000 && million.madeMs < 120_000 && million.mib <= 1024,
    },
    {
      what: 'lab: a page of 100 by process name',
      figure: `${name.toFixed(1)} ms`,
      limit: '10 ms',
      ok: name < 10,
      note: `over HTTP, count included; the first one ${nameFirst.toFixed(1)} ms`,
    },
    {
      what: 'lab: a page of 100 by a word, newest first',
      figure: `${term.toFixed(1)} ms`,
      limit: '150 ms',
      ok: Math.max(term, termFirst) < 150 && million.termHits > 10_000,
      note: `${million.termHits} hits, over HTTP, count included; the first one ${termFirst.toFixed(1)} ms`,
    },
  ];
}
