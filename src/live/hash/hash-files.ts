import { createHash } from 'node:crypto';
import { isCbError } from '../../errors/cb-error.ts';
import { SensorFault } from '../../errors/sensor-fault.ts';
import type { Progress } from '../../ports/progress.ts';
import type { WriteOptions } from '../command-options.ts';
import type { Live } from '../live.ts';
import type { HashName } from './hash-output.ts';
import { type HashTool, hashTools } from './hash-tools.ts';

export interface HashedFile {
  readonly path: string;
  /** Undefined where it was not read. */
  readonly hash: string | undefined;
  readonly by: 'sensor' | 'here';
  /** The sensor's program. */
  readonly tool: string | undefined;
  readonly error: unknown;
}

export interface HashOptions extends WriteOptions {
  readonly hash: HashName;
  /** Nothing is run on the sensor. */
  readonly here: boolean;
  readonly progress: Progress;
  readonly onHeld: () => void;
  /** So many files the tool was asked about, and told nothing that is known. */
  readonly onUntold: (tool: string, count: number) => void;
}

type Source = Pick<Live, 'files' | 'paths' | 'programs' | 'session'>;

const deadlineMs = 600_000;
/** What a tool prints of one line of files is far less. */
const longestOutput = 1024 * 1024;

/**
 * Files with their hashes, in order: worked out on the sensor by a program of its system, as many files as a command line holds with one
 * start; else, and where it told nothing that is known, from the bytes here.
 */
export async function* hashFiles(
  live: Source,
  paths: AsyncIterable<string>,
  options: HashOptions,
): AsyncGenerator<HashedFile> {
  const runsNothing = options.here || !live.session.supports('create process');
  const tools = runsNothing
    ? []
    : [...hashTools(live.paths.style, options.hash, live.session.current.directory)];
  const fits = (batch: readonly string[]): boolean => tools[0]?.line(batch) !== undefined;
  let batch: string[] = [];
  for await (const path of paths) {
    if (batch.length > 0 && !fits([...batch, path])) {
      yield* hashBatch(live, tools, batch, options);
      batch = [];
    }
    batch.push(path);
    if (fits(batch)) continue;
    yield* hashBatch(live, tools, batch, options);
    batch = [];
  }
  if (batch.length > 0) yield* hashBatch(live, tools, batch, options);
}

async function* hashBatch(
  live: Source,
  tools: HashTool[],
  paths: readonly string[],
  options: HashOptions,
): AsyncGenerator<HashedFile> {
  const told = await askTool(live, tools, paths, options);
  if (told === 'not sent') return;
  let untold = 0;
  for (const path of paths) {
    const hash = told?.hashes.get(path);
    if (hash !== undefined) {
      yield { path, hash, by: 'sensor', tool: told?.tool, error: undefined };
      continue;
    }
    const hashed = await hashHere(live, path, options);
    if (hashed.error === undefined) untold += 1;
    yield hashed;
  }
  if (told !== undefined && untold > 0) options.onUntold(told.tool, untold);
}

interface Told {
  readonly tool: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** A tool that is not there is asked no more. Undefined where there is none for these. */
async function askTool(
  live: Source,
  tools: HashTool[],
  paths: readonly string[],
  { signal, dryRun, onHeld }: HashOptions,
): Promise<Told | 'not sent' | undefined> {
  for (let tool = tools[0]; tool !== undefined; tool = tools[0]) {
    const line = tool.line(paths);
    if (line === undefined) return undefined;
    const told = { tool: tool.name, hashes: new Map<string, string>() };
    try {
      const { directory } = tool;
      const run = { directory, remoteOutput: undefined, deadlineMs, onHeld, signal, dryRun };
      const ended = await live.programs.run(line, run);
      if (!ended.sent) return 'not sent';
      let output = '';
      for await (const text of ended.output.chunks) {
        output += text;
        if (output.length > longestOutput) return told;
      }
      return { ...told, hashes: tool.read(output, paths) };
    } catch (error) {
      if (!(error instanceof SensorFault)) throw error;
      if (!isCbError(error, 'NotOnSensor')) return told;
      tools.shift();
    }
  }
  return undefined;
}

async function hashHere(
  live: Source,
  path: string,
  { hash, progress, signal }: HashOptions,
): Promise<HashedFile> {
  const task = progress.start(`hashing ${path} here`);
  const digest = createHash(hash);
  let done = 0;
  const row = { path, by: 'here', tool: undefined } as const;
  try {
    for await (const chunk of live.files.read(path, {}, signal)) {
      digest.update(chunk);
      done += chunk.byteLength;
      task.advance(done, undefined, 'bytes');
    }
    return { ...row, hash: digest.digest('hex'), error: undefined };
  } catch (error) {
    const isOfTheFile = isCbError(
      error,
      'CommandFailed',
      'NotOnSensor',
      'Usage',
      'ServerError',
      'BadReply',
      'Integrity',
    );
    if (signal.aborted || !isOfTheFile) throw error;
    return { ...row, hash: undefined, error };
  } finally {
    task.stop();
  }
}
