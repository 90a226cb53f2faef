import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../support/run.ts';
import { openShell } from '../support/shell.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const latencies = [130, 1000];
const times = 5;

/** The look before a write that undo needs, beside the same write with --no-undo, one after the other. */
export async function lookBeforeWrites(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const latency of latencies)
    found.push(...(await withLab({ sensorLatencyMs: latency }, (bench) => measure(bench, latency))));
  return found;
}

async function measure(bench: BenchLab, latency: number): Promise<readonly Row[]> {
  const file = join(bench.folder, 'put.bin');
  await writeFile(file, Buffer.alloc(64 * 1024, 'x'));
  const verbs = [
    'mkdir C:\\bench',
    'reg set HKLM\\SOFTWARE\\Lab\\Types\\text --force --yes --data',
    `put --force --yes "${file}" C:\\lab\\empty`,
  ];
  const shell = openShell(bench);
  const found: Row[] = [];
  try {
    await shell.verb('stat C:\\');
    for (const [at, verb] of verbs.entries()) {
      const [plain, kept]: [number[], number[]] = [[], []];
      // What is put is there by then.
      if (verb.startsWith('put')) await shell.verb(`${verb}0 --no-undo`);
      for (let i = 0; i < times; i += 1) {
        const name = verb.startsWith('put') ? '0' : String(i);
        plain.push(await shell.verb(`${verb}${at === 1 ? ' ' : ''}${name}${at === 0 ? 'a' : ''} --no-undo`));
        kept.push(await shell.verb(`${verb}${at === 1 ? ' ' : ''}${name}`));
      }
      const adds = median(kept) - median(plain);
      const looks = at === 0 ? 0 : 1;
      const limit = looks * latency * 1.2 + 30;
      found.push({
        what: `kept before ${verb.split(' -')[0]?.split(' ', 2)[0]} at ${latency} ms`,
        figure: `+ ${adds.toFixed(0)} ms`,
        limit: `+ ${limit.toFixed(0)} ms (${looks} sensor time${looks === 1 ? '' : 's'})`,
        ok: adds <= limit,
        note: `${median(plain).toFixed(0)} ms with --no-undo`,
      });
    }
  } finally {
    await shell.close();
  }
  return found;
}
