import { failureOf } from '../failure.ts';
import { evaluate } from '../programs/arithmetic.ts';
import type { ShellSession } from './shell-session.ts';
import type { Word, WordPart } from './syntax.ts';

/** Runs a script and gives what it printed, for `$(…)`. */
export type Capture = (script: string) => Promise<string>;

/** The fields of a list of words: variables and commands put in, split at blanks, wildcards resolved. */
export async function expandWords(
  session: ShellSession,
  words: readonly Word[],
  capture: Capture,
): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(await expandFields(session, word, capture)));
  return fields;
}

/** One word as one text, for assignments and redirections. */
export async function expandText(session: ShellSession, word: Word, capture: Capture): Promise<string> {
  let text = '';
  for (const part of word) text += await partText(session, part, capture);
  return word[0]?.kind === 'text' && !word[0].quoted ? home(session, text) : text;
}

async function expandFields(session: ShellSession, word: Word, capture: Capture): Promise<string[]> {
  const [only, ...others] = word.filter((part) => part.kind !== 'text' || part.text !== '');
  if (
    others.length === 0 &&
    only?.kind === 'variable' &&
    (only.name === '@' || (only.name === '*' && !only.quoted))
  )
    return [...session.args.slice(1)];
  const fields: { text: string; pattern: string; isReal: boolean }[] = [];
  let current = { text: '', pattern: '', isReal: false };
  for (const part of word) {
    const text = await partText(session, part, capture);
    if (part.quoted || part.kind === 'text') {
      current.text += text;
      current.pattern += part.quoted ? text.replace(/[*?[]/g, '[$&]') : text;
      current.isReal ||= part.quoted || text !== '';
      continue;
    }
    const [first = '', ...more] = text.split(/[ \t\n]+/);
    current.text += first;
    current.pattern += first;
    current.isReal ||= first !== '';
    for (const piece of more) {
      if (current.isReal) fields.push(current);
      current = { text: piece, pattern: piece, isReal: piece !== '' };
    }
  }
  if (current.isReal) fields.push(current);
  const isPlain = word[0]?.kind === 'text' && !word[0].quoted;
  return fields.flatMap(({ text, pattern }) =>
    resolveWildcard(session, isPlain ? home(session, text) : text, pattern),
  );
}

function home(session: ShellSession, text: string): string {
  return text.replace(/^~(?=\/|$)/, session.environment.get('HOME') ?? '~');
}

function resolveWildcard(session: ShellSession, text: string, pattern: string): string[] {
  const { files } = session.machine;
  const unquoted = pattern.replace(/\[[*?[]\]/g, '');
  if (!/[*?[]/.test(unquoted)) return [text];
  const isAbsolute = pattern.startsWith('/');
  let found = [isAbsolute ? '/' : ''];
  for (const part of pattern.split('/').slice(isAbsolute ? 1 : 0))
    found = found.flatMap((folder) => below(folder, part).map((name) => `${folder}${name}/`));
  return found.length === 0 ? [text] : found.map((path) => path.slice(0, -1)).sort();

  function below(folderText: string, part: string): readonly string[] {
    try {
      const isPlain = !/[*?[]/.test(part.replace(/\[[*?[]\]/g, ''));
      const plain = part.replace(/\[([*?[])\]/g, '$1');
      if (isPlain)
        return files.find(folderText + plain, session.workingDirectory) === undefined ? [] : [plain];
      const folder = files.find(folderText === '' ? '.' : folderText, session.workingDirectory);
      if (folder?.kind !== 'directory') return [];
      const matches = files.rules.matcher(part);
      const names = Array.from(folder.entries.values(), ({ name }) => name);
      return names.filter((name) => matches(name) && !name.startsWith('.'));
    } catch (error) {
      failureOf(error);
      return [];
    }
  }
}

async function partText(session: ShellSession, part: WordPart, capture: Capture): Promise<string> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'command':
      return (await capture(part.script)).replace(/\n+$/, '');
    case 'arithmetic':
      return String(evaluate(part.expression, (name) => variable(session, name) ?? ''));
    case 'variable': {
      const value = variable(session, part.name);
      const isSet = value !== undefined && (value !== '' || !part.operator.startsWith(':'));
      switch (part.operator.replace(':', '')) {
        case '#':
          return String(value?.length ?? 0);
        case '-':
          return isSet ? value : expandText(session, part.operand, capture);
        case '+':
          return isSet ? expandText(session, part.operand, capture) : '';
        case '=':
          if (!isSet) session.environment.set(part.name, await expandText(session, part.operand, capture));
          return variable(session, part.name) ?? '';
        default:
          return value ?? '';
      }
    }
  }
}

function variable(session: ShellSession, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(session.status);
    case '$':
      return String(session.pid);
    case '!':
      return session.lastBackgroundPid === 0 ? '' : String(session.lastBackgroundPid);
    case '#':
      return String(Math.max(0, session.args.length - 1));
    case '@':
    case '*':
      return session.args.slice(1).join(' ');
    case 'PWD':
      return session.workingDirectory;
    default:
      return /^\d$/.test(name) ? session.args[Number(name)] : session.environment.get(name);
  }
}
