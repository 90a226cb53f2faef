import { hashText } from '../../random.ts';

const allowed = /^[A-Z0-9!#$%&'()@^_`{}~-]+$/;

/**
 * The 8.3 name that Windows would give a new entry, or nothing where the name already is one.
 * `taken` tells whether a name exists in the folder. (`files[].alt_name`)
 */
export function shortName(name: string, taken: (candidate: string) => boolean): string | undefined {
  const upper = name.toUpperCase();
  if (isShort(upper)) return undefined;
  const dot = upper.lastIndexOf('.');
  const stem = clean(dot > 0 ? upper.slice(0, dot) : upper) || hex(name, 4);
  const extension = dot > 0 ? clean(upper.slice(dot + 1)).slice(0, 3) : '';
  const end = extension === '' ? '' : `.${extension}`;
  for (let number = 1; number <= 4; number += 1) {
    const candidate = `${stem.slice(0, 6)}~${number}${end}`;
    if (!taken(candidate)) return candidate;
  }
  // After four of one kind Windows mixes a hash of the whole name in.
  const hashed = `${stem.slice(0, 2)}${hex(name, 4)}`;
  for (let number = 1; ; number += 1) {
    const candidate = `${hashed}~${number}${end}`;
    if (!taken(candidate)) return candidate;
  }
}

function isShort(upper: string): boolean {
  const [stem = '', extension, ...more] = upper.split('.');
  const fits = stem.length <= 8 && (extension ?? '').length <= 3 && more.length === 0;
  return fits && allowed.test(stem) && (extension === undefined || allowed.test(extension));
}

function clean(text: string): string {
  return text
    .replace(/[ .]/g, '')
    .replace(/[+,;=[\]]/g, '_')
    .replace(/[^A-Z0-9!#$%&'()@^_`{}~-]/g, '');
}

function hex(name: string, digits: number): string {
  return hashText(name).toString(16).toUpperCase().padStart(8, '0').slice(0, digits);
}
