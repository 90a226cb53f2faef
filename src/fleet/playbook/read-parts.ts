import { CbError } from '../../errors/cb-error.ts';
import { type Member, placeOf, type StrictYaml } from '../../ops/strict-yaml.ts';
import type { PlayValue } from './evaluate.ts';
import { type Expression, ExpressionFault, parseExpression } from './expression.ts';
import { builtinNames, type Condition, nameForm, type ParamType } from './playbook.ts';

export function refuseAt(yaml: StrictYaml, member: Member, message: string, hint?: string): never {
  return yaml.refuse(placeOf(member, 0), message, hint);
}

/** A name of the playbook's own. */
export function mustBeOwnName(yaml: StrictYaml, name: string, member: Member, what: string): void {
  const at = member.key.range[0];
  if (!nameForm.test(name))
    yaml.refuse(at, `${what} wants a name of letters, digits, _ and -, not "${name}"`);
  if (builtinNames.some((each) => each === name))
    yaml.refuse(at, `${name} is known already: ${what} wants another name`);
}

/** The value of a parameter, as it was typed; undefined where it is none of that type. */
export function paramValue(type: ParamType, text: string): PlayValue | undefined {
  switch (type) {
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
    case 'flag':
      return /^(?:yes|true|on)$/i.test(text) ? true : /^(?:no|false|off)$/i.test(text) ? false : undefined;
    case 'list':
      return text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    default:
      return text;
  }
}

/** Reads what is written in the small language of `expression.ts`; a fault is told at its own column. */
export function conditionOf(yaml: StrictYaml, member: Member, key: string): Condition {
  if (yaml.isList(member.value)) return listed(yaml, member, key);
  const found = yaml.scalar(member, key, 'an expression');
  if (found === null) return refuseAt(yaml, member, `${key} wants an expression`);
  const source = String(found).trim();
  return { source, expression: within(yaml, member, () => parseExpression(source)) };
}

/** A list of the file's own: each of it is a text as it stands. */
function listed(yaml: StrictYaml, member: Member, key: string): Condition {
  const texts = yaml
    .items(member.value, member.key.range[0], key)
    .map((value) => String(yaml.scalar({ ...member, value }, key, 'text') ?? ''));
  const items = texts.map((value): Expression => ({ kind: 'value', value }));
  return { source: `[${texts.join(', ')}]`, expression: { kind: 'list', items } };
}

/** Faults of this member's text, which know no file, get their place in it. */
export function within<T>(yaml: StrictYaml, member: Member, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CbError)) throw error;
    const at = error instanceof ExpressionFault ? error.at : 0;
    return yaml.refuse(placeOf(member, 0) + lead(member) + at, error.message, error.hint);
  }
}

/** Of a value in quotes its text begins behind them; of a block nobody can tell, and its beginning is named. */
function lead({ value }: Member): number {
  const type = value !== null && 'type' in value ? value.type : undefined;
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
}
