import { CbError } from '../../errors/cb-error.ts';
import { savedText } from '../../ops/word-lines.ts';
import type { QueryContext } from '../context.ts';

/** Fields that were typed, in their order. */
export type Fields = readonly (readonly [name: string, value: unknown])[];

/** `--set`: the value is text; `--set-json`: it is JSON. `Usage` for a word without a name, and for what is no JSON. */
export function fieldsOf(texts: readonly string[], jsons: readonly string[]): Fields {
  return [
    ...texts.map((word) => pairOf(word, '--set')),
    ...jsons.map((word) => {
      const [name, value] = pairOf(word, '--set-json');
      return [name, parseJson(value, `the value of ${name}`)] as const;
    }),
  ];
}

function pairOf(word: string, option: string): readonly [string, string] {
  const at = word.indexOf('=');
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  throw new CbError('Usage', `${option} wants NAME=VALUE, not "${word}"`);
}

/** The JSON of a file, `-` for stdin. `Usage` where it is none, `LocalFile` where it cannot be read. */
export async function inputOf(file: string, { runtime, signal }: QueryContext): Promise<unknown> {
  const { files, streams } = runtime;
  const [source, name] =
    file === '-' ? [streams.in, 'stdin'] : [files.read(files.resolve(file), { signal }), file];
  return parseJson(await savedText(source, name, signal), name);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text, exactly as Parameters<typeof JSON.parse>[1]);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CbError('Usage', `${what} is no JSON: ${error.message}`, {
      hint: 'a text stands in double quotes there; --set takes one as it is',
    });
  }
}

/** What would go out as another number than was typed does not go out. */
function exactly(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (
    typeof value === 'number' &&
    (Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value))
  )
    throw new CbError('Usage', `${source ?? value} is too long for a number of JSON`);
  return value;
}
