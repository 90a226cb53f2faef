/** How a line of help is drawn: `heading` for titles, `example` for what can be typed, `dim` for what is said beside. */
export type HelpRole = 'heading' | 'example' | 'plain' | 'dim';

export interface HelpLine {
  readonly text: string;
  readonly role: HelpRole;
}

/** A title with a blank line before it. */
export function section(title: string): readonly HelpLine[] {
  return [plain(''), { text: title, role: 'heading' }];
}

/** Running text, wrapped at `columns` with every line indented. */
export function paragraph(
  text: string,
  columns: number,
  indent: number,
  role: HelpRole,
): readonly HelpLine[] {
  const pad = ' '.repeat(indent);
  return wrap(text, columns - indent).map((line) => ({ text: `${pad}${line}`, role }));
}

/** Two columns: names padded to the longest (at most 34), what is said of them wrapped beside; a longer name has its own line. */
export function pairs(
  entries: readonly (readonly [string, string])[],
  columns: number,
  minimum = 0,
): readonly HelpLine[] {
  const widest = Math.max(minimum, ...entries.map(([name]) => name.length));
  const width = Math.min(widest, 34);
  const indent = width + 4;
  return entries.flatMap(([name, about]): readonly HelpLine[] => {
    const [first, ...more] = wrap(about, columns - indent);
    const rest = more.map((line) => plain(`${' '.repeat(indent)}${line}`));
    return name.length > width
      ? [plain(`  ${name}`), plain(`${' '.repeat(indent)}${first}`), ...rest]
      : [plain(`  ${name.padEnd(width)}  ${first}`.trimEnd()), ...rest];
  });
}

/** At least one line; a word longer than the width stands alone. Widths below 20 are taken as 20. */
export function wrap(text: string, width: number): readonly string[] {
  const limit = Math.max(width, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function plain(text: string): HelpLine {
  return { text, role: 'plain' };
}
