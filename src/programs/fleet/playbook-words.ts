import { CbError } from '../../errors/cb-error.ts';
import { refuse } from '../../fleet/playbook/check-names.ts';
import type { PlayStep } from '../../fleet/playbook/playbook.ts';
import { fieldMark } from '../../fleet/playbook/read-steps.ts';
import { holdsValue, type WordTemplate } from '../../fleet/playbook/template.ts';
import { kebab } from '../../spec/names.ts';
import type { Operand, Option } from '../../spec/params.ts';
import { findSpec, unknownSpec } from '../../spec/registry.ts';
import type { Spec } from '../../spec/spec.ts';
import { nearest } from '../../text/nearest.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { verbs } from '../../verbs/index.ts';

/** The verb of a step and its words, in the order in which it takes them. */
export interface VerbWords {
  readonly spec: Spec<VerbContext>;
  readonly words: readonly WordTemplate[];
}

/** Kind `Usage` at the place of the step. */
export function verbWords(step: PlayStep): VerbWords {
  const literals = step.words.slice(0, 2).map(literalText);
  const texts = literals.filter((text) => text !== undefined && !text.startsWith(fieldMark)) as string[];
  const found = findSpec(verbs, texts);
  if (found === undefined) {
    const { message, hint } = unknownSpec(verbs, texts, { noun: 'verb' });
    return refuse(step, message, hint);
  }
  const rest = step.words.slice(found.used);
  const isNamed = rest.some((word) => literalText(word)?.startsWith(fieldMark) === true);
  const words = isNamed ? byName(step, found.spec, rest) : rest;
  for (const word of words) mustBeginPlainly(step, word);
  return { spec: found.spec, words };
}

function literalText({ pieces }: WordTemplate): string | undefined {
  const [only] = pieces;
  return pieces.length === 1 && only?.kind === 'text' ? only.text : undefined;
}

/** Options first, then operands in the order of the verb; each value is a word that is no option, however it begins. */
function byName(
  step: PlayStep,
  spec: Spec<VerbContext>,
  words: readonly WordTemplate[],
): readonly WordTemplate[] {
  const fields = fieldsOf(words);
  const known = new Map<string, Operand | Option>();
  for (const [key, param] of [...Object.entries(spec.operands), ...Object.entries(spec.options)])
    known.set(kebab(key), param);
  const out: WordTemplate[] = [];
  for (const [key, values] of fields) {
    const param = known.get(key);
    if (param === undefined) {
      const [near] = nearest(key, [...known.keys()]);
      refuse(
        step,
        `${spec.name} has no ${key}`,
        near === undefined ? `it has ${[...known.keys()].join(', ')}` : `did you mean ${near}?`,
      );
    } else if (!isOperand(spec, key)) out.push(...optionWords(step, key, param as Option, values));
  }
  let isEnded = false;
  for (const [key, operand] of Object.entries(spec.operands)) {
    const values = fields.get(kebab(key)) ?? [];
    if (values.length > 0 && isEnded) refuse(step, `${kebab(key)} stands behind one that is left out`);
    if (values.length > 1 && operand.many !== true && operand.kind !== 'commandLine')
      refuse(step, `${kebab(key)} is one value, not ${values.length}`);
    isEnded ||= values.length === 0 && operand.optional === true;
    out.push(...values);
  }
  return out;
}

function isOperand(spec: Spec<VerbContext>, key: string): boolean {
  return Object.keys(spec.operands).some((each) => kebab(each) === key);
}

function fieldsOf(words: readonly WordTemplate[]): ReadonlyMap<string, readonly WordTemplate[]> {
  const fields = new Map<string, WordTemplate[]>();
  let last: WordTemplate[] = [];
  for (const word of words) {
    const text = literalText(word);
    if (text?.startsWith(fieldMark) === true) {
      last = [];
      fields.set(text.slice(fieldMark.length), last);
    } else last.push(word);
  }
  return fields;
}

function optionWords(
  step: PlayStep,
  key: string,
  option: Option,
  values: readonly WordTemplate[],
): readonly WordTemplate[] {
  const word = (text: string, value?: WordTemplate): WordTemplate => ({
    isQuoted: false,
    pieces: [{ kind: 'text', text, isPlain: false }, ...(value?.pieces ?? [])],
  });
  if (option.kind === 'flag') {
    const texts = values.map(literalText);
    if (values.length !== 1 || !['true', 'false'].includes(texts[0] ?? ''))
      refuse(step, `${key} wants true or false`);
    return texts[0] === 'true' ? [word(`--${key}`)] : [];
  }
  if (option.kind === 'list') {
    const joined = values.flatMap((value, index) => [
      ...(index === 0 ? [] : [{ kind: 'text' as const, text: ',', isPlain: false }]),
      ...value.pieces,
    ]);
    return [word(`--${key}=`, { isQuoted: true, pieces: joined })];
  }
  if (values.length > 1 && option.repeat !== true) refuse(step, `${key} is one value, not ${values.length}`);
  return values.map((value) => word(`--${key}=`, value));
}

/** What a value says must not become the name of an option. */
function mustBeginPlainly(step: PlayStep, word: WordTemplate): void {
  const [first, second] = word.pieces;
  if (word.isQuoted || !holdsValue(word) || first?.kind !== 'text' || second === undefined) return;
  if (!first.text.startsWith('-') || /^--[a-z][a-z0-9-]*=/i.test(first.text)) return;
  refuse(step, 'a value stands in the name of an option', 'as in --name=VALUE');
}

/** A program that reads a line of its own in its arguments: nothing that a sensor says may stand there. */
const interpreters =
  /(?:^|[\\/])(?:cmd|powershell|pwsh|(?:ba|da|a|z|k|c|tc)?sh|wscript|cscript|mshta|rundll32|python[\d.]*|perl|ruby|node|osascript|wmic|forfiles|[gmn]?awk|sed|su|ssh|eval)(?:\.exe)?$/i;

/** Of a command line with values in it each is one argument: there must be something that keeps them apart. `words` are those of the line. */
export function mustKeepApart(step: PlayStep, words: readonly WordTemplate[], hasPowershell: boolean): void {
  if (!words.some(holdsValue)) return;
  if (words.length === 1)
    refuse(step, 'a command line with a value in it is a list of words', 'command: [sc.exe, stop, VALUE]');
  const [program] = words;
  if (program === undefined || literalText(program) === undefined) {
    refuse(
      step,
      'the program of a command line is named by the playbook itself',
      'command: [sc.exe, stop, VALUE]',
    );
  }
  // It may stand behind another program: sudo sh -c.
  const firstValue = words.findIndex(holdsValue);
  const reader = hasPowershell
    ? 'PowerShell'
    : words
        .slice(0, firstValue)
        .map(literalText)
        .find((text) => text !== undefined && interpreters.test(text));
  if (reader !== undefined) {
    refuse(
      step,
      `a value would be read as part of a script by ${reader}`,
      'name the program itself, with the value as an argument of its own; run: puts a script with arguments',
    );
  }
}

const rank = { reads: 0, changes: 1, disrupts: 2, destroys: 3 } as const;

/** What was asked about must be what is done. */
export function mustNotBeWorse(step: PlayStep, planned: keyof typeof rank, now: keyof typeof rank): void {
  if (rank[now] <= rank[planned]) return;
  throw new CbError('Usage', `step ${step.number} ${now} now, and was planned as one that ${planned}`);
}
