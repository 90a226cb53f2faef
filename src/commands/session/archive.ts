import { SessionStore } from '../../live/store.ts';
import { file } from '../../spec/result.ts';
import { command } from '../context.ts';

export const archive = command({
  name: 'session archive',
  about: 'fetch the archive of a session: commands, results, files',
  details: 'It is a gzip tar. A session without a command has none.',
  group: 'sessions',
  effect: 'reads',
  operands: {
    id: { kind: 'session', about: 'session id, as cblr sessions shows it' },
    file: { kind: 'localPath', optional: true, about: 'local file; session-ID.tar.gz when not said' },
  },
  options: { force: { kind: 'flag', about: 'replace the local file' } },
  search: ['evidence', 'zip', 'tar'],
  examples: [{ line: 'cblr session archive 1', shows: 'write session-1.tar.gz' }],
  async run({ id, file: local, force }, { cb, runtime, signal }) {
    const { liveResponse } = await cb();
    const path = runtime.files.resolve(local ?? `session-${id}.tar.gz`);
    const task = runtime.progress.start(`archive of session ${id}`);
    try {
      const got = await new SessionStore(liveResponse, runtime.files, id).fetchArchive(path, {
        force,
        signal,
        onProgress: (done, total) => task.advance(done, total, 'bytes'),
      });
      return file({ remote: `session ${id}`, local: path, size: got.size, sha256: got.sha256 });
    } finally {
      task.stop();
    }
  },
});
