export interface RawLine {
  /** Of the file, from 1. */
  readonly number: number;
  /** Without the line break; at most the limit. */
  readonly bytes: Uint8Array;
  /** False for what stands behind the last line break. */
  readonly isWhole: boolean;
  readonly isTooLong: boolean;
}

const lineBreak = 0x0a;

/** The lines of a file in its exact bytes. Of one longer than `most` only the beginning is kept. Pieces may be overwritten afterwards. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<RawLine> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let isTooLong = false;
  let number = 0;

  const hold = (bytes: Uint8Array) => {
    const room = bytes.subarray(0, most - heldBytes);
    isTooLong ||= room.length < bytes.length;
    if (room.length > 0) held.push(room.slice());
    heldBytes += room.length;
  };
  const take = (isWhole: boolean): RawLine => {
    number += 1;
    const line = { number, bytes: Buffer.concat(held), isWhole, isTooLong };
    held = [];
    heldBytes = 0;
    isTooLong = false;
    return line;
  };

  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(lineBreak); end >= 0; end = chunk.indexOf(lineBreak, at)) {
      hold(chunk.subarray(at, end));
      at = end + 1;
      yield take(true);
    }
    hold(chunk.subarray(at));
  }
  if (heldBytes > 0) yield take(false);
}
