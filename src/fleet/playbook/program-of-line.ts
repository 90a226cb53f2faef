/**
 * The program that a command line starts: what stands in quotes at its beginning; without them, on Windows, up to the first name that ends
 * as programs do, as a path may hold blanks there; else the first word.
 */
export function programOfLine(line: string): string {
  const text = line.trim();
  const quoted = /^"([^"]*)"/.exec(text);
  if (quoted !== null) return plainPath(quoted[1] ?? '');
  const named = /^[^"]*?\.(?:exe|com|bat|cmd|sys|dll)(?=$|[\s,])/i.exec(text);
  if (named !== null) return plainPath(named[0]);
  return plainPath(/^\S*/.exec(text)?.[0] ?? '');
}

/** Where Windows is on nearly every computer: a file that lies elsewhere is said not to be there, and nothing else is taken for it. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\systemroot|%systemroot%|%windir%)(?=\\)/i, 'C:\\Windows'],
  [/^%programfiles%(?=\\)/i, 'C:\\Program Files'],
  [/^%programfiles\(x86\)%(?=\\)/i, 'C:\\Program Files (x86)'],
  [/^%programdata%(?=\\)/i, 'C:\\ProgramData'],
  [/^%systemdrive%(?=\\)/i, 'C:'],
  [/^(?=system32\\)/i, 'C:\\Windows\\'],
];

/** Without what the kernel puts in front, and with the places that the registry names by variables. */
function plainPath(path: string): string {
  const plain = path.replace(/^\\\?\?\\/, '');
  const [form, place] = places.find(([each]) => each.test(plain)) ?? [];
  return form === undefined || place === undefined ? plain : plain.replace(form, () => place);
}
