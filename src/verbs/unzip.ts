import { isFolderError } from '../live/transfer/tree.ts';
import { verb } from './context.ts';
import { packOrUnpack } from './pack-or-unpack.ts';

export const unzip = verb({
  name: 'unzip',
  about: 'unpack an archive on the sensor there',
  details:
    "By the sensor's own program, which is said: tar or Expand-Archive on Windows since 10, unzip or tar elsewhere. The name of the archive says its kind: .zip, .tar.gz or .tgz. The directory is made; files that are there stay as they are.",
  group: 'files',
  wire: ['directory list', 'create directory', 'create process', 'get file', 'delete file'],
  effect: 'changes',
  undo: 'kept',
  operands: {
    archive: { kind: 'remotePath', about: 'archive that is there' },
    directory: {
      kind: 'remotePath',
      isFolder: true,
      optional: true,
      about: 'where it goes; beside the archive, called as it is, when not said',
    },
  },
  options: {},
  inRegistry: ['reg import FILE.reg'],
  search: ['extract', 'unpack', 'untar', 'expand-archive', '7z'],
  examples: [
    { line: 'unzip /tmp/etc.zip /tmp/unpacked', sensor: '1', shows: 'what is in it, in a directory' },
  ],

  async run({ archive: typed, directory }, context) {
    const { live, signal } = context;
    const archive = live.resolve(typed);
    const entry = await live.files.mustStat(archive, signal);
    if (entry.isDirectory) throw isFolderError(archive, 'get');
    const path = live.resolve(directory ?? archive.replace(/\.(?:zip|tar\.gz|tgz)$/i, ''));
    return await packOrUnpack({ kind: 'unpack', archive, path }, context);
  },
});
