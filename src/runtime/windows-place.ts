import { devNull } from 'node:os';
import { CbError } from '../errors/cb-error.ts';
import { isDeviceName, trimmedName } from '../text/windows-name.ts';

/**
 * A local path as programs of Windows mean it. Node asks for each file by its whole path, where Windows has no devices and cuts off nothing:
 * `> nul` would make a file `nul`, and `get x foo.` one that ends in a dot, which hardly any program can open or delete.
 */
export function windowsPlace(path: string): string {
  const [before = '', name = ''] = /^(.*[\\/])?([^\\/]*)$/s.exec(path)?.slice(1) ?? [];
  if (/^nul[. ]*$/i.test(name)) return devNull;
  if (!isDeviceName(name)) return before + trimmedName(name);
  throw new CbError('LocalFile', `${name} is a device of Windows`, { hint: 'name another file' });
}
