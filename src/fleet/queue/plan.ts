import type { Effect } from '../../spec/spec.ts';
import type { Run, Step } from '../store/run-types.ts';
import { QueueFields } from './fields.ts';
import { hashOf } from './signing.ts';

/** What workers must know of a run. It stands on the queue once, signed by whoever runs it. */
export interface Plan {
  /** Of the run, the same for all that ever work on it. */
  readonly run: string;
  /** Of the run on the computer that has it. */
  readonly number: number;
  readonly server: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly deadlineMs: number | undefined;
  readonly keepGoing: boolean;
  readonly steps: readonly Step[];
  /** With what all else of this process is signed. */
  readonly key: string;
}

export const mostPlan = 256 * 1024;
const mostSteps = 1000;
const effects: readonly Effect[] = ['reads', 'changes', 'disrupts', 'destroys'];

export function planOf(
  run: Run,
  { id, number, key }: { readonly id: string; readonly number: number; readonly key: string },
): Plan {
  const { server, createdMs, expiresMs, rules, steps } = run;
  const { deadlineMs, keepGoing } = rules;
  return { run: id, number, server, createdMs, expiresMs, deadlineMs, keepGoing, steps, key };
}

export function writePlan(plan: Plan): string {
  return JSON.stringify({ v: 1, is: 'plan', ...plan });
}

/** What jobs call it by. */
export function planHash(text: string): string {
  return hashOf(text);
}

/** Kind `BadReply`. */
export function readPlan(text: string): Plan {
  const fields = QueueFields.of(text, 'a plan on the queue', mostPlan);
  fields.oneOf('is', ['plan']);
  return {
    run: fields.text('run', 64),
    number: fields.count('number'),
    server: fields.text('server'),
    createdMs: fields.number('createdMs'),
    expiresMs: fields.number('expiresMs'),
    deadlineMs: fields.maybeNumber('deadlineMs'),
    keepGoing: fields.flag('keepGoing'),
    steps: fields.list('steps', mostSteps).map(readStep),
    key: fields.text('key'),
  };
}

function readStep(fields: QueueFields): Step {
  return {
    number: fields.count('number'),
    line: fields.text('line', mostPlan),
    verb: fields.text('verb'),
    effect: fields.oneOf('effect', effects),
    isOneWrite: fields.flag('isOneWrite'),
  };
}

/** Nothing is written where a step only reads. */
export function writesSomething({ steps }: Pick<Plan, 'steps'>): boolean {
  return steps.some(({ effect }) => effect !== 'reads');
}
