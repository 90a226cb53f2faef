/**
 * The program that a command line starts: what stands in quotes at its beginning; without them, on Windows, up to the first name that ends
 * as programs do, as a path may hold blanks there; else the first word.
 */
export function programOfLine(line: string): string {
  const text = line.trim();
  const quoted = /^"([^"]*)"/.exec(text);
  if (quoted !== null) return quoted[1] ?? '';
  const named = /^[^"]*?\.(?:exe|com|bat|cmd|sys|dll)(?=$|[\s,])/i.exec(text);
  if (named !== null) return plainPath(named[0]);
  return plainPath(/^\S*/.exec(text)?.[0] ?? '');
}

/** Without what the kernel puts in front. */
function plainPath(path: string): string {
  return path.replace(/^\\\?\?\\/, '');
}
