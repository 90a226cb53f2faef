import { CbError } from '../../errors/cb-error.ts';
import { savedText } from '../../ops/word-lines.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import type { Prompter } from '../../ports/prompter.ts';
import { nearest } from '../../text/nearest.ts';
import type { PlayValue } from './evaluate.ts';
import type { Playbook, PlayParam } from './playbook.ts';
import { paramValue } from './read-parts.ts';

export interface ParamPlace {
  readonly files: Pick<LocalFiles, 'read' | 'resolve'>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly prompter: Pick<Prompter, 'secret'>;
  readonly canPrompt: boolean;
  readonly signal: AbortSignal;
}

export interface ParamValues {
  readonly plain: ReadonlyMap<string, PlayValue>;
  /** Never kept on disk: asked for anew by whoever goes on with the run. */
  readonly secret: ReadonlyMap<string, string>;
}

/** What a shorter one is masked in would be unreadable. */
const shortestSecret = 4;

/**
 * The values of `--set NAME=VALUE`, of `NAME=@FILE` and `NAME=@-`, and defaults. A secret comes from a file or stdin, or is asked for: on a command line
 * others would see it. Kind `Usage`.
 */
export async function paramValues(
  { params }: Pick<Playbook, 'params'>,
  sets: readonly string[],
  place: ParamPlace,
): Promise<ParamValues> {
  const plain = new Map<string, PlayValue>();
  const secret = new Map<string, string>();
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at <= 0) throw new CbError('Usage', `--set wants NAME=VALUE, not "${set}"`);
    const [name, typed] = [set.slice(0, at), set.slice(at + 1)];
    const param = params.find((each) => each.name === name);
    if (param === undefined) throw unknownParam(name, params);
    if (param.isSecret) secret.set(name, await secretValue(param, typed, place));
    else plain.set(name, joined(plain.get(name), await typedOrRead(param, typed, place), param));
  }
  for (const param of params) {
    const { name, fallback } = param;
    if (plain.has(name) || secret.has(name)) continue;
    if (param.isSecret) secret.set(name, await askedSecret(param, place));
    else if (fallback !== undefined) plain.set(name, fallback);
    else throw missing(param);
  }
  return { plain, secret };
}

/** Of a list given several times all of it counts. */
function joined(before: PlayValue | undefined, value: PlayValue, { type, name }: PlayParam): PlayValue {
  if (before === undefined) return value;
  if (type === 'list' && Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  throw new CbError('Usage', `--set ${name} is given twice`);
}

async function typedOrRead(param: PlayParam, typed: string, place: ParamPlace): Promise<PlayValue> {
  const { name, type } = param;
  if (typed.startsWith('@') && !typed.startsWith('@@')) {
    const lines = await linesOf(typed.slice(1), place);
    if (type === 'list') return lines.map(listWord).filter((each) => each !== '');
    return typedValue(param, lines[0] ?? '');
  }
  const text = typed.replace(/^@@/, '@');
  if (text === '') throw new CbError('Usage', `--set ${name} is empty`);
  return typedValue(param, text);
}

function typedValue({ name, type }: PlayParam, text: string): PlayValue {
  const value = paramValue(type, text);
  if (value !== undefined) return value;
  throw new CbError('Usage', `${name} wants a ${type}, not "${text}"`);
}

/** Without its comment. */
function listWord(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trim();
}

async function secretValue({ name }: PlayParam, typed: string, place: ParamPlace): Promise<string> {
  if (!typed.startsWith('@')) {
    throw new CbError('Usage', `${name} is a secret: a command line is seen by others`, {
      hint: `--set ${name}=@FILE or ${name}=@-, or leave it out and be asked`,
    });
  }
  return checkedSecret(name, (await linesOf(typed.slice(1), place))[0] ?? '');
}

async function askedSecret({ name, about }: PlayParam, { prompter, canPrompt }: ParamPlace): Promise<string> {
  if (!canPrompt) {
    throw new CbError('Usage', `${name} is a secret, and there is no terminal to ask on`, {
      hint: `--set ${name}=@FILE`,
    });
  }
  return checkedSecret(name, await prompter.secret(about === '' ? name : `${name} (${about})`));
}

function checkedSecret(name: string, value: string): string {
  if (value.length < shortestSecret) {
    throw new CbError(
      'Usage',
      `${name} is shorter than ${shortestSecret} characters: it could not be masked in what comes back`,
    );
  }
  return value;
}

async function linesOf(file: string, { files, stdin, signal }: ParamPlace): Promise<readonly string[]> {
  const source = file === '-' ? stdin : files.read(files.resolve(file), { signal });
  return (await savedText(source, file === '-' ? 'stdin' : file, signal)).split(/\r\n|\r|\n/);
}

function unknownParam(name: string, params: readonly PlayParam[]): CbError {
  const known = params.map((each) => each.name);
  const [near] = nearest(name, known);
  const list = known.length === 0 ? 'it has none' : `known: ${known.join(', ')}`;
  return new CbError('Usage', `the playbook has no parameter "${name}"`, {
    hint: near === undefined ? list : `did you mean ${near}?`,
  });
}

function missing({ name, about }: PlayParam): CbError {
  return new CbError('Usage', `the playbook needs ${name}${about === '' ? '' : `: ${about}`}`, {
    hint: `--set ${name}=VALUE`,
  });
}
