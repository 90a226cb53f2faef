import { CbError, isCbError } from '../../errors/cb-error.ts';
import {
  type HuntFile,
  type HuntForm,
  type HuntQuery,
  type HuntRefusal,
  huntForms,
} from '../../ops/hunt/hunt-query.ts';
import { mostHuntBytes, readHunt } from '../../ops/hunt/read-hunt.ts';
import type { Tokens } from '../../ops/sigma/word-terms.ts';
import { savedText } from '../../ops/word-lines.ts';
import { lintQuery } from '../../text/query-lint.ts';
import { lastPart } from '../../text/remote-path.ts';
import type { QueryContext } from '../context.ts';

export const huntOperand = {
  kind: 'localPath',
  many: true,
  optional: true,
  about: 'definitions, Sigma rules, lists of queries, watchlists; - for stdin',
} as const;

export const huntFileOptions = {
  dir: {
    kind: 'localPath',
    value: 'FOLDER',
    isFolder: true,
    about: 'all such files of this folder and below',
  },
  format: { kind: 'choice', choices: huntForms, about: 'what the files are, where they do not show it' },
} as const;

export const huntFileRules =
  'Files are what they look like: definitions (JSON: programs, of each some fields with lists of values), Sigma rules, queries: with name, query, index, why, references and tags, the watchlists of cbq watchlist export, or lines of NAME, a tab and a query.';

/** What is read of a folder. */
const endings = /\.(?:json|ya?ml|tsv|txt)$/i;
const mostFiles = 20_000;
const deepest = 20;

export interface WantedFiles {
  readonly file: readonly string[];
  readonly dir: string | undefined;
  readonly format: HuntForm | undefined;
}

/**
 * All questions of some files. Kind `Usage`, with file, line and column, for a named file that holds none; one of a folder is a refusal,
 * and the others are read.
 */
export async function questionsOf(
  { file: named, dir, format }: WantedFiles,
  tokens: Tokens,
  context: QueryContext,
): Promise<HuntFile> {
  const { files } = context.runtime;
  const queries: HuntQuery[] = [];
  const refusals: HuntRefusal[] = [];
  const take = async (path: string): Promise<void> => {
    const read = await readFile(path, format, tokens, context);
    queries.push(...read.queries);
    refusals.push(...read.refusals);
  };
  for (const path of named) await take(path);
  for (const path of dir === undefined ? [] : await filesBelow(files.resolve(dir), context)) {
    try {
      await take(path);
    } catch (error) {
      if (!isCbError(error, 'Usage')) throw error;
      const { message } = error;
      const name = lastPart(path);
      refusals.push({ source: sourceOf(path), name, place: path, field: undefined, reason: message });
    }
  }
  return { queries, refusals };
}

async function readFile(
  path: string,
  form: HuntForm | undefined,
  tokens: Tokens,
  { runtime: { files, streams }, signal }: QueryContext,
): Promise<HuntFile> {
  const isStdin = path === '-';
  const file = isStdin ? 'stdin' : path;
  const source = isStdin ? streams.in : files.read(files.resolve(path), { signal });
  const text = await savedText(source, file, signal, mostHuntBytes + 1024);
  const read = await readHunt({ text, file, source: sourceOf(file), form }, { tokens });
  for (const query of read.queries) mustBeReadable(query);
  return read;
}

/** Every server would refuse it. */
function mustBeReadable({ queries, index, name, place }: HuntQuery): void {
  for (const query of queries) {
    const fatal = lintQuery(query, index).problems.find(({ severity }) => severity === 'error');
    if (fatal === undefined) continue;
    throw new CbError(
      'Usage',
      `${place}: the query of "${name}" cannot be read at character ${fatal.start + 1}: ${fatal.message}`,
      { context: { query, at: fatal.start } },
    );
  }
}

/** The name of a file without its folder and ending. */
function sourceOf(path: string): string {
  return lastPart(path).replace(endings, '');
}

async function filesBelow(
  folder: string,
  { runtime: { files }, signal }: QueryContext,
): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (at: string, depth: number): Promise<void> => {
    signal.throwIfAborted();
    const entries = [...(await files.list(at))].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, isDirectory } of entries) {
      if (name.startsWith('.')) continue;
      if (isDirectory && depth < deepest) await walk(`${at}/${name}`, depth + 1);
      if (!isDirectory && endings.test(name)) found.push(`${at}/${name}`);
      if (found.length > mostFiles)
        throw new CbError('Usage', `${folder} holds more than ${mostFiles} files: name a folder below`);
    }
  };
  await walk(folder, 0);
  if (found.length === 0) throw new CbError('Usage', `${folder} holds no file that a hunt reads`);
  return found;
}
