import { firstLines, sealsOf } from '../../transcript/seal.ts';
import type { Verdict } from '../../transcript/verify.ts';
import type { CommandContext } from '../context.ts';
import type { TranscriptFolder } from './places.ts';
import { check } from './ssh-keygen.ts';

/** Each seal of a file that was walked, held against those whose signatures count. */
export async function* checkSeals(
  place: TranscriptFolder,
  { name: file, lines }: Verdict,
  signers: string,
  context: CommandContext,
): AsyncGenerator<Verdict> {
  const seals = sealsOf(file, await place.names());
  if (seals.length === 0)
    yield { name: file, state: 'missing', lines, says: 'it was never sealed, or its seals are missing' };
  for (const seal of seals) {
    if (seal.lines > lines) {
      yield {
        ...seal,
        state: 'missing',
        says: `${file} was sealed up to line ${seal.lines}, and has ${lines}`,
      };
      continue;
    }
    const signature = { path: `${place.path}/${seal.name}`, signers };
    const signed = await check(signature, () => firstLines(place.read(file), seal.lines), context);
    if ('by' in signed) {
      const upTo = seal.lines === lines ? 'all lines' : `line 1 to ${seal.lines} of ${lines}`;
      yield { ...seal, state: 'sealed', says: `${upTo}, by ${signed.by} (${signed.key})` };
    } else yield { ...seal, state: signed.fits === false ? 'changed' : 'unknown', says: signed.why };
  }
}
