import { file } from '../../spec/result.ts';
import { verb } from '../context.ts';

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

  async run({ id, local: typed, force }, { live, signal }) {
    return file(await live.store.fetchFile(id, { typed, force, signal }));
  },
});
