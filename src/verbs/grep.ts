import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { type Column, rows } from '../spec/result.ts';
import { linearPattern } from '../text/linear-pattern.ts';
import { plainPath, type TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { filesOf, startsOf } from './files-of.ts';
import { type MatchingLine, matchingLines, type SearchedFile } from './matching-lines.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

export const grep = verb({
  name: 'grep',
  about: 'show the lines of files in which a regular expression is found',
  details:
    'Files are fetched and looked through here; nothing of them is kept. The expression is one of JavaScript that looks neither back nor ahead: no line, whoever wrote it, takes more time than its length. A line of more than 65,536 characters is tried in pieces. ' +
    'In what is no text, the strings that the verb of that name shows are tried, and the offset stands in the place of the line. ' +
    'Where nothing is found the exit code is 0; where a file could not be read it is 6, and the others are looked through.',
  group: 'files',
  wire: ['get file'],
  wireAtTimes: ['directory list', 'reg query value'],
  effect: 'reads',
  operands: {
    pattern: { kind: 'text', about: 'regular expression' },
    path: { kind: 'remoteGlob', many: true, about: 'file, wildcard, or with -r a directory' },
  },
  options: {
    recursive: { kind: 'flag', short: 'r', about: 'all files below directories; links are passed over' },
    ignoreCase: { kind: 'flag', short: 'i', about: 'without regard to upper and lower case' },
    encoding: encodingOption,
  },
  inRegistry: ['find KEY --name GLOB'],
  search: ['findstr', 'egrep', 'search', 'match', 'rg', 'select-string'],
  examples: [
    { line: 'grep -i DETECTED C:\\Windows\\WindowsUpdate.log', shows: 'lines of a log' },
    { line: 'grep -r "pool|curl" /etc /tmp', sensor: '1', shows: 'in all files below two directories' },
  ],

  async run({ pattern, path, recursive, ignoreCase, encoding }, context) {
    await checkEncoding(encoding);
    const isFound = linearPattern(pattern, 'grep', { ignoreCase });
    const walked = watchWalk(context);
    const { live } = context;
    const [first] = path;
    const isNamed = first !== undefined && live.files.named(first) !== undefined;
    const isOne = path.length === 1 && !recursive && isNamed;
    async function* found(): AsyncGenerator<MatchingLine> {
      for await (const file of searched(path, recursive, walked, context)) {
        try {
          yield* matchingLines(file, { isFound, encoding }, context);
        } catch (error) {
          if (isCbError(error, 'Usage')) throw error.reworded({ hint: 'grep -r looks through all below it' });
          if (isOne || context.signal.aborted || !isOfTheFile(error)) throw error;
          walked.options.onError(file.path, error);
        }
      }
    }
    return rows(found(), columns(isOne), { noun: 'lines', notes: walked.notes, isPartial: walked.isPartial });
  },
});

function isOfTheFile(error: unknown): boolean {
  return isCbError(error, 'CommandFailed', 'NotOnSensor', 'ServerError', 'BadReply', 'Integrity');
}

async function* searched(
  typed: readonly TypedGlob[],
  recursive: boolean,
  walked: WatchedWalk,
  context: VerbContext,
): AsyncGenerator<SearchedFile> {
  const { live, signal } = context;
  if (!recursive) {
    for await (const path of filesOf(typed, walked, context)) yield { path };
    return;
  }
  for await (const start of searchStarts(typed, walked, context)) {
    if (!start.isDirectory) {
      yield { path: start.path };
      continue;
    }
    const listed = start.listed === undefined ? {} : { listed: start.listed };
    const below = live.files.walk(start.path, { signal, ...walked.options, ...listed });
    for await (const { isDirectory, isLink, name, path, size } of below) {
      if (isDirectory || isLink) continue;
      // One with a separator in it would be another file.
      if (live.paths.isName(name)) yield { path, ...(size === undefined ? {} : { bytes: size }) };
      else walked.options.onError(path, noName(name));
    }
  }
}

interface SearchStart {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly listed?: readonly FileEntry[];
}

/** What is named is listed at once: to look at it first would cost as much again, and whoever searches waits for the first line. */
async function* searchStarts(
  typed: readonly TypedGlob[],
  walked: WatchedWalk,
  context: VerbContext,
): AsyncGenerator<SearchStart> {
  const { live, signal } = context;
  for (const glob of typed) {
    const path = live.files.named(glob);
    if (path === undefined) {
      yield* startsOf([glob], walked, context);
      continue;
    }
    const onUnread = (sentence: string): void =>
      walked.options.onError(path, new CbError('BadReply', sentence));
    const { directory, entries } = await live.files.look(plainPath(path), { signal, onUnread });
    if (directory === undefined) yield* entries;
    else yield { path, isDirectory: true, listed: entries };
  }
}

function noName(name: string): CbError {
  return new CbError('CommandFailed', `${name} cannot be a name: it is left out`);
}

/** What fits some lines of a terminal; JSON and pipes have all of it. */
const shown = 1000;

function columns(isOne: boolean): readonly Column<MatchingLine>[] {
  return [
    {
      field: 'path',
      head: 'path',
      of: ({ path }) => path,
      ...(isOne ? { wide: true } : {}),
      style: () => 'name',
    },
    {
      field: 'line',
      head: 'line',
      of: ({ line }) => line ?? null,
      show: ({ line, offset = 0 }) => (line === undefined ? `0x${offset.toString(16)}` : String(line)),
      align: 'right',
    },
    { field: 'offset', head: 'offset', of: ({ offset }) => offset ?? null, wide: 'pipe' },
    {
      field: 'text',
      head: 'text',
      of: ({ text }) => text,
      show: ({ text }) => (text.length > shown ? `${text.slice(0, shown)}…` : text),
      whole: true,
    },
  ];
}
