import { CbError } from '../errors/cb-error.ts';
import { rows } from '../spec/result.ts';
import { verb } from './context.ts';

export const drives = verb({
  name: 'drives',
  about: 'list the drives of the sensor',
  details: 'As the session names them. Linux and macOS have none: everything is below /.',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['disks', 'volumes', 'mount', 'df'],
  examples: [{ line: 'drives', shows: 'drive letters of a Windows sensor' }],

  run(_input, { live }) {
    if (live.paths.style === 'unix') {
      const hint = 'ls / shows what is at the top here';
      throw new CbError('Unsupported', 'drives are of Windows', { hint });
    }
    return rows(live.session.current.drives, [{ field: 'drive', head: 'drive', of: (drive) => drive }], {
      noun: 'drives',
    });
  },
});
