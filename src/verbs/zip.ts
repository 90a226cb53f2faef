import { CbError } from '../errors/cb-error.ts';
import { verb } from './context.ts';
import { packOrUnpack } from './pack-or-unpack.ts';

const isArchive = /\.(?:zip|tar\.gz|tgz)$/i;

export const zip = verb({
  name: 'zip',
  about: 'pack a file or directory of the sensor into an archive there',
  details:
    "By the sensor's own program, which is said: tar or Compress-Archive on Windows since 10, zip or tar elsewhere. The name of the archive says its kind: .zip, .tar.gz or .tgz. What is there already is refused.",
  group: 'files',
  wire: ['directory list', 'create process', 'get file', 'delete file'],
  effect: 'changes',
  undo: 'kept',
  operands: {
    archive: { kind: 'remotePath', about: 'archive to make' },
    path: { kind: 'remotePath', about: 'file, or directory with all in it' },
  },
  options: {},
  inRegistry: ['reg export KEY --to FILE.reg'],
  search: ['compress', 'pack', 'tar', 'gzip', 'compress-archive', '7z'],
  examples: [{ line: 'zip /tmp/etc.zip /etc/ssh', sensor: '1', shows: 'the directory in one file, for get' }],

  async run({ archive: typed, path: from }, context) {
    const { live, signal } = context;
    if (!isArchive.test(typed) && isArchive.test(from)) {
      const hint = `the archive stands first: zip ${from} ${typed}`;
      throw new CbError('Usage', `${typed} is no name of an archive`, { hint });
    }
    const [archive, path] = [live.resolve(typed), live.resolve(from)];
    if (live.paths.isRoot(path)) throw new CbError('Usage', `${path} is a root: name what is in it`);
    await live.files.mustStat(path, signal);
    if ((await live.files.stat(archive, signal)) !== undefined) {
      const hint = 'name another file';
      throw new CbError('CommandFailed', `${archive} is on the sensor already`, { hint });
    }
    return await packOrUnpack({ kind: 'pack', archive, path }, context);
  },
});
