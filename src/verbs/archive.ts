import { file } from '../spec/result.ts';
import { verb } from './context.ts';

export const archive = verb({
  name: 'archive',
  about: 'fetch the archive of the session: commands, results, files',
  details: 'It is a gzip tar. A session without a command has none.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {
    file: {
      kind: 'localPath',
      optional: true,
      about: 'local file or folder; HOST-session-ID.tar.gz when not said',
    },
  },
  options: { force: { kind: 'flag', about: 'replace the local file' } },
  search: ['evidence', 'tar', 'zip', 'log'],
  examples: [
    { line: 'archive', shows: 'write the archive to the local directory' },
    { line: 'archive case-7.tar.gz', shows: 'write it to this file' },
  ],

  async run({ file: typed, force }, { live, local: files, manifest, evidence, signal }) {
    const { store, session } = live;
    const name = `${session.sensor.hostname}-session-${store.sessionId}.tar.gz`;
    const target = { typed: typed ?? (await evidence?.()), force, signal, manifest: await manifest() };
    const fetched = await store.fetchArchive(name, target);
    const { mustBeWhole } = await import('../archive/whole.ts');
    await mustBeWhole(fetched.local, { files, signal });
    return file(fetched);
  },
});
