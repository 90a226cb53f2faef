import type { LocalFiles } from '../ports/local-files.ts';
import { escapeLine } from '../text/escape.ts';
import { isSecretLine } from '../text/secret-lines.ts';

/** Lines typed in shells with one profile, oldest first. */
export interface History {
  lines(): readonly string[];
  /** False for what is not kept: a secret, a line that begins with a blank. The same as the line before is kept once. */
  add(line: string): boolean;
  clear(): void;
  /** Resolves when everything is on the disk. */
  saved(): Promise<void>;
}

export interface HistoryOptions {
  readonly files: Pick<LocalFiles, 'readOwn' | 'openWriter' | 'writeAtomic' | 'makeDirectory'>;
  /** In the state folder; without one nothing outlives the shell. */
  readonly path?: string | undefined;
  /** The account that must own the file; -1 where there is none. */
  readonly uid: number;
  readonly note: (text: string) => void;
}

const limit = 1000;
/** Several shells add lines before one of them cuts it again. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads the history and goes on appending to it line by line, so that several shells add to one file and a crash loses nothing. A file
 * that is a link or somebody else's is neither read nor written; one that others can read is made private. A failure is noted once and
 * never stops the shell.
 */
export async function openHistory({ files, path, uid, note }: HistoryOptions): Promise<History> {
  let target = path;
  const giveUp = (why: string) => {
    if (target !== undefined) note(`history is not kept: ${why}`);
    target = undefined;
  };
  let lines: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  const later = (work: (file: string) => Promise<void>) => {
    writing = writing
      .then(async () => {
        if (target !== undefined) await work(target);
      })
      .catch((error: unknown) => giveUp(error instanceof Error ? error.message : String(error)));
  };

  if (target !== undefined) {
    try {
      const loaded = await load(files, target, uid);
      lines = loaded.lines;
      if (loaded.rewrite) later((file) => files.writeAtomic(file, textOf(lines), 0o600));
    } catch (error) {
      giveUp(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    lines: () => lines,
    add(line) {
      if (!isKept(line)) return false;
      if (line === lines.at(-1)) return true;
      lines.push(line);
      if (lines.length > limit) lines.shift();
      later((file) => append(files, file, line));
      return true;
    },
    clear() {
      lines = [];
      later((file) => files.writeAtomic(file, '', 0o600));
    },
    saved: () => writing,
  };
}

function isKept(line: string): boolean {
  // A line with control characters would reach the terminal raw when it is recalled.
  return line.trim() !== '' && !/^\s/.test(line) && !isSecretLine(line) && escapeLine(line) === line;
}

interface Loaded {
  readonly lines: string[];
  /** The file is too long, open to others, or holds what we would not keep. */
  readonly rewrite: boolean;
}

async function load(files: HistoryOptions['files'], path: string, uid: number): Promise<Loaded> {
  const own = await files.readOwn(path, { uid, most: mostBytes, others: 'anything' });
  if (own === undefined) return { lines: [], rewrite: false };
  if ('fault' in own) throw new Error(`${path} ${own.why}`);
  const all = own.text.split('\n').filter((line) => line !== '');
  const kept = all.filter((line, at) => isKept(line) && line !== all[at - 1]).slice(-limit);
  const isOpen = uid >= 0 && (own.mode & 0o077) !== 0;
  return {
    lines: kept,
    rewrite: isOpen || kept.length < Math.min(all.length, limit) || all.length > 2 * limit,
  };
}

async function append(files: HistoryOptions['files'], path: string, line: string): Promise<void> {
  const folder = path.replace(/[/\\][^/\\]*$/, '');
  await files.makeDirectory(folder, { parents: true, mode: 0o700 });
  const writer = await files.openWriter(path, { mode: 0o600, flags: 'append' });
  try {
    await writer.write(Buffer.from(`${line}\n`));
  } finally {
    await writer.close();
  }
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
