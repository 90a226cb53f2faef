const searching = 'cat FILE | grep WORD: behind | stands a local command; find looks for names';
const copying =
  'exec cmd.exe /c copy A B, or exec cp A B, does it there; get and put move files between here and there';
const editing = 'get FILE, edit it, put FILE --force; cat, head, tail and hexdump show it';

const hints: Readonly<Record<string, string>> = {
  ...of(searching, 'grep', 'egrep', 'findstr', 'rg'),
  ...of(copying, 'cp', 'copy', 'xcopy', 'robocopy', 'mv', 'move', 'ren', 'rename'),
  ...of(editing, 'vi', 'vim', 'nano', 'edit', 'notepad', 'less', 'more', 'view'),
};

/** What to do here for a word of other shells that is no verb; undefined where there is nothing special to say. */
export function hintForWord(word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(hints, key) ? hints[key] : undefined;
}

function of(hint: string, ...words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, hint]));
}
