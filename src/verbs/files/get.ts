import { file } from '../../spec/result.ts';
import { verb } from '../context.ts';

export const filesGet = verb({
  name: 'files get',
  about: 'fetch a file that a session keeps on the server',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {
    id: { kind: 'fileId', about: 'its id, as shown by files' },
    local: { kind: 'localPath', optional: true, about: 'local file or folder; its own name when not said' },
  },
  options: {
    session: { kind: 'session', about: 'of another session, which must be open' },
    force: { kind: 'flag', about: 'replace the local file' },
  },
  search: ['download'],
  examples: [{ line: 'files get 1 evidence.bin', shows: 'fetch session file 1' }],

  async run({ id, local: typed, session, force }, { live, manifest, evidence, signal }) {
    const target = { typed: typed ?? (await evidence?.()), force, signal, manifest: await manifest() };
    return file(await live.storeOf(session).fetchFile(id, target));
  },
});
