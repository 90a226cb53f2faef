import { createHash } from 'node:crypto';
import { nameInCase } from '../../cases/case-files.ts';
import { packCase } from '../../cases/pack-case.ts';
import { newFile } from '../../ops/new-file.ts';
import { ZipWriter } from '../../ops/zip-writer.ts';
import { type Column, record } from '../../spec/result.ts';
import { command } from '../context.ts';
import { byWhom, chosenCase } from './chosen-case.ts';

interface Exported {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

const columns: readonly Column<Exported>[] = [
  { field: 'path', head: 'zip', of: ({ path }) => path, style: () => 'name', localFile: ({ path }) => path },
  { field: 'files', head: 'files', of: ({ files }) => files },
  { field: 'bytes', head: 'size', of: ({ bytes }) => bytes, as: 'bytes' },
  { field: 'sha256', head: 'sha256', of: ({ sha256 }) => sha256 },
];

export const caseExport = command({
  name: 'case export',
  about: 'pack a case into a ZIP, with a list of the SHA-256 of every file',
  details:
    'Unpacked, cblr case verify FOLDER holds every file against the list SHA256SUMS and against what was written down when it came; sha256sum -c SHA256SUMS does the first without cblr. The ZIP may hold live malware. Its own SHA-256 is shown, and stands in the journal: whoever gets the ZIP should get that by another way.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    file: { kind: 'localPath', about: 'the ZIP to write' },
    case: {
      kind: 'case',
      optional: true,
      about: 'its name, id or folder; the one that is open when not said',
    },
  },
  options: { force: { kind: 'flag', about: 'replace the file' } },
  search: ['zip', 'hand over', 'archive', 'pack', 'share'],
  examples: [{ line: 'cblr case export 2024-117.zip', shows: 'how large it is, and its SHA-256' }],
  async run({ file: typed, case: word, force }, context) {
    const { runtime, signal } = context;
    const { files, clock, progress } = runtime;
    const folder = await chosenCase(word, context);
    const zip = await newFile(files, typed, force);
    const task = progress.start('packing');
    const open = zip.begin();
    const digest = createHash('sha256');
    const writer = new ZipWriter({
      async write(bytes) {
        digest.update(bytes);
        await open.write(bytes);
      },
    });
    const options = {
      except: zip.path,
      nowMs: clock.now(),
      signal,
      onBytes(name: string, done: number, total: number) {
        task.say(`packing ${name}`);
        task.advance(done, total, 'bytes');
      },
    };
    let count = 0;
    try {
      for await (const packed of packCase(folder.path, files, options)) {
        await writer.add(packed);
        count += 1;
      }
      await writer.finish();
      const bytes = await open.finish();
      const exported = { path: zip.path, files: count, bytes, sha256: digest.digest('hex') };
      await folder.journal.add('exported', {
        file: nameInCase(folder, zip.path),
        bytes,
        sha256: exported.sha256,
        by: byWhom(context),
      });
      return record(exported, columns);
    } catch (error) {
      await open.abandon();
      throw error;
    } finally {
      task.stop();
    }
  },
});
