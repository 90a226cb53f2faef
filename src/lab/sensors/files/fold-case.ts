/** Upper case as Windows compares names: character by character, so that `ß` stays what it is and does not become `SS`. */
export function foldCase(text: string): string {
  const upper = text.toUpperCase();
  if (upper.length === text.length) return upper;
  return Array.from(text, (char) => {
    const folded = char.toUpperCase();
    return folded.length === char.length ? folded : char;
  }).join('');
}
