import type { LocalFiles, OwnLog } from '../../ports/local-files.ts';
import type { RedisLink } from './redis-link.ts';

export interface JournalPlace {
  readonly files: Pick<LocalFiles, 'list' | 'stat' | 'makeDirectory' | 'remove' | 'openLog' | 'readText'>;
  readonly uid: number;
  /** Of all workers of this computer on one queue: absolute. */
  readonly folder: string;
}

/**
 * What a worker says of a host, on its own disk before it is said: what it wrote there, and what Redis did not hear before it was killed, is
 * said by the next worker of this computer.
 */
export interface TurnJournal {
  /** With the system when it returns. */
  add(written: string): void;
  /** On the disk. */
  sync(): Promise<void>;
  /** All was heard. */
  close(): Promise<void>;
}

/** Of one worker process. */
export async function openJournals(place: JournalPlace, own: { readonly pid: number; readonly id: string }) {
  const { files, uid } = place;
  const folder = `${place.folder}/${own.pid}-${own.id}`;
  await files.makeDirectory(folder, { parents: true, mode: 0o700 });
  return {
    open(run: string, name: string): TurnJournal {
      const path = `${folder}/${run}.${name}.ndjson`;
      const log: OwnLog = files.openLog(path, { begin: 'new', uid });
      return {
        add: (written) => log.append(Buffer.from(`${written}\n`)),
        sync: () => log.sync(),
        async close() {
          log.close();
          await files.remove(path);
        },
      };
    },
    /** Nothing is left of it where all was heard. */
    async close(): Promise<void> {
      if ((await files.list(folder)).length === 0) await files.remove(folder, { recursive: true });
    },
  };
}

export type Journals = Awaited<ReturnType<typeof openJournals>>;

/** Says what workers of this computer that are gone did not come to say. How many hosts that was about. */
export async function sayWhatIsLeft(
  place: JournalPlace,
  said: (run: string) => string,
  {
    link,
    isRunning,
  }: { readonly link: Pick<RedisLink, 'add'>; readonly isRunning: (pid: number) => boolean },
): Promise<number> {
  const { files, folder } = place;
  if ((await files.stat(folder))?.isDirectory !== true) return 0;
  let hosts = 0;
  for (const { name, isDirectory } of await files.list(folder)) {
    const [, pid] = /^(\d{1,10})-[\da-f]+$/.exec(name) ?? [];
    if (!isDirectory || pid === undefined || isRunning(Number(pid))) continue;
    for (const { name: file } of await files.list(`${folder}/${name}`)) {
      const [, run] = /^([\da-f]+)\.[\d.]+\.ndjson$/.exec(file) ?? [];
      if (run === undefined) continue;
      const text = await files.readText(`${folder}/${name}/${file}`, { plain: true });
      // The last line may have been cut in the middle: then nothing of it was said either.
      for (const line of text.split('\n').slice(0, -1)) await link.add(said(run), line);
      hosts += 1;
    }
    await files.remove(`${folder}/${name}`, { recursive: true });
  }
  return hosts;
}
