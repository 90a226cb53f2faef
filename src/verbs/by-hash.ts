import { CbError } from '../errors/cb-error.ts';
import { hashFiles } from '../live/hash/hash-files.ts';
import { shownMd5 } from '../text/md5.ts';
import type { VerbContext } from './context.ts';
import { named } from './named.ts';
import { stillNote } from './program-result.ts';

interface ByHash {
  readonly pids: readonly string[];
  /** Files whose hash is not known: what runs them may be meant, too. */
  readonly unknown: number;
}

/** The processes whose file, as it lies at its path now, has this MD5; `NotOnSensor` where none has. */
export async function processesByHash(md5: string, context: VerbContext): Promise<ByHash> {
  const { live, writes, progress, note, signal } = context;
  const running = await live.processes.list(signal);
  const paths = [...new Set(running.map(({ path }) => path).filter((path) => path !== ''))];
  const found = new Set<string>();
  const unknown: string[] = [];
  const hashed = hashFiles(live, listed(paths), {
    ...writes,
    // To find what is meant a dry run has to look, too.
    dryRun: undefined,
    hash: 'md5',
    here: context.dryRun,
    progress,
    onHeld: () => note(stillNote('hashing')),
    onUntold: () => undefined,
  });
  for await (const { path, hash } of hashed) {
    if (hash === undefined) unknown.push(path);
    else if (hash.toUpperCase() === md5) found.add(path);
  }
  if (unknown.length > 0) note(`not hashed: ${named(unknown)}`);
  const pids = running.filter(({ path }) => found.has(path)).map(({ pid }) => String(pid));
  if (pids.length === 0) {
    const host = live.session.sensor.hostname;
    throw unknown.length === 0
      ? new CbError('NotOnSensor', `no process on ${host} runs a file of MD5 ${shownMd5(md5)}`)
      : new CbError('CommandFailed', `no process on ${host} is known to run a file of MD5 ${shownMd5(md5)}`);
  }
  return { pids, unknown: unknown.length };
}

async function* listed(paths: readonly string[]): AsyncGenerator<string> {
  yield* paths;
}
