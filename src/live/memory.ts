import type { Sent } from '../api/resources/replies.ts';
import { isCbError } from '../errors/cb-error.ts';
import { toBoolean, toNumber } from '../text/number.ts';
import type { WriteOptions } from './command-options.ts';
import type { FileEntry } from './file-entry.ts';
import { listDirectory, statEntry } from './files.ts';
import { memdumpPace } from './pace.ts';
import { type Workplace, writing } from './workplace.ts';

export type DumpStage = 'dumping' | 'compressing' | 'waiting';

export interface DumpOptions extends WriteOptions {
  readonly compress: boolean;
  /** The sensor says that it has ended: there is a file from now on, whatever its code. */
  readonly onEnded: () => void;
  /** `percent` is undefined where the sensor's figure says nothing. */
  readonly onProgress: (stage: DumpStage, percent: number | undefined) => void;
}

export interface Dumped {
  /** What the sensor made: a compressed dump has another name than asked for. */
  readonly entry: FileEntry | undefined;
  readonly returnCode: number | undefined;
}

/** contract/live-response-commands.md, "memdump life cycle": an hour at most. */
const dumpDeadlineMs = 3_600_000;

/** Dumps the sensor's physical memory to a file on the sensor. */
export async function dumpMemory(work: Workplace, path: string, options: DumpOptions): Promise<Sent<Dumped>> {
  const ended = await work.runner.run(
    { name: 'memdump', object: path, compress: options.compress },
    writing(`memdump ${path}`, options, {
      deadlineMs: dumpDeadlineMs,
      pace: memdumpPace,
      drawsItself: true,
      onLook: (command) => {
        const stage =
          toBoolean(command.wire['compressing']) === true
            ? 'compressing'
            : toBoolean(command.wire['dumping']) === true
              ? 'dumping'
              : 'waiting';
        const percent = toNumber(command.wire['percentdone']);
        options.onProgress(
          stage,
          percent !== undefined && percent > 0 && percent <= 100 ? percent : undefined,
        );
      },
    }),
  );
  if (!ended.sent) return ended;
  options.onEnded();
  const returnCode = toNumber(ended.wire['return_code']);
  return { sent: true, entry: await findDump(work, path, options.compress, options.signal), returnCode };
}

/** Clients disagree on the ending of a compressed dump (`.zip`, `.tgz`): the target's own name is looked for with anything behind it. */
export async function findDump(
  work: Workplace,
  path: string,
  isCompressed: boolean,
  signal: AbortSignal,
): Promise<FileEntry | undefined> {
  const { paths } = work;
  const plain = await statEntry(work, path, signal);
  if (plain !== undefined && !isCompressed) return plain;
  try {
    const entries = await listDirectory(work, paths.parent(path), signal);
    const name = paths.basename(path).toLowerCase();
    const made = entries.filter(
      (entry) =>
        !entry.isDirectory && paths.isName(entry.name) && entry.name.toLowerCase().startsWith(`${name}.`),
    );
    return made.sort((a, b) => b.lastWriteTime - a.lastWriteTime)[0] ?? plain;
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return plain;
    throw error;
  }
}
