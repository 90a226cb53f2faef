import { CbError } from '../errors/cb-error.ts';
import { isEncoding } from '../live/text-decoder.ts';

/** The option of every verb that shows a remote file as text. */
export const encodingOption = {
  kind: 'text',
  value: 'NAME',
  about: 'utf-8, utf-16le, cp850 …; found out when not said',
  proposes: [
    'utf-8',
    'utf-16le',
    'utf-16be',
    'cp437',
    'cp850',
    'cp866',
    'windows-1250',
    'windows-1251',
    'windows-1252',
    'iso-8859-1',
    'koi8-r',
    'shift_jis',
    'gbk',
    'big5',
  ],
} as const;

export async function checkEncoding(name: string | undefined): Promise<void> {
  if (name === undefined || (await isEncoding(name))) return;
  throw new CbError('Usage', `unknown encoding "${name}"`, {
    hint: 'for example utf-8, utf-16le, cp437, cp850, windows-1252, shift_jis',
  });
}
