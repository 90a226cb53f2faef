import {
  type Mark,
  newMark,
  type PartText,
  partTexts,
  toolScript,
  withoutMarks,
} from '../../live/tool-script.ts';
import type { VerbContext } from '../context.ts';
import { stillNote } from '../program-result.ts';
import { readWhole } from './read-whole.ts';
import { programOf, type SystemList, type SystemOs, type SystemTool } from './tool.ts';

/** What is known of a part of the system, and in words what could not be read of it. */
export interface Reading<Row> {
  readonly rows: readonly Row[];
  readonly unread: readonly string[];
}

/** A part of the system, as one line of its interpreter tells of it. */
export interface Section<Row> {
  /** One word. */
  readonly name: string;
  readonly line: (mark: Mark) => string;
  readonly read: (part: PartText, mark: Mark) => Reading<Row>;
}

const deadlineMs = 300_000;

interface AskedSystem {
  readonly raw: string;
  reading<Row>(section: Section<Row>): Reading<Row>;
}

/** All sections with one program start; undefined in a dry run. */
export async function askSections(
  sections: readonly Section<unknown>[],
  what: string,
  { live, writes, note }: VerbContext,
): Promise<AskedSystem | undefined> {
  const mark = newMark();
  // Two readings of one text ask for it once.
  const parts = sections
    .filter(({ name }, at) => sections.findIndex((one) => one.name === name) === at)
    .map(({ name, line }) => ({ name, line: line(mark) }));
  const { style } = live.paths;
  const { commandLine, directory } = toolScript(style, live.session.current.directory, mark, parts);
  const ended = await live.programs.run(commandLine, {
    ...writes,
    directory,
    remoteOutput: undefined,
    deadlineMs,
    what,
    onHeld: () => note(stillNote(`reading ${what}`)),
  });
  if (!ended.sent) return undefined;
  const { text: whole } = await readWhole(ended.output.chunks);
  const lost = ended.output.unread();
  const text = lost === undefined ? whole?.replaceAll('\r\n', '\n') : undefined;
  const texts = partTexts(text ?? '', mark);
  const why =
    lost !== undefined
      ? lost.words
      : whole === undefined
        ? 'the text is too long'
        : 'it did not come to its end';
  return {
    raw: withoutMarks(text ?? '', mark),
    reading(section) {
      const part = texts.get(section.name);
      return part === undefined
        ? { rows: [], unread: [`${section.name}: not read: ${why}`] }
        : section.read(part, mark);
    },
  };
}

/** A list of the system, by the first of its programs that is there and whose text is known. */
export function listSection<Row>(list: SystemList<Row>, os: SystemOs): Section<Row> {
  const tools = list.tools[os];
  if (typeof tools === 'string') throw new TypeError(`${list.noun} are not for ${os}`);
  return toolSection(list.noun, os, tools);
}

export function toolSection<Row>(
  name: string,
  os: SystemOs,
  tools: readonly SystemTool<Row>[],
): Section<Row> {
  const quiet = os === 'windows' ? ' 2>nul' : ' 2>/dev/null';
  const last = tools.length - 1;
  return {
    name,
    line: () => tools.map(({ line }, at) => (at === last ? line : `${line}${quiet}`)).join(' || '),
    read({ text, isOk }) {
      for (const tool of tools) {
        const rows = tool.parse(text);
        if (rows !== undefined) return { rows, unread: [] };
      }
      const programs = tools.map(programOf).join(' or ');
      const why = isOk ? 'prints a form that is not known' : 'failed';
      return { rows: [], unread: [`${name}: not read: ${programs} ${why}`] };
    },
  };
}

/** The same part of the system as other rows. */
export function mapped<From, To>(section: Section<From>, to: (row: From) => To): Section<To> {
  return {
    ...section,
    read(part, mark) {
      const { rows, unread } = section.read(part, mark);
      return { rows: rows.map(to), unread };
    },
  };
}
