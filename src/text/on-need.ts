/** A pattern that is made when it is first asked for: properties of Unicode take half a millisecond, and most texts are plain. */
export function onNeed(source: string, flags: string): () => RegExp {
  let pattern: RegExp | undefined;
  return () => {
    pattern ??= new RegExp(source, flags);
    return pattern;
  };
}
