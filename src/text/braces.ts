import { CbError } from '../errors/cb-error.ts';

/** Of one word; each may be a listing or more. */
const mostChoices = 1000;
/** Deeper ones are plain characters. */
const deepest = 50;

/**
 * What `{a,b}` in a word stands for, each in turn; braces without a comma between them, and what `isPlain`, are plain characters. Pieces
 * are given through `show`. `Usage` for more than a thousand.
 */
export function expandBraces(
  word: string,
  isPlain: (at: number) => boolean,
  show: (from: number, to: number) => string,
): readonly string[] {
  const groups = groupsIn(word, isPlain);
  const expand = (from: number, to: number): readonly string[] => {
    let all: readonly string[] = [''];
    let at = from;
    for (let open = from; open < to; open += 1) {
      const group = groups.get(open);
      if (group === undefined) continue;
      const lead = show(at, open);
      const starts = [open, ...group.commas];
      const choices = starts.flatMap((start, index) => expand(start + 1, group.commas[index] ?? group.close));
      if (all.length * choices.length > mostChoices)
        throw new CbError('Usage', `the braces of ${word} stand for more than ${mostChoices} paths`);
      all = all.flatMap((before) => choices.map((choice) => before + lead + choice));
      open = group.close;
      at = open + 1;
    }
    const rest = show(at, to);
    return all.map((before) => before + rest);
  };
  return expand(0, word.length);
}

interface Group {
  readonly commas: readonly number[];
  readonly close: number;
}

/** By where they open. */
function groupsIn(word: string, isPlain: (at: number) => boolean): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  const open: { readonly at: number; readonly commas: number[] }[] = [];
  for (let at = 0; at < word.length; at += 1) {
    if (isPlain(at)) continue;
    const char = word[at];
    if (char === '{') open.push({ at, commas: [] });
    else if (char === ',') open.at(-1)?.commas.push(at);
    else if (char === '}') {
      const group = open.pop();
      if (group === undefined || group.commas.length === 0 || open.length >= deepest) continue;
      groups.set(group.at, { commas: group.commas, close: at });
    }
  }
  return groups;
}
