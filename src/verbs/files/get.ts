import { CbError } from '../../errors/cb-error.ts';
import { file } from '../../spec/result.ts';
import { lastPart } from '../../text/remote-path.ts';
import { verb } from '../context.ts';
import { localTarget } from '../local-target.ts';

export const filesGet = verb({
  name: 'files get',
  about: 'fetch a file that the session keeps on the server',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {
    id: { kind: 'fileId', about: 'its id, as shown by files' },
    local: { kind: 'localPath', optional: true, about: 'local file or folder; its own name when not said' },
  },
  options: { force: { kind: 'flag', about: 'replace the local file' } },
  search: ['download'],
  examples: [{ line: 'files get 1 evidence.bin', shows: 'fetch session file 1' }],

  async run({ id, local: typed, force }, { live, local: files, progress, signal }) {
    const { store } = live;
    const kept = await store.file(id, signal);
    if (kept.isDeleted) throw new CbError('NotFound', `session file ${id} is deleted`);
    const local = await localTarget(files, typed, lastPart(kept.name) || `file-${id}`);
    const task = progress.start(`session file ${id}`);
    try {
      const got = await store.fetchFile(id, local, {
        force,
        signal,
        onProgress: (done, total) => task.advance(done, total, 'bytes'),
      });
      return file({ remote: kept.name, local, ...got });
    } finally {
      task.stop();
    }
  },
});
