import { CbError } from '../../errors/cb-error.ts';
import type { Result } from '../../spec/result.ts';
import type { OutputForm } from '../drawing.ts';
import { type Form, jsonForm, ndjsonForm, textForm, yamlForm } from './forms.ts';
import { isPlainPath } from './plain-path.ts';
import type { ShapePlace, Shaper } from './shaper.ts';

/** What was asked for in place of a table, csv and the like; checked before anything is sent. */
export interface Shape {
  readonly option: '--jq' | '--template' | '--output';
  shaper(place: ShapePlace): Shaper | Promise<Shaper>;
}

export interface ShapeWords {
  readonly jq?: string | undefined;
  readonly template?: string | undefined;
  readonly zero: boolean;
  readonly output: OutputForm | undefined;
  /** Unix ms. */
  readonly now: () => number;
}

/** Undefined where the usual ways draw what was asked for. Kind `Usage` for what is no expression, and for what does not go together. */
export async function shapeOf(words: ShapeWords): Promise<Shape | undefined> {
  const { jq, template, zero, output } = words;
  refuseOdd(words);
  if (template !== undefined) {
    const { compileTemplate } = await import('./template/run.ts');
    const made = compileTemplate(template, { now: words.now });
    return { option: '--template', shaper: ({ isTTY }) => made({ isTTY, zero }) };
  }
  if (jq !== undefined) {
    const compiled = import('./jq-engine.ts').then(({ compileJq }) => compileJq(jq));
    // What is surely an expression is made ready while the server is asked.
    if (isPlainPath(jq)) compiled.catch(() => undefined);
    else await compiled;
    return {
      option: '--jq',
      async shaper(place) {
        const program = await compiled;
        const form = formOf(output, { ...place, isList: true }, zero);
        return {
          write(lines) {
            const { values, failed, said } = program(lines);
            return { text: formed(values, form), failed, said };
          },
          end: () => form.end(),
        };
      },
    };
  }
  if (output !== 'yaml' && !(zero && output === 'ndjson')) return undefined;
  return {
    option: '--output',
    shaper(place) {
      const form = formOf(output, place, zero);
      return {
        write: (lines) => ({ text: formed(lines, form), failed: [], said: '' }),
        end: () => form.end(),
      };
    },
  };
}

function formed(lines: string, form: Form): string {
  let text = '';
  for (const line of lines.split('\n')) {
    if (line !== '') text += form.write(line);
  }
  return text;
}

function formOf(output: OutputForm | undefined, { isTTY, isList }: ShapePlace, zero: boolean): Form {
  switch (output) {
    case 'json':
      return jsonForm();
    case 'ndjson':
      return ndjsonForm({ zero });
    case 'yaml':
      return yamlForm({ isList });
    default:
      return textForm({ isTTY, zero });
  }
}

function refuseOdd({ jq, template, zero, output }: ShapeWords): void {
  if (jq !== undefined && template !== undefined)
    throw new CbError('Usage', '--jq and --template exclude each other');
  if (output === 'csv' && jq !== undefined) {
    throw new CbError('Usage', '--jq gives values, and csv is made of rows with fields', {
      hint: "a line of csv is made by --jq '[.id, .name] | @csv'",
    });
  }
  const isText = template !== undefined || (jq !== undefined && (output === undefined || output === 'tsv'));
  if (template !== undefined && output !== undefined && output !== 'table' && output !== 'tsv')
    throw new CbError('Usage', `--template makes text, and not ${output}`);
  if (zero && !isText && output !== undefined && output !== 'tsv' && output !== 'ndjson')
    throw new CbError('Usage', `--null is for tsv, ndjson, --jq and --template, and not for ${output}`);
}

/** Rows and what is drawn as rows; anything else is one thing. */
export function isListResult({ type }: Result): boolean {
  return type === 'rows' || type === 'tree' || type === 'facets';
}
