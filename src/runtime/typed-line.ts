import type { HeldLine, TypedLine } from '../ports/typed-line.ts';

/** One line at most: who holds the place last has it. */
export function makeTypedLine(): TypedLine {
  let held: HeldLine | undefined;
  const keepers = new Set<() => () => void>();
  let release = () => {};
  return {
    hold(line) {
      // Who has the place reads the keys, too.
      release();
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
    cover() {
      if (held !== undefined) return () => {};
      const ends = [...keepers].map((keep) => keep());
      const uncover = () => {
        for (const end of ends.splice(0)) end();
      };
      release = uncover;
      return uncover;
    },
    onCover(keep) {
      keepers.add(keep);
      return () => keepers.delete(keep);
    },
  };
}
