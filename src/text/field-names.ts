import { nearest } from './nearest.ts';

/** A field by the wire's name, and by what stands over it in a table. */
export interface NamedField {
  readonly field: string;
  readonly head: string;
}

/** So many are listed in an error; of more it says where they are. */
const mostListed = 12;
const mostMeant = 3;

/** The field of that name, else the first one under that heading: `hostname`, `"last at server"`, `last_at_server`. */
export function fieldNamed<F extends NamedField>(fields: readonly F[], name: string): F | undefined {
  const wanted = asHeading(name);
  return (
    fields.find(({ field }) => field === name) ??
    fields.find(({ head }) => head !== '' && asHeading(head) === wanted)
  );
}

/** What to do about names that nobody knows. */
export function fieldHint(unknown: readonly string[], fields: readonly NamedField[]): string {
  if (fields.length === 0) return 'this has no fields';
  const meant = [...new Set(unknown.flatMap((name) => meantBy(name, fields)))].slice(0, mostMeant);
  const names = [...new Set(fields.map(({ field }) => field))];
  if (names.length <= mostListed) return `known fields: ${names.join(', ')}`;
  const rest = `--fields help lists the ${names.length} there are`;
  return meant.length === 0 ? rest : `did you mean ${meant.join(' or ')}? ${rest}`;
}

function meantBy(name: string, fields: readonly NamedField[]): readonly string[] {
  const typed = asHeading(name);
  const names = fields.flatMap(({ field, head }) => [field, ...(head === '' ? [] : [asHeading(head)])]);
  const parts = typed.length < 3 ? [] : names.filter((each) => each.split('_').includes(typed));
  const meant = [...nearest(typed, names), ...parts];
  return [...new Set(meant.flatMap((each) => fieldNamed(fields, each)?.field ?? []))];
}

function asHeading(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
