const editing = 'get FILE, edit it, put FILE --force; cat, head, tail and hexdump show it';

const hints: Readonly<Record<string, string>> = {
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
