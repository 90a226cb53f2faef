/** No list of what a system has comes near it. */
const mostCharacters = 16 * 1024 * 1024;

interface ReadText {
  /** Undefined where it is longer than any that is read into rows. */
  readonly text: string | undefined;
  /** All of it again, as it came. */
  readonly again: () => AsyncGenerator<string>;
}

export async function readWhole(chunks: AsyncIterable<string>, most = mostCharacters): Promise<ReadText> {
  const reading = chunks[Symbol.asyncIterator]();
  const pieces: string[] = [];
  let length = 0;
  let isWhole = false;
  while (!isWhole && length <= most) {
    const next = await reading.next();
    if (next.done === true) isWhole = true;
    else {
      pieces.push(next.value);
      length += next.value.length;
    }
  }
  return {
    text: length <= most ? pieces.join('') : undefined,
    async *again() {
      yield* pieces;
      if (!isWhole) yield* { [Symbol.asyncIterator]: () => reading };
    },
  };
}
