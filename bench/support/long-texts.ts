import { filemod, regmod } from '../../src/api/wire/event-readers.ts';
import { regFileKey } from '../../src/live/reg-file.ts';
import { normaliseKey } from '../../src/live/registry.ts';
import { tableCell } from '../../src/output/cells.ts';
import { csvRow, tsvRow } from '../../src/output/delimited.ts';
import { jsonLine } from '../../src/output/json.ts';
import type { Column } from '../../src/spec/result.ts';
import { readConsoleLink } from '../../src/text/console-link.ts';
import { escapeMessage, escapeText, makeTextEscaper } from '../../src/text/escape.ts';
import { matchGlob } from '../../src/text/glob.ts';
import { describeResult } from '../../src/text/hresult.ts';
import { useOfInterpreter } from '../../src/text/interpreter.ts';
import { makeLocalNames, safeLocalName } from '../../src/text/local-name.ts';
import { readLoneUnits } from '../../src/text/lone-units.ts';
import { parseProcessRef } from '../../src/text/process-guid.ts';
import { lintQuery } from '../../src/text/query-lint.ts';
import { queryTokens } from '../../src/text/query-tokens.ts';
import { quoteForCmd, quoteForPosix, quoteForWindows, quoteWord } from '../../src/text/quote.ts';
import { redactSecrets, redactUrl } from '../../src/text/redact.ts';
import { lastPart, remotePaths } from '../../src/text/remote-path.ts';
import { readSavedSearch } from '../../src/text/saved-search.ts';
import { isSecretLine } from '../../src/text/secret-lines.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { patternsOf, resolvePattern } from '../../src/text/typed-glob.ts';
import { displayWidth, truncateToWidth, wrapToWidth } from '../../src/text/width.ts';

/** What a hostile name, line or value may be made of; each alone is the worst for some pattern. */
export const shapes: readonly string[] = [
  'a',
  ' ',
  '.',
  '. ',
  '\\',
  '/',
  '\\a',
  '"',
  "'",
  '%',
  '%a',
  '(',
  ')',
  '-',
  ':',
  'a:',
  '|',
  '&',
  '[',
  '0',
  '{',
  '*',
  '<',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\u007f',
  '\u0301',
  '\u200b',
  '\ud800',
  '\udc00',
  '\ufffd{d800}',
  '\u{1f600}',
  '\u2602\ufe0f',
  'PREPREPRE',
  'x-auth-token: ',
  'net user a ',
  'docker ',
  'reg set passw ',
  'curl -u',
  'a(b)',
  'a(',
  '((a:b(',
  'path:c:\\a(b ',
  'status:In ',
  'x:[ ',
  'a://b:',
  ' and ',
  'HKLM\\',
  '.part',
];

const column: Column<string> = { field: 'x', head: 'x', of: (text) => text };
const windows = remotePaths('windows');
const unix = remotePaths('unix');

