import { regFile, regFileBytes } from '../../live/reg-file.ts';
import { saveShown } from '../../live/transfer/save.ts';
import { file, text } from '../../spec/result.ts';
import { verb } from '../context.ts';

export const regExport = verb({
  name: 'reg export',
  about: 'write a registry key and all below it in .reg format',
  details:
    'What is printed or redirected is for reading: UTF-8, with characters that could harm a terminal escaped. What regedit shall ' +
    'import is written with --to: UTF-16 with a byte order mark and CRLF, readable by you alone. Text that could be read as another ' +
    'line or key stands there in hex; a name that cannot be written is a comment; a subkey that cannot be read is left out and said. Where anything was left out the exit code is 6.',
  group: 'registry',
  wire: ['reg enum key'],
  effect: 'reads',
  operands: { key: { kind: 'regKey', about: 'HKLM\\…, HKCU\\…, HKU\\…, HKCR\\… or HKCC\\…' } },
  options: {
    to: { kind: 'localPath', value: 'FILE', about: 'local file, as regedit imports it' },
    force: { kind: 'flag', about: 'replace the local file' },
  },
  search: ['registry', 'regedit', 'backup', 'dump'],
  examples: [
    {
      line: 'reg export HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
      shows: 'print a key with all below it',
    },
    {
      line: 'reg export HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run --to run.reg',
      shows: 'write a file that regedit imports',
    },
  ],

  async run({ key, to, force }, { live, local: files, progress, note, signal, manifest: open }) {
    const path = live.registry.keyAt(key);
    let isPartial = false;
    const keys = live.registry.walk(path, {
      signal,
      onError(below, error) {
        isPartial = true;
        note(`left out ${below}: ${error instanceof Error ? error.message : String(error)}`);
      },
      onUnread(sentence) {
        isPartial = true;
        note(sentence);
      },
    });
    const onLeftOut = (what: string): void => {
      isPartial = true;
      note(`left out ${what}: it cannot be written in this format`);
    };
    if (to === undefined) return text(regFile(keys, onLeftOut), undefined, { isPartial: () => isPartial });
    const local = files.resolve(to);
    const body = async () => regFileBytes(keys, onLeftOut);
    const manifest = await open();
    const { session } = live;
    const { id: sensor, hostname: host } = session.sensor;
    const ids = { from: 'registry', remote: path, host, sensor, session: session.currentId() };
    const listed = manifest === undefined ? undefined : { manifest, taken: () => ids };
    const options = { force, signal, listed };
    const got = await saveShown({ files, progress }, `exporting ${path}`, body, local, options);
    return file({ remote: path, local, ...got, isPartial: () => isPartial });
  },
});
