import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import type { CmdSession } from './cmd-session.ts';
import type { Command } from './syntax.ts';

const LARGEST_LOOP = 1_000_000;

/** What a `for` walks over: one row of variable values a turn. `capture` runs a line and gives what it printed. */
export async function loopItems(
  session: CmdSession,
  { mode, options }: Extract<Command, { kind: 'for' }>,
  items: string,
  capture: (line: string) => Promise<string>,
): Promise<readonly (readonly string[])[]> {
  switch (mode) {
    case 'range':
      return rangeItems(items);
    case 'lines':
      return (await readLines(session, items.trim(), capture))
        .slice(Number(/skip=(\d+)/i.exec(options)?.[1] ?? '0'))
        .filter((line) => line.trim() !== '')
        .map((line) => splitLine(line, options));
    default:
      return setItems(session, items, mode === 'folders' ? 'directory' : 'file');
  }
}

function rangeItems(items: string): string[][] {
  const [start = 0, step = 1, end = 0] = items
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);
  const rows: string[][] = [];
  const goesOn = (value: number) => (step > 0 ? value <= end : step < 0 && value >= end);
  for (let value = start; goesOn(value) && rows.length < LARGEST_LOOP; value += step)
    rows.push([String(value)]);
  return rows;
}

async function readLines(
  session: CmdSession,
  source: string,
  capture: (line: string) => Promise<string>,
): Promise<string[]> {
  if (source.startsWith("'")) return (await capture(source.slice(1).replace(/'$/, ''))).split(/\r?\n/);
  if (source.startsWith('"')) return [source.slice(1).replace(/"$/, '')];
  const file = session.machine.files.getFile(source, session.workingDirectory);
  return decodeText(await contentBytes(file.content), session.machine.facts.codePage).split(/\r?\n/);
}

function splitLine(line: string, options: string): string[] {
  const delimiters = /delims=([^ ]*)/i.exec(options)?.[1] ?? ' \t';
  const tokens = /tokens=([^ ]+)/i.exec(options)?.[1] ?? '1';
  const parts =
    delimiters === ''
      ? [line]
      : line.split(new RegExp(`[${delimiters.replace(/[\\\]^-]/g, '\\$&')}]+`)).filter((part) => part !== '');
  if (tokens === '*') return [line];
  return tokens.split(',').flatMap((token) => {
    const [first = 1, last = first] = token.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => parts[first + index - 1] ?? '');
  });
}

/** A wildcard stands for what is not hidden. */
function setItems(session: CmdSession, items: string, wanted: 'file' | 'directory'): string[][] {
  const { files } = session.machine;
  return (items.match(/"[^"]*"|[^\s,;=]+/g) ?? []).flatMap((item) => {
    if (!files.rules.isWildcard(item)) return [[item]];
    const parsed = files.parse(item.replaceAll('"', ''), session.workingDirectory);
    const folder = files.find(files.rules.format({ ...parsed, parts: parsed.parts.slice(0, -1) }));
    const matches = files.rules.matcher(parsed.parts.at(-1) ?? '*');
    const prefix = /^.*[\\/]/.exec(item.replaceAll('"', ''))?.[0] ?? '';
    return folder?.kind === 'directory'
      ? [...folder.entries.values()]
          .filter(
            ({ kind, name, attributes }) =>
              kind === wanted && matches(name) && !attributes.includes('HIDDEN'),
          )
          .map(({ name }) => [prefix + name])
      : [];
  });
}
