import { CbError } from '../errors/cb-error.ts';
import { localFolder } from '../live/transfer/local-target.ts';
import type { Mirrored, MirrorSummary } from '../live/transfer/mirror.ts';
import { sameByHash } from '../live/transfer/same-by-hash.ts';
import { type Column, type Result, type RowOutcome, rows } from '../spec/result.ts';
import { columnOver } from '../views/column-over.ts';
import { type VerbContext, verb } from './context.ts';
import { named } from './named.ts';
import { stillNote } from './program-result.ts';
import { transferColumns, transferOutcome } from './transfer-columns.ts';

export const mirror = verb({
  name: 'mirror',
  about: 'make a local folder hold what a directory of the sensor holds',
  details:
    'Only what is not here, or has another size or time, is fetched: where nothing has changed, the sensor is asked for listings alone. With --hash files of the same size are compared by their SHA-256, which a program of the sensor works out. Local files that were written later than those of the sensor are asked about. Nothing is deleted here unless --delete is said, and then it is asked; never where a part of the directory could not be listed. What breaks off is gone on with by the same line.',
  group: 'files',
  wire: ['directory list', 'get file'],
  wireAtTimes: ['create process', 'delete file', 'reg query value'],
  effect: 'changes',
  undo: { not: 'it writes on this computer; on the sensor a program has run, which changes nothing' },
  effectOf: ({ hash }) => (hash ? 'changes' : 'reads'),
  operands: {
    remote: { kind: 'remotePath', isFolder: true, about: 'directory on the sensor' },
    local: { kind: 'localPath', about: 'local folder; what is in the directory goes into it' },
  },
  options: {
    hash: { kind: 'flag', about: 'compare files of the same size by their SHA-256, not by their time' },
    delete: { kind: 'flag', about: 'delete here what is not on the sensor' },
    keepNewer: { kind: 'flag', about: 'leave local files that were written later' },
  },
  inRegistry: ['reg export KEY --to FILE.reg'],
  search: ['rsync', 'sync', 'robocopy', 'update', 'compare'],
  examples: [
    { line: 'mirror C:\\Users\\Public evidence/public', shows: 'what is new or has changed' },
    {
      line: 'mirror --hash --delete --yes /etc etc',
      sensor: '1',
      shows: 'compared by hashes, the rest deleted',
    },
  ],

  async run({ remote, local, hash, ...how }, context): Promise<Result> {
    const { live, signal, progress, note, dryRun, manifest } = context;
    const start = await live.files.mustStat(live.resolve(remote), signal);
    if (!start.isDirectory) throw new CbError('Usage', `${start.path} is a file`, { hint: 'get fetches it' });
    const folder = localFolder(context.local, local);
    let same = 0;
    async function* mirrored(): AsyncGenerator<Mirrored> {
      const task = progress.start(`comparing ${start.path}`);
      try {
        yield* live.transfers.mirrorTree(start, folder, {
          deletes: how.delete,
          keepNewer: how.keepNewer,
          isDry: dryRun,
          manifest: await manifest(),
          signal,
          isSame: hash ? comparing(context) : undefined,
          async confirm(plan) {
            same = plan.same;
            task.stop();
            if (!plan.isWhole && how.delete) note('nothing is deleted here: not all could be listed');
            if (!dryRun) await ask(plan, context);
          },
          onProgress(path, _leg, done, total) {
            task.say(`get ${path}`);
            task.advance(done, total, 'bytes');
          },
        });
      } finally {
        task.stop();
      }
    }
    return rows(mirrored(), columns, {
      noun: 'changes',
      outcome: ({ kind, row }): RowOutcome | undefined => (kind === 'file' ? transferOutcome(row) : 'done'),
      notes: () => [`unchanged: ${same}`, ...(dryRun ? ['dry run: nothing was done'] : [])],
      whenEmpty: '',
    });
  },
});

async function ask({ newer, extra }: MirrorSummary, { ask: questions }: VerbContext): Promise<void> {
  const about = (paths: readonly string[]) => `${named(paths)}?`;
  if (newer.length > 0) await questions.confirm(`replace what is newer here: ${about(newer)}`);
  if (extra.length > 0) await questions.confirm(`delete here what the sensor has not: ${about(extra)}`);
}

function comparing({ live, local, progress, writes, note, dryRun }: VerbContext) {
  const here = dryRun || !live.session.supports('create process');
  const onHeld = (): void => note(stillNote('hashing'));
  return sameByHash(live, local, { ...writes, here, progress, onHeld, onUntold: () => undefined });
}

const words = {
  newer: 'newer here, kept',
  planned: 'to fetch',
  deleted: 'deleted here',
  'to delete': 'to delete here',
} as const;

const [outcome, ...others] = transferColumns('remote');

const columns: readonly Column<Mirrored>[] = [
  {
    field: 'outcome',
    head: 'result',
    of: ({ kind, row }) => (kind === 'file' ? (outcome?.of(row) ?? null) : words[kind]),
    style: ({ kind, row }) => (kind === 'file' ? outcome?.style?.(row) : undefined),
  },
  ...others.map((column) => columnOver(column, ({ row }: Mirrored) => row)),
];
