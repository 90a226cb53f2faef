import { QueueFields } from './fields.ts';

/** A text, and what tells whose it is; the signature is empty where nobody was to sign. */
export interface SignedText {
  readonly text: string;
  readonly signature: string;
}

const mostSignature = 8000;

export function writeSigned({ text, signature }: SignedText): string {
  return JSON.stringify({ text, signature });
}

/** Kind `BadReply`. `most`: characters of the text. */
export function readSigned(written: string, what: string, most: number): SignedText {
  const fields = QueueFields.of(written, what, 2 * most + mostSignature);
  return { text: fields.text('text', most), signature: fields.text('signature', mostSignature) };
}
