import { firstLines, type Seal, sealsOf } from '../../transcript/seal.ts';
import { stampedSeals, timestampOf } from '../../transcript/timestamp.ts';
import type { Verdict } from '../../transcript/verify.ts';
import type { CommandContext } from '../context.ts';
import type { TranscriptFolder } from './places.ts';
import { check } from './ssh-keygen.ts';
import { checkTimestamp } from './time-stamps.ts';

/** Files of those who count. */
export interface Trusted {
  /** Whose signatures do. */
  readonly signers: string;
  /** CAs that vouch for time stamps; undefined where none is named. */
  readonly ca: string | undefined;
}

/** Each seal of a file that was walked, and its time stamp, held against those who count. */
export async function* checkSeals(
  place: TranscriptFolder,
  walked: Verdict,
  trusted: Trusted,
  context: CommandContext,
): AsyncGenerator<Verdict> {
  const { name: file, lines } = walked;
  const names = await place.names();
  const seals = sealsOf(file, names);
  if (seals.length === 0)
    yield { name: file, state: 'missing', lines, says: 'it was never sealed, or its seals are missing' };
  for (const seal of seals) {
    yield await checkedSeal(place, walked, seal, trusted, context);
    const stamp = timestampOf(seal.name);
    if (names.includes(stamp)) yield await checkTimestamp(place, seal, trusted.ca, context);
    else if (trusted.ca !== undefined)
      yield { ...seal, name: stamp, state: 'missing', says: 'it was never time-stamped, or that is missing' };
  }
  for (const seal of stampedSeals(file, names)) {
    if (!names.includes(seal.name))
      yield { ...seal, state: 'missing', says: 'its time stamp is there, and the seal is not' };
  }
}

async function checkedSeal(
  place: TranscriptFolder,
  { name: file, lines }: Verdict,
  seal: Seal,
  { signers }: Trusted,
  context: CommandContext,
): Promise<Verdict> {
  if (seal.lines > lines) {
    const says = `${file} was sealed up to line ${seal.lines}, and has ${lines}`;
    return { ...seal, state: 'missing', says };
  }
  const signature = { path: `${place.path}/${seal.name}`, signers };
  const signed = await check(signature, () => firstLines(place.read(file), seal.lines), context);
  if (!('by' in signed))
    return { ...seal, state: signed.fits === false ? 'changed' : 'unknown', says: signed.why };
  const upTo = seal.lines === lines ? 'all lines' : `line 1 to ${seal.lines} of ${lines}`;
  return { ...seal, state: 'sealed', says: `${upTo}, by ${signed.by} (${signed.key})` };
}
