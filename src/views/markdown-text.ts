/** Text of anybody's as it may stand in a line of Markdown: no mark-up, no HTML, and nothing that is made a link of by itself. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/[<>&]/g, (mark) => entities[mark] ?? mark)
    .replaceAll(/[\\`*_[\]|~$@]|:(?=\/\/)|(?<=www)\./gi, (mark) => `\\${mark}`)
    .replace(
      /^(\s*)([#+-]+|\d+[.)])(?=\s|$)/,
      (_whole, blanks: string, mark: string) => blanks + mark.replace(/[#+.)-]$|^[#+-]/, '\\$&'),
    );
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
