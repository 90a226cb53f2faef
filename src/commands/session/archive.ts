import { mustBeWhole } from '../../archive/whole.ts';
import { SessionStore } from '../../live/store.ts';
import { file } from '../../spec/result.ts';
import { command } from '../context.ts';

export const sessionArchive = command({
  name: 'session archive',
  about: 'fetch the archive of a session: commands, results, files',
  details: 'It is a gzip tar. A session without a command has none.',
  group: 'sessions',
  effect: 'reads',
  operands: {
    id: { kind: 'session', about: 'session id, as cblr sessions shows it' },
    file: {
      kind: 'localPath',
      optional: true,
      about: 'local file or folder; session-ID.tar.gz when not said',
    },
  },
  options: { force: { kind: 'flag', about: 'replace the local file' } },
  search: ['evidence', 'zip', 'tar'],
  examples: [{ line: 'cblr session archive 1', shows: 'write session-1.tar.gz' }],
  async run({ id, file: typed, force }, { cb, runtime, recorder, manifest, evidence, signal }) {
    const { liveResponse: server } = await cb();
    const store = new SessionStore({ ...runtime, server, recorder }, id);
    const target = {
      typed: typed ?? (await evidence('sessions')),
      force,
      signal,
      manifest: await manifest(),
    };
    const fetched = await store.fetchArchive(`session-${id}.tar.gz`, target);
    await mustBeWhole(fetched.local, { files: runtime.files, signal });
    return file(fetched);
  },
});
