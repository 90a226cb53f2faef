import { displayWidth } from '../../../text/width.ts';
import { nameOf, printed, TemplateError, type Value } from './values.ts';

const verb = /%(?:%|([-+0]*)(\d{0,4})(?:\.(\d{1,3}))?(.))/gsu;

/** `%s %v %q %d %x %X %f %t`, each with a width, `-` for left, `0` for zeros, and digits behind the point. */
export function printf(format: string, values: readonly Value[]): string {
  let next = 0;
  const text = format.replace(verb, (whole, flags = '', width = '', digits = undefined, letter = '') => {
    if (whole === '%%') return '%';
    if (next >= values.length) throw new TemplateError(`printf has no value for ${whole}`);
    const value = values[next] ?? null;
    next += 1;
    return padded(
      formatted(value, letter, digits === undefined ? undefined : Number(digits), flags),
      flags,
      Number(width),
    );
  });
  if (next < values.length) throw new TemplateError(`printf has ${values.length - next} values too many`);
  return text;
}

function formatted(value: Value, letter: string, digits: number | undefined, flags: string): string {
  switch (letter) {
    case 's':
    case 'v': {
      const text = printed(value);
      return digits === undefined ? text : [...text].slice(0, digits).join('');
    }
    case 'q':
      return JSON.stringify(printed(value));
    case 't':
      return String(value === true);
    case 'd':
      return signed(Math.trunc(numberOf(value, '%d')).toFixed(0), flags);
    case 'f':
      return signed(numberOf(value, '%f').toFixed(digits ?? 6), flags);
    case 'x':
      return hexOf(value);
    case 'X':
      return hexOf(value).toUpperCase();
    default:
      throw new TemplateError(`printf knows no %${letter}`);
  }
}

function signed(number: string, flags: string): string {
  return flags.includes('+') && !number.startsWith('-') ? `+${number}` : number;
}

function hexOf(value: Value): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  return Math.trunc(numberOf(value, '%x')).toString(16);
}

function numberOf(value: Value, what: string): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new TemplateError(`${what} wants a number, not ${nameOf(value)}`);
  return number;
}

function padded(text: string, flags: string, width: number): string {
  const missing = width - displayWidth(text);
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