/** Each thing that is done with a text of the other side, or of a person's clipboard. */
export const works: Readonly<Record<string, (text: string) => unknown>> = {
  'a typed path': (text) =>
    [windows, unix].map((paths) =>
      patternsOf({ typed: `*/${text}{${text},` }, paths.style).map((each) =>
        resolvePattern(each, paths, text),
      ),
    ),
  'a typed path in quotes': (text) => patternsOf({ typed: text, inQuotes: [[0, text.length]] }, 'unix'),
  'a cell of a table': (text) => truncateToWidth(tableCell(column, text, 16 * 80), 80),
  'a cell of tsv': (text) => tsvRow([column], text),
  'a cell of csv': (text) => csvRow([column], text),
  'a line of JSON': (text) => jsonLine(text),
  'text of a file': (text) => escapeText(text),
  'text in pieces': (text) => {
    const escaper = makeTextEscaper();
    for (let at = 0; at < text.length; at += 1000) escaper.write(text.slice(at, at + 1000));
    return escaper.end();
  },
  'a message': escapeMessage,
  'a width': displayWidth,
  'lines of a record': (text) => wrapToWidth(text, 80),
  'a mark in JSON': readLoneUnits,
  'a local name': (text) => safeLocalName(text),
  'a second local name': (text) => {
    const names = makeLocalNames();
    return [names.take(text), names.take(text)];
  },
  'the end of a path': lastPart,
  'a path of Windows': (text) => [
    windows.resolve('C:\\x', text),
    windows.basename(`C:\\${text}`),
    windows.misread(`C:\\${text}`),
    windows.isName(text),
    windows.canMake(text),
    windows.meansDirectory(text),
  ],
  'a path of Unix': (text) => [unix.resolve('/x', text), unix.basename(text), unix.meansDirectory(text)],
  'a wildcard': (text) => matchGlob('*x*y?', text, 'windows'),
  'a typed word': (text) => quoteWord(text),
  'a line for Windows': (text) => quoteForWindows(['x', text]),
  'a line for cmd.exe': (text) => quoteForCmd([text]),
  'a line for sh': (text) => quoteForPosix([text]),
  'a line of the shell': (text) => {
    try {
      return tokenise(text);
    } catch (error) {
      return error;
    }
  },
  'the interpreter of a line': useOfInterpreter,
  'a query': (text) => queryTokens(text),
  'what is said of a query': (text) => lintQuery(text, 'process'),
  'a saved search': (text) => readSavedSearch(text),
  'a link of the console': (text) => readConsoleLink(text),
  'a process GUID': (text) => {
    try {
      return parseProcessRef(text);
    } catch (error) {
      return error;
    }
  },
  'an error of a sensor': (text) => describeResult({ type: text, code: 5, desc: text }),
  'a secret in a line': isSecretLine,
  'a secret in a trace': (text) => redactSecrets(text, ['feedface']),
  'a secret in an address': redactUrl,
  'a registry key': (text) => normaliseKey(`HKLM\\${text}`),
  'a registry value in .reg': (text) => {
    let length = 0;
    const values = ['REG_SZ', 'REG_EXPAND_SZ', 'REG_BINARY', 'REG_DWORD', text].map((type) => ({
      name: type,
      type,
      data: text,
    }));
    const key = {
      path: 'HKEY_LOCAL_MACHINE\\X',
      subKeys: [],
      values: [...values, { name: text, type: 'REG_SZ', data: '' }],
    };
    for (const piece of regFileKey(key, () => undefined)) length += piece.length;
    return length;
  },
  'an event of a process': (text) => [filemod(text), regmod(text)],
};

export interface Timed {
  readonly work: string;
  readonly shape: string;
  /** Milliseconds of the processor at each length; those behind one that took too long are missing. */
  readonly ms: readonly number[];
}

const longest = 5000;
/** What took so long is measured well. */
const enough = 50;

/** Times every work on every shape, at each of the lengths; a work that has taken too long is not tried at the next. */
export function* timeAll(lengths: readonly number[]): Generator<Timed> {
  for (const [work, run] of Object.entries(works)) {
    for (const shape of shapes) {
      const ms: number[] = [];
      for (const length of lengths) {
        const text = longText(shape, length);
        const took = betterOfTwo(() => run(text));
        ms.push(took);
        if (took > longest) break;
      }
      yield { work, shape, ms };
    }
  }
}

/** Of one shape, and behind it what ends it: a pattern that wants the shape up to the end has to look from each place in vain. */
export function longText(shape: string, length: number): string {
  return `${shape.repeat(Math.ceil(length / shape.length))}x`;
}

/** The better of two: what others do meanwhile is not its own, nor what was collected. */
function betterOfTwo(run: () => unknown): number {
  const first = timed(run);
  return first < enough ? Math.min(first, timed(run)) : first;
}

/** Milliseconds of the processor. */
function timed(run: () => unknown): number {
  const since = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
