import { basename } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { downloadBinary, type FetchedBinary } from '../../ops/binary-content.ts';
import { type Column, rows } from '../../spec/result.ts';
import { parseMd5 } from '../../text/md5.ts';
import { type QueryContext, query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

type Row =
  | (FetchedBinary & { readonly failed?: undefined })
  | { readonly md5: string; readonly failed: unknown };

const columns: readonly Column<Row>[] = [
  { field: 'md5', head: 'md5', of: (row) => row.md5, firm: true },
  {
    field: 'size',
    head: 'size',
    of: (row) => ('size' in row ? row.size : undefined),
    as: 'bytes',
    align: 'right',
  },
  {
    field: 'path',
    head: 'path',
    of: (row) => ('path' in row ? row.path : undefined),
    show: (row) => ('path' in row ? row.path : failureText(row.failed)),
    style: ({ failed }) => (failed === undefined ? 'name' : 'bad'),
    whole: true,
  },
  { field: 'sha256', head: 'sha256', of: (row) => ('sha256' in row ? row.sha256 : undefined), wide: 'data' },
];

function failureText(failed: unknown): string {
  return failed instanceof Error ? failed.message : String(failed);
}

export const binaryDownload = query({
  name: 'binary download',
  about: 'fetch the content of binaries, unpacked and checked',
  details:
    'Each becomes <MD5>.bin, readable by you alone and not executable; it may be live malware. Nothing that is there is replaced without --force, and nothing is kept whose MD5 is another. With --manifest each has a line in manifest.ndjson beside it.',
  group: 'binaries',
  effect: 'reads',
  operands: { md5: { kind: 'text', many: true, about: 'MD5 or console link; - for stdin' } },
  options: {
    to: { kind: 'localPath', about: 'a folder, or the file for a single binary; this folder when not said' },
    zip: { kind: 'flag', about: 'keep the ZIP as the server made it, checked' },
    force: { kind: 'flag', about: 'replace files that are there' },
  },
  search: ['get', 'fetch', 'sample'],
  examples: [
    { line: 'cbq binary download A276B67AC893B80B963F3415E7DD146B', shows: 'one, into this folder' },
    {
      line: 'cbq binary download - --to samples -o ndjson',
      shows: 'those of stdin, with what was fetched as JSON lines',
    },
  ],
  async run({ md5, to, zip, force }, context) {
    const md5s = [...new Set((await idsOfWords(md5, 'binary', context)).map(parseMd5))];
    const folder = to ?? (md5s.length === 0 ? undefined : await context.evidence('binaries'));
    const places = await placesFor(md5s, folder, zip, context);
    return rows(downloads(places, { keepZip: zip, force }, context), columns, {
      noun: 'binaries',
      outcome: (row) => (row.failed === undefined ? 'done' : { failed: row.failed }),
      toldBy: 'path',
    });
  },
});

interface Place {
  readonly md5: string;
  readonly path: string;
}

async function placesFor(
  md5s: readonly string[],
  to: string | undefined,
  zip: boolean,
  { runtime: { files } }: QueryContext,
): Promise<readonly Place[]> {
  if (md5s.length === 0) return [];
  const target = files.resolve(to ?? '.');
  const isFolder = (await files.stat(target))?.isDirectory === true;
  const [only] = md5s;
  if (!isFolder && to !== undefined && only !== undefined && md5s.length === 1) {
    if (/[\\/]$/.test(to)) throw new CbError('LocalFile', `there is no folder ${target}`);
    return [{ md5: only, path: target }];
  }
  if (!isFolder) {
    throw new CbError('Usage', `${target} is no folder, and ${md5s.length} binaries are wanted`, {
      hint: 'make it first',
    });
  }
  const separator = /[\\/]$/.test(target) ? '' : '/';
  return md5s.map((md5) => ({ md5, path: `${target}${separator}${md5}.${zip ? 'zip' : 'bin'}` }));
}

async function* downloads(
  places: readonly Place[],
  how: { readonly keepZip: boolean; readonly force: boolean },
  { cb, runtime, manifest: wanted, signal }: QueryContext,
): AsyncGenerator<Row> {
  const [server, manifest] = [await cb(), await wanted()];
  for (const { md5, path } of places) {
    const task = runtime.progress.start(`fetching ${md5}`);
    const begunMs = runtime.clock.now();
    let row: Row;
    try {
      manifest?.mustLeaveFree(basename(path));
      row = await downloadBinary(server, md5, {
        files: runtime.files,
        path,
        ...how,
        signal,
        onProgress: (bytes) => task.advance(bytes, undefined, 'bytes'),
      });
      await manifest?.addAt(path, { from: 'binary', remote: md5, ...row.file, begunMs });
    } catch (error) {
      signal.throwIfAborted();
      row = { md5, failed: error };
    } finally {
      task.stop();
    }
    yield row;
  }
}
