/** What Alt-. has put into the line: pressed again, an older one takes its place. */
export interface LastOperand {
  /** The line of the history that it is of. */
  readonly at: number;
  /** As it was typed there. */
  readonly word: string;
}

/** The last operand of the newest line before `before` that has one. */
export function lastOperand(
  history: readonly string[],
  operandOf: (line: string) => string | undefined,
  before = history.length,
): LastOperand | undefined {
  for (let at = Math.min(before, history.length) - 1; at >= 0; at -= 1) {
    const word = operandOf(history[at] ?? '');
    if (word !== undefined) return { at, word };
  }
  return undefined;
}
