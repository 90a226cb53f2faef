import type { LocalFiles } from '../ports/local-files.ts';

/** An event of any kind, and the process that it is of where there are several. */
export interface SpooledEvent {
  readonly guid?: string | undefined;
  readonly kind: string;
  readonly time: string;
  /** Unix ms; undefined where nobody can read the time. */
  readonly timeMs: number | undefined;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** Events in any order on one side, in the order of time on the other. What does not fit into memory lies in files of ours meanwhile. */
export interface EventSpool<T extends SpooledEvent> {
  add(event: T): Promise<void> | undefined;
  /** Each event once, by its time; call it once, when all are there. */
  sorted(): AsyncGenerator<T>;
  /** Takes the files away. */
  close(): Promise<void>;
}

/** About 100 MiB of them. */
const defaultMost = 200_000;
const batchLength = 256 * 1024;

export function createEventSpool<T extends SpooledEvent>(
  files: LocalFiles,
  most = defaultMost,
): EventSpool<T> {
  let held: T[] = [];
  let folder: string | undefined;
  const runs: string[] = [];
  /** The run that is being written: who adds an event meanwhile waits for it, so that no more than two are held. */
  let writing: Promise<void> | undefined;
  let isClosed = false;

  async function writeRun(events: readonly T[]): Promise<void> {
    folder ??= await files.temporaryDirectory();
    const path = `${folder}/run-${runs.length}`;
    const writer = await files.openWriter(path, { mode: 0o600, flags: 'exclusive' });
    runs.push(path);
    try {
      let batch = '';
      for (const event of events) {
        batch += `${JSON.stringify(event)}\n`;
        if (batch.length < batchLength) continue;
        await writer.write(Buffer.from(batch));
        batch = '';
      }
      await writer.write(Buffer.from(batch));
    } finally {
      await writer.close();
    }
  }

  return {
    add(event) {
      // What is still on its way when somebody has left makes no file any more.
      if (isClosed) return undefined;
      held.push(event);
      if (writing === undefined && held.length >= most) {
        const events = held.sort(byTime);
        held = [];
        writing = writeRun(events).finally(() => {
          writing = undefined;
        });
      }
      return writing;
    },
    async *sorted() {
      held.sort(byTime);
      let time: string | undefined;
      let seen = new Set<string>();
      for await (const event of merged([...runs.map((path) => readRun<T>(files, path)), fromMemory(held)])) {
        // What two segments repeat has the same time, so only the events of one time need be known.
        if (event.time !== time) {
          time = event.time;
          seen = new Set();
        }
        const key = keyOf(event);
        if (seen.has(key)) continue;
        seen.add(key);
        yield event;
      }
    },
    async close() {
      isClosed = true;
      held = [];
      // What failed is told to whoever added.
      await writing?.catch(() => undefined);
      if (folder !== undefined) await files.remove(folder, { recursive: true });
      folder = undefined;
    },
  };
}

function byTime(a: SpooledEvent, b: SpooledEvent): number {
  return (a.timeMs ?? 0) - (b.timeMs ?? 0) || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);
}

/** Both rows of a child may tell both times, with more or less beside them. */
function keyOf({ guid, kind, action, target, details }: SpooledEvent): string {
  const rest = kind === 'childproc' ? String(details['process_id']) : JSON.stringify(details);
  return [guid, kind, action, target, rest].join('|');
}

async function* merged<T extends SpooledEvent>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const heads: { readonly source: AsyncGenerator<T>; event: T }[] = [];
  try {
    for (const source of sources) {
      const first = await source.next();
      if (first.done !== true) heads.push({ source, event: first.value });
    }
    while (heads.length > 0) {
      let least = 0;
      for (let at = 1; at < heads.length; at++) {
        const [one, other] = [heads[at], heads[least]];
        if (one !== undefined && other !== undefined && byTime(one.event, other.event) < 0) least = at;
      }
      const head = heads[least];
      if (head === undefined) return;
      yield head.event;
      const next = await head.source.next();
      if (next.done === true) heads.splice(least, 1);
      else head.event = next.value;
    }
  } finally {
    for (const source of sources) await source.return(undefined);
  }
}

async function* fromMemory<T>(events: readonly T[]): AsyncGenerator<T> {
  yield* events;
}

async function* readRun<T>(files: LocalFiles, path: string): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of files.read(path)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as T;
  }
}
