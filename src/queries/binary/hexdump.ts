import { CbError } from '../../errors/cb-error.ts';
import { binaryPrefix } from '../../ops/binary-content.ts';
import { rows } from '../../spec/result.ts';
import { parseMd5 } from '../../text/md5.ts';
import { hexColumns, hexLines } from '../../views/hex-lines.ts';
import { query } from '../context.ts';
import { onlyIdOfWord } from '../linked-id.ts';

const most = 64 * 1024 * 1024;

export const binaryHexdump = query({
  name: 'binary hexdump',
  about: 'show the first bytes of a binary without fetching all of it',
  group: 'binaries',
  effect: 'reads',
  operands: { md5: { kind: 'text', about: 'MD5 or console link; - for stdin' } },
  options: { bytes: { kind: 'size', about: 'how many; 256 when not said' } },
  search: ['hex', 'xxd', 'od'],
  examples: [{ line: 'cbq binary hexdump A276B67AC893B80B963F3415E7DD146B --bytes 64', shows: 'its header' }],
  async run({ md5, bytes = 256 }, context) {
    const { cb, signal } = context;
    if (bytes < 1 || bytes > most) throw new CbError('Usage', '--bytes wants 1 byte to 64 MiB');
    const typed = await onlyIdOfWord(md5, 'binary', context);
    if (typed === undefined) return rows([], [], { noun: 'bytes' });
    const wanted = parseMd5(typed);
    const found = await binaryPrefix(await cb(), wanted, bytes, signal);
    return rows(hexLines([found]), hexColumns, { noun: 'bytes' });
  },
});
