import { CbError } from '../../errors/cb-error.ts';
import { nearest } from '../../text/nearest.ts';
import { type Expression, namesIn } from './expression.ts';
import { builtinNames, type Playbook, type PlayStep } from './playbook.ts';

/** Every name that is used is a parameter, or was registered by a step before. Kind `Usage` with the place of the step. */
export function mustKnowNames({ params, steps, files }: Playbook): void {
  const known = new Set<string>([...builtinNames, ...params.map(({ name }) => name)]);
  const fileNames = files.map(({ name }) => name);
  for (const step of steps) {
    for (const expression of expressionsOf(step)) {
      for (const { name } of namesIn(expression)) {
        if (name === 'item' && step.forEach === undefined) refuse(step, 'item is for a step with for-each');
        if (!known.has(name)) refuse(step, `nothing is known as ${name}`, nearName(name, known));
      }
      mustNameFile(expression, fileNames, step);
    }
    if (step.register === undefined) continue;
    if (params.some(({ name }) => name === step.register))
      refuse(step, `register: ${step.register} is a parameter already`);
    known.add(step.register);
  }
}

/** A fault of a step, at its place. */
export function refuse({ number, place }: PlayStep, message: string, hint?: string): never {
  throw new CbError('Usage', `${place}: step ${number}: ${message}`, { hint });
}

function nearName(name: string, known: ReadonlySet<string>): string {
  const [near] = nearest(name, [...known]);
  const meant = near === undefined ? `known here: ${[...known].join(', ')}` : `did you mean ${near}?`;
  return `${meant}  A text stands in quotes: '${name}'`;
}

function expressionsOf({ words, when, forEach }: PlayStep): readonly Expression[] {
  const conditions = [forEach, when].flatMap((each) => (each === undefined ? [] : [each.expression]));
  const values = words.flatMap(({ pieces }) =>
    pieces.flatMap((piece) => (piece.kind === 'value' ? [piece.expression] : [])),
  );
  return [...conditions, ...values];
}

function mustNameFile(expression: Expression, names: readonly string[], step: PlayStep): void {
  if (expression.kind !== 'field' || expression.of.kind !== 'name' || expression.of.name !== 'files') return;
  if (names.includes(expression.field)) return;
  const [near] = nearest(expression.field, names);
  const hint = near === undefined ? undefined : `did you mean ${near}?`;
  refuse(step, `no file "${expression.field}" stands below files:`, hint);
}
