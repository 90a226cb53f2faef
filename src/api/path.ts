import { CbError } from '../errors/cb-error.ts';

/**
 * A request path from a template: each value is encoded as one segment. Refuses what would make another path of it: an empty
 * value, `.`, `..`, an object, a number that is not finite. Kind `Usage`.
 */
export function path(fixed: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return fixed.reduce((built, part, index) => `${built}${segment(values[index - 1])}${part}`);
}

function segment(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'number' && Number.isFinite(value)
        ? String(value)
        : undefined;
  if (text === undefined || /^\.{0,2}$/.test(text.trim())) {
    throw new CbError(
      'Usage',
      `${JSON.stringify(text ?? typeof value)} cannot be the name of anything on the server`,
      {
        hint: 'give an id or a name',
      },
    );
  }
  return encodeURIComponent(text.toWellFormed());
}
