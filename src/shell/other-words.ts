const editing = 'get FILE, edit it, put FILE --force; cat, head, tail and hexdump show it';
const leaving = 'exit or Ctrl-D leaves';

const hints: Readonly<Record<string, string>> = {
  ...of(editing, 'vi', 'vim', 'nano', 'edit', 'notepad', 'less', 'more', 'view'),
  ...of(leaving, 'q', ':q', '\\q', 'bye', 'logout', 'quit()', 'exit()'),
  ...of('set expand on shows rows one below the other', '\\x', '\\g'),
  ...of('history lists the lines, Ctrl-R looks for one', '\\s'),
  ...of('a verb stands alone here, without cblr and the sensor; !cblr runs it on this computer', 'cblr'),
  ...of('!cbq runs it on this computer', 'cbq'),
};

/** What to do here for the words of other shells, which are no verb; undefined where there is nothing special to say. */
export function hintForWords([word = '', next]: readonly string[]): string | undefined {
  const key = word.toLowerCase();
  if (Object.hasOwn(hints, key)) return hints[key];
  if (key.startsWith('\\')) return 'help lists the verbs: none begins with \\';
  if (key === 'reg' && /^hk/i.test(next ?? '')) return `reg query ${next} shows what is there`;
  // As cmdlets are called.
  return /^[a-z]+-[a-z]+$/.test(key) ? `exec --powershell -- ${word} runs it on a Windows sensor` : undefined;
}

function of(hint: string, ...words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, hint]));
}
