import { join } from 'node:path';
import { cblr, median } from '../support/run.ts';
import { openShell } from '../support/shell.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const searched = 'C:\\bench\\searched';
const mirrored = 'C:\\bench\\mirrored';
const times = 5;

/** Many small files: hashed by few starts of a program, searched with the first line soon, mirrored by listings alone. */
export async function manyFiles(): Promise<readonly Row[]> {
  const rows = await withLab({ sensorLatencyMs: 0 }, async (bench) => [
    ...(await hash(bench)),
    await mirror(bench),
  ]);
  for (const latency of [60, 270])
    rows.push(await withLab({ sensorLatencyMs: latency }, (bench) => grep(bench, latency)));
  return rows;
}

async function hash({ env, lab }: BenchLab): Promise<readonly Row[]> {
  const rows: Row[] = [];
  // Behind 7900 characters a line of cmd.exe is full; CreateProcess and exec take 32,000.
  for (const [sensor, glob, most] of [
    ['10', 'C:\\lab\\many\\f00000??.txt', 2],
    ['1', '/lab/many/f00000??.txt', 1],
  ] as const) {
    const before = lab.requests.length;
    const ran = await cblr(['hash', sensor, glob, '-o', 'ndjson'], { env });
    const hashed = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { by: string; tool: string; path: string });
    const starts = lab.requests.slice(before).filter(({ command }) => command === 'create process').length;
    const characters = hashed.reduce((sum, { path }) => sum + path.length, 0);
    const tools = [...new Set(hashed.map(({ by, tool }) => (by === 'sensor' ? tool : 'here')))].join(', ');
    rows.push({
      what: `hash of 100 files on ${sensor === '10' ? 'Windows' : 'Linux'}`,
      figure: `${starts} program starts by ${tools}`,
      limit: `${most} (${characters} characters of paths)`,
      ok: hashed.length === 100 && starts <= most && tools !== 'here',
    });
  }
  return rows;
}

async function mirror(bench: BenchLab): Promise<Row> {
  const { env, folder, lab } = bench;
  await made(bench, mirrored, 1000);
  const here = join(folder, 'mirrored');
  await cblr(['mirror', '10', mirrored, here], { env });
  const before = lab.requests.length;
  const again = await cblr(['mirror', '10', mirrored, here], { env });
  const commands = lab.requests.slice(before).flatMap(({ command }) => command ?? []);
  const others = commands.filter((name) => name !== 'directory list');
  return {
    what: 'mirror of 1,000 unchanged files',
    figure: `${commands.length} listings, ${others.length} other commands`,
    limit: 'listings only',
    ok: others.length === 0 && commands.length <= 2 && again.stdout === '',
    note: `${again.ms.toFixed(0)} ms with the start of the program`,
  };
}

async function grep(bench: BenchLab, latency: number): Promise<Row> {
  await made(bench, searched, 10_000);
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const shell = openShell(bench);
    await shell.verb('stat C:\\');
    took.push(await shell.firstLine(`grep -r small ${searched}`, (line) => line.includes('a small file')));
    await shell.kill();
  }
  const limit = 3 * latency + 80;
  return {
    what: `first line of grep -r in 10,000 files at ${latency} ms`,
    figure: `${median(took).toFixed(0)} ms`,
    limit: `${limit} ms (3 sensor times + 80)`,
    ok: median(took) <= limit,
  };
}

/** A directory with so many files, made by the sensor's own interpreter. */
async function made({ env }: BenchLab, directory: string, count: number): Promise<void> {
  const loop = `for /L %i in (1,1,${count}) do @echo a small file> ${directory}\\f%i.txt`;
  await cblr(['exec', '10', '--propagate', `cmd.exe /c mkdir ${directory} & ${loop}`], { env });
}
