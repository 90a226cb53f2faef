import { byteOrderMark, unmarkedUtf16 } from '../text/utf16.ts';

/** How a text file is written: its bytes come back as they were. */
export interface TextForm {
  readonly encoding: string;
  readonly hasMark: boolean;
  /** Every line ends in CR LF. */
  readonly isCrLf: boolean;
}

export interface FormedText {
  readonly form: TextForm;
  /** With line feeds alone where all of its lines end alike. */
  readonly text: string;
}

/**
 * A whole text file in the form that keeps every byte of it; undefined where there is none: what cannot be decoded would be lost where
 * nobody has touched it. `fallback` names the encoding of what is neither marked nor UTF-8.
 */
export async function readTextForm(
  bytes: Uint8Array,
  named: string | undefined,
  fallback: () => Promise<string>,
): Promise<FormedText | undefined> {
  const mark = byteOrderMark(bytes);
  const found = named ?? mark ?? unmarkedUtf16(bytes) ?? (isUtf8(bytes) ? 'utf-8' : await fallback());
  const hasMark = mark !== undefined && mark === found;
  const iconv = (await import('iconv-lite')).default;
  const raw = iconv.decode(Buffer.from(bytes), found, { stripBOM: hasMark });
  const ends = raw.split('\n').slice(0, -1);
  const isCrLf = ends.length > 0 && ends.every((line) => line.endsWith('\r'));
  const text = isCrLf ? raw.replaceAll('\r\n', '\n') : raw;
  const form = { encoding: found, hasMark, isCrLf };
  const again = await writeTextForm(text, form);
  return again !== undefined && Buffer.compare(again, bytes) === 0 ? { form, text } : undefined;
}

/** The bytes of a text in that form; undefined where it has characters that its encoding has not. */
export async function writeTextForm(
  text: string,
  { encoding, hasMark, isCrLf }: TextForm,
): Promise<Buffer | undefined> {
  const iconv = (await import('iconv-lite')).default;
  const raw = isCrLf ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  const bytes = iconv.encode(raw, encoding, { addBOM: hasMark });
  return iconv.decode(bytes, encoding, { stripBOM: hasMark }) === raw ? bytes : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
