import { CbError } from '../errors/cb-error.ts';
import { parseDuration, parseTime } from '../text/typed-time.ts';
import type { ParamKind } from './params.ts';

export interface ValueParam {
  readonly kind: ParamKind;
  readonly choices?: readonly string[];
  readonly isEnd?: boolean;
}

/**
 * The value of one word for an operand or option, by its kind: a number (bytes for sizes, ms for durations, Unix ms for times), an
 * array for lists, text otherwise. `label` is how the errors name it (`--count`). Errors are `Usage`.
 */
export function parseValue(param: ValueParam, word: string, label: string, now: number): unknown {
  switch (param.kind) {
    case 'integer':
      return parseInteger(word) ?? refuse(label, 'a number', word);
    case 'pid':
    case 'commandId':
    case 'fileId':
    case 'run':
    case 'session': {
      const id = parseInteger(word);
      return id !== undefined && id >= 0 ? id : refuse(label, 'a number', word);
    }
    case 'job':
      return parseInteger(word.replace(/^%/, '')) ?? refuse(label, 'the number of a job', word);
    case 'size':
      return parseSize(word) ?? refuse(label, 'a size such as 4096, 64k or 10M', word);
    case 'durationMs':
      return parseDuration(word) ?? refuse(label, 'a duration such as 30s, 5m or 2h', word);
    case 'timeMs':
      return (
        parseTime(word, now, param.isEnd) ??
        refuse(label, 'a time such as 2024-05-14, yesterday or -24h', word)
      );
    case 'choice':
      return parseChoice(param.choices ?? [], word, label);
    case 'list':
      return parseList(param.choices, word, label);
    case 'text':
      return word;
    default:
      return word === '' ? refuse(label, 'a value', word) : word;
  }
}

/** Decimal or `0x…`, with a sign; undefined for all else and for what a number cannot hold exactly. */
export function parseInteger(word: string): number | undefined {
  if (!/^[+-]?(\d+|0x[\da-f]+)$/i.test(word)) return undefined;
  const digits = word.replace(/^[+-]/, '');
  const value = word.startsWith('-') && Number(digits) !== 0 ? -Number(digits) : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** Bytes: `4096`, `0x1000`, `64k`, `64KiB`, `64kB`, `1.5G`. Every unit is a power of 1024. */
export function parseSize(word: string): number | undefined {
  if (/^0x/i.test(word)) return parseInteger(word);
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(word);
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * (sizeUnits[(match[2] ?? '').toLowerCase()] ?? 1));
  const isWhole = match[2] !== '' || !word.includes('.');
  return isWhole && Number.isSafeInteger(bytes) ? bytes : undefined;
}

function parseChoice(choices: readonly string[], word: string, label: string): string {
  const exact = choices.find((choice) => choice === word);
  const found = exact ?? choices.find((choice) => choice.toLowerCase() === word.toLowerCase());
  return found ?? refuse(label, oneOf(choices), word);
}

function parseList(choices: readonly string[] | undefined, word: string, label: string): readonly string[] {
  const items = word
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) return refuse(label, 'values with commas between them', word);
  return choices === undefined ? items : items.map((item) => parseChoice(choices, item, label));
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`;
}

function refuse(label: string, wants: string, word: string): never {
  throw new CbError('Usage', `${label} wants ${wants}, not "${word}"`);
}
