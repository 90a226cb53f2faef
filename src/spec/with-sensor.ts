import { quoteForPosix } from '../text/quote.ts';
import { tokenise } from '../text/tokenise.ts';
import type { Operand } from './params.ts';
import type { Example, Spec } from './spec.ts';

const sensor: Operand = { kind: 'sensor', about: 'sensor id, hostname or address' };

/**
 * The one-shot form of a shell verb: operand `sensor` in front (`cblr reg query 10 'HKLM\SOFTWARE'`), and examples as they are typed
 * into the analyst's own shell.
 */
export function withSensor<C>(spec: Spec<C>, program: string): Spec<C> {
  let examples: readonly Example[] | undefined;
  return {
    ...spec,
    operands: { sensor, ...spec.operands },
    // Made when a help shows them: all of them are a twentieth of the start of every command (bench/).
    get examples() {
      examples ??= spec.examples.flatMap((example) => oneShotExample(spec, example, program));
      return examples;
    },
  };
}

/** Leaves out what only the shell can do: several statements, local commands. */
function oneShotExample<C>(spec: Spec<C>, example: Example, program: string): readonly Example[] {
  const takesLine = Object.values(spec.operands).at(-1)?.kind === 'commandLine';
  const { statements } = tokenise(example.line, { verbatimAfterDashes: () => takesLine });
  const [statement] = statements;
  const nameWords = spec.name.split(' ');
  if (statement?.kind !== 'verb' || statements.length > 1) return [];
  const { words, pipe, redirect } = statement;
  if (nameWords.some((word, index) => words[index]?.text !== word)) return [];
  const rest = words
    .slice(nameWords.length)
    .map(({ text }) => (/^-[\w-]*$/.test(text) ? text : quoteForPosix([text])));
  const tail =
    pipe !== undefined
      ? ['|', pipe]
      : redirect !== undefined
        ? [redirect.append ? '>>' : '>', quoteForPosix([redirect.path])]
        : [];
  return [{ ...example, line: [program, spec.name, example.sensor ?? '10', ...rest, ...tail].join(' ') }];
}
