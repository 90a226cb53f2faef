import { fitsAll } from '../transcript/fields.ts';
import { linesOf, type RawLine } from '../transcript/raw-lines.ts';
import { manifestLines, manifestVersion, type RemovedLine, type TakenLine } from './lines.ts';

/** A line of a manifest; its texts are as hostile as whoever could write to the file. */
export type ManifestLine = { readonly number: number } & (
  | { readonly kind: 'taken'; readonly line: TakenLine }
  | { readonly kind: 'removed'; readonly line: RemovedLine }
  /** Why it is none, in words that follow `line 7`. */
  | { readonly kind: 'fault'; readonly words: string }
);

/** More than any line of ours has, in bytes. */
const longestLine = 1024 * 1024;

/** The lines of a manifest in their order: of two of one file the later one counts. */
export async function* readManifest(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ManifestLine> {
  for await (const raw of linesOf(chunks, longestLine)) yield { number: raw.number, ...lineOf(raw) };
}

type OwnPart<T> = T extends unknown ? Omit<T, 'number'> : never;

function lineOf({ bytes, isWhole, isTooLong }: RawLine): OwnPart<ManifestLine> {
  if (!isWhole) return { kind: 'fault', words: 'is cut: it was being written when the program ended' };
  const json = isTooLong ? undefined : objectOf(bytes);
  if (json === undefined) return { kind: 'fault', words: 'is no line of a manifest' };
  const { v, kind, ...fields } = json;
  const { taken, removed } = manifestLines;
  if (v === manifestVersion && kind === 'taken' && fitsAll(taken.fields, fields) && isName(fields.local))
    return { kind, line: fields };
  if (v === manifestVersion && kind === 'removed' && fitsAll(removed.fields, fields) && isName(fields.local))
    return { kind, line: fields };
  return { kind: 'fault', words: 'is none that this version knows' };
}

/** A name leads nowhere but into its folder. */
function isName(name: string): boolean {
  return !/^\.{0,2}$|[/\\\0]/.test(name);
}

function objectOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
