import type { HeldLine, TypedLine } from '../ports/typed-line.ts';

/** One line at most: who holds the place last has it. */
export function makeTypedLine(): TypedLine {
  let held: HeldLine | undefined;
  return {
    hold(line) {
      held = line;
      return () => {
        if (held === line) held = undefined;
      };
    },
    isHeld: () => held !== undefined,
    above(write) {
      held?.hide();
      write();
      held?.begin();
    },
  };
}
