import { randomBytes } from 'node:crypto';
import { quoteForPosix } from '../text/quote.ts';
import type { PathStyle } from '../text/remote-path.ts';
import { systemFolder } from './helper-path.ts';

/** What stands between the texts of several programs; a new one for each start, as what they print is up to others. */
export interface Mark {
  readonly word: string;
  /** `echo` of a line within a part, which `cutLines` finds again. */
  line(text: string): string;
}

export interface ScriptPart {
  readonly name: string;
  /** In the language of the sensor's interpreter: cmd.exe or sh. */
  readonly line: string;
}

export interface PartText {
  readonly text: string;
  /** False where the last program of the part said that it failed. */
  readonly isOk: boolean;
}

export interface ToolScript {
  readonly commandLine: string;
  /** Where it begins: what lies where the shell stands may have the name of a tool. */
  readonly directory: string;
}

export function newMark(): Mark {
  const word = `cblr${randomBytes(8).toString('hex')}`;
  return { word, line: (text) => `echo ${word}. ${text}` };
}

/** One line that runs all parts, one after the other, with one start. */
export function toolScript(
  style: PathStyle,
  sensorDirectory: string,
  mark: Mark,
  parts: readonly ScriptPart[],
): ToolScript {
  if (style === 'unix') {
    const lines = parts.map(
      ({ name, line }) =>
        `echo "${mark.word} ${name}"; { ${line}; } && echo "${mark.word} ok" || echo "${mark.word} failed"`,
    );
    // In no language of the country.
    const script = ['LC_ALL=C; export LC_ALL', ...lines].join('\n');
    return { commandLine: `/bin/sh -c ${quoteForPosix([script])}`, directory: '/' };
  }
  const directory = systemFolder(sensorDirectory);
  const lines = parts.map(
    ({ name, line }) => `echo ${mark.word} ${name}&(${line})&&echo ${mark.word} ok||echo ${mark.word} failed`,
  );
  return {
    commandLine: `${directory}\\cmd.exe /d /q /e:on /v:off /s /c "${lines.join('&')}"`,
    directory,
  };
}

/** The text of each part by its name; one that did not come to its end is left out. */
export function partTexts(output: string, mark: Mark): ReadonlyMap<string, PartText> {
  const texts = new Map<string, PartText>();
  let open: { readonly name: string; readonly text: string } | undefined;
  for (const piece of output.split(`${mark.word} `).slice(1)) {
    const [word = '', text] = cutLine(piece);
    if (open === undefined) open = { name: word, text };
    else {
      if (word === 'ok' || word === 'failed') texts.set(open.name, { text: open.text, isOk: word === 'ok' });
      open = undefined;
    }
  }
  return texts;
}

/** What stands behind each line of `mark.line`, up to the next one. */
export function cutLines(text: string, mark: Mark): readonly (readonly [line: string, behind: string])[] {
  return text.split(`${mark.word}. `).slice(1).map(cutLine);
}

/** The text of a script without our own lines, as `== NAME` and what the tools printed. */
export function withoutMarks(output: string, mark: Mark): string {
  return output
    .replaceAll(`${mark.word}. `, '= ')
    .replaceAll(`${mark.word} ok\n`, '')
    .replaceAll(`${mark.word} failed\n`, 'failed\n')
    .replaceAll(`${mark.word} `, '== ');
}

function cutLine(piece: string): readonly [line: string, behind: string] {
  const end = piece.indexOf('\n');
  return end < 0 ? [piece.trimEnd(), ''] : [piece.slice(0, end).trimEnd(), piece.slice(end + 1)];
}
