import { CbError } from '../../errors/cb-error.ts';

/** Of one row; a text is one. */
const longest = 64 * 1024 * 1024;

/** Cuts what is written into whole lines. */
export class RowLines {
  #begun: Buffer[] = [];
  #length = 0;

  /** The lines that are whole now, each with its line break; kind `CommandFailed` for one that is too long to be worked on. */
  add(chunk: string | Uint8Array): string {
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk)
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(0x0a) + 1;
    const whole = end === 0 ? '' : Buffer.concat([...this.#begun, bytes.subarray(0, end)]).toString('utf8');
    if (end > 0) [this.#begun, this.#length] = [[], 0];
    // Whoever wrote may use the bytes for something else.
    if (end < bytes.length) this.#begun.push(Buffer.from(bytes.subarray(end)));
    this.#length += bytes.length - end;
    if (this.#length > longest) {
      throw new CbError('CommandFailed', 'a row of more than 64 MiB is not worked on', {
        hint: 'leave out --jq, --template and -o yaml',
      });
    }
    return whole;
  }
}
