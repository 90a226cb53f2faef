import { SessionStore } from '../../live/store.ts';
import { file } from '../../spec/result.ts';
import { command } from '../context.ts';

export const sessionGet = command({
  name: 'session get',
  about: 'fetch a file that a session keeps on the server',
  details: 'Of a session that is closed only the archive is left: cblr session archive ID fetches it.',
  group: 'sessions',
  effect: 'reads',
  operands: {
    id: { kind: 'session', about: 'session id, as cblr sessions shows it' },
    file: { kind: 'fileId', about: 'id of the file, as session files shows it' },
    local: { kind: 'localPath', optional: true, about: 'local file or folder; its own name when not said' },
  },
  options: { force: { kind: 'flag', about: 'replace the local file' } },
  search: ['download', 'evidence'],
  examples: [{ line: 'cblr session get 1 1 evidence.bin', shows: 'file 1 of session 1' }],
  async run(
    { id, file: fileId, local: typed, force },
    { cb, runtime, recorder, manifest, evidence, signal },
  ) {
    const { liveResponse: server } = await cb();
    const target = {
      typed: typed ?? (await evidence('sessions')),
      force,
      signal,
      manifest: await manifest(),
    };
    return file(await new SessionStore({ ...runtime, server, recorder }, id).fetchFile(fileId, target));
  },
});
