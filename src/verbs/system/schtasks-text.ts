export interface ScheduledTask {
  readonly name: string;
  readonly state: string;
  readonly isEnabled: string;
  readonly runs: string;
  readonly startIn: string;
  readonly account: string;
  readonly author: string;
  readonly next: string;
  readonly last: string;
  readonly result: string;
  readonly schedule: string;
}

const columnCount = 28;

/** A folder without a task has a line in the place of its own, which begins with this word in the language of the system. */
const info = /^(?:INF[OÓ]|ИНФОРМАЦ|情報|信息|資訊|정보)/i;

/**
 * Columns stand in the same order in every language; the headings come again for each folder. Its quotes are not doubled in every version: a
 * cell ends where one of the others begins.
 */
export function readSchtasks(text: string): readonly ScheduledTask[] | undefined {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    // Within a cell it is a part of that.
    if (!info.test(line) || lines.at(-1)?.endsWith('"') === false) lines.push(line);
  }
  const whole = lines.join('\n').trim();
  if (!whole.startsWith('"') || !whole.endsWith('"')) return undefined;
  const [heading = '', ...records] = whole.slice(1, -1).split('"\n"');
  if (heading.split('","').length !== columnCount) return undefined;
  const all: ScheduledTask[] = [];
  for (const line of records) {
    if (line === heading) continue;
    const cells = line.split('","').map((cell) => cell.replaceAll('""', '"'));
    const at = (index: number): string => cells[index] ?? '';
    if (cells.length !== columnCount || !at(1).startsWith('\\')) return undefined;
    all.push({
      name: at(1),
      next: at(2),
      state: at(3),
      last: at(5),
      result: at(6),
      author: at(7),
      runs: at(8),
      startIn: at(9),
      isEnabled: at(11),
      account: at(14),
      schedule: at(18),
    });
  }
  return all;
}
