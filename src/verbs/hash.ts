import { type HashedFile, hashFiles } from '../live/hash/hash-files.ts';
import type { HashName } from '../live/hash/hash-output.ts';
import { type Column, type RowOutcome, rows } from '../spec/result.ts';
import { verb } from './context.ts';
import { filesOf } from './files-of.ts';
import { stillNote } from './program-result.ts';
import { watchWalk } from './watch-walk.ts';

export const hash = verb({
  name: 'hash',
  about: 'show the hashes of files on the sensor',
  details:
    "The sensor's own certutil, sha256sum, shasum or md5 works them out, and a column says so. What it does not tell beyond doubt, as of a " +
    'name that Windows reads otherwise, is fetched and hashed here, and nothing of it is kept. --here runs nothing on the sensor. SHA-256 ' +
    'when not said.',
  group: 'files',
  wire: ['get file'],
  wireAtTimes: ['create process', 'delete file', 'directory list', 'reg query value'],
  effect: 'changes',
  undo: { not: 'a program has run, which changes nothing else' },
  mayRepeat: true,
  effectOf: ({ here }) => (here ? 'reads' : 'changes'),
  operands: { path: { kind: 'remoteGlob', many: true, about: 'file or wildcard' } },
  options: {
    md5: { kind: 'flag', about: 'MD5, by which binaries are known and banned' },
    sha1: { kind: 'flag', about: 'SHA-1' },
    sha256: { kind: 'flag', about: 'SHA-256' },
    here: { kind: 'flag', about: 'fetch and hash them here; nothing is run on the sensor' },
  },
  conflicts: [
    ['md5', 'sha1'],
    ['md5', 'sha256'],
    ['sha1', 'sha256'],
  ],
  inRegistry: ['cat VALUE'],
  search: ['md5sum', 'sha1sum', 'sha256sum', 'checksum', 'certutil', 'digest', 'get-filehash'],
  examples: [
    { line: 'hash C:\\Users\\Public\\evil.exe', shows: 'its SHA-256, worked out on the sensor' },
    { line: 'hash --md5 /usr/bin/s*', sensor: '1', shows: 'the MD5 of each, by one start of md5sum' },
  ],

  run({ path, md5, sha1, here }, context) {
    const { live, writes, progress, note } = context;
    const name: HashName = md5 ? 'md5' : sha1 ? 'sha1' : 'sha256';
    const walked = watchWalk(context);
    const untold = new Map<string, number>();
    const hashed = hashFiles(live, filesOf(path, walked, context), {
      ...writes,
      hash: name,
      here,
      progress,
      onHeld: () => note(stillNote('hashing')),
      onUntold: (tool, count) => void untold.set(tool, (untold.get(tool) ?? 0) + count),
    });
    return rows(hashed, columns(name), {
      noun: 'files',
      isPartial: walked.isPartial,
      outcome: ({ error }): RowOutcome => (error === undefined ? 'done' : { failed: error }),
      notes: () => [
        ...walked.notes(),
        ...[...untold].map(untoldWords),
        ...(context.dryRun ? ['dry run: nothing was sent'] : []),
      ],
      ...(context.dryRun ? { whenEmpty: '' } : {}),
    });
  },
});

function columns(name: HashName): readonly Column<HashedFile>[] {
  return [
    {
      field: name,
      head: name,
      of: ({ hash }) => hash ?? null,
      ...(name === 'md5' ? { as: 'md5' as const } : {}),
      firm: true,
    },
    { field: 'by', head: 'by', of: ({ by, error }) => (error === undefined ? by : null) },
    { field: 'tool', head: 'tool', of: ({ tool }) => tool ?? null, wide: true },
    { field: 'path', head: 'path', of: ({ path }) => path, whole: true },
  ];
}

function untoldWords([tool, count]: readonly [string, number]): string {
  return `${count} ${count === 1 ? 'file was' : 'files were'} hashed here: ${tool} told no hash`;
}
