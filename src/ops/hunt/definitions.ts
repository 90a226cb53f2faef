import { fieldType, isQueryField } from '../../text/query-fields.ts';
import { quotedValue } from '../../text/query-filters.ts';
import { type Member, placeOf, type StrictYaml } from '../strict-yaml.ts';
import { asWritten, type HuntFile, type HuntQuery, type HuntRefusal, type HuntSource } from './hunt-query.ts';

/** Alternatives of one query: well below the 1024 clauses that servers take. */
const mostAlternatives = 500;

/**
 * Definition files: programs, of each some fields with lists of values. Any value of any field means the program; each field is a query of its
 * own, and the field `query` holds whole ones. What is of one program counts once.
 */
export function queriesOfDefinitions(
  programs: readonly (readonly [string, Member])[],
  yaml: StrictYaml,
  { source }: HuntSource,
): HuntFile {
  const found = new Map<string, HuntQuery>();
  const refusals: HuntRefusal[] = [];
  for (const [name, program] of programs) {
    const at = placeOf(program, program.key.range[0]);
    const queries = yaml.pairs(program.value, at, `"${name}"`).flatMap(([field, member]) => {
      const values = valuesOf(yaml, member, field);
      if (field === 'query') return grouped(values.map((query) => `(${query})`));
      if (isQueryField('process', field)) return grouped(values.map((value) => termOfValue(field, value)));
      const place = yaml.place(member.key.range[0]);
      refusals.push({
        source,
        name,
        place,
        field,
        reason: 'processes are not searched by a field of that name',
      });
      return [];
    });
    const before = found.get(name);
    const place = before?.place ?? yaml.place(program.key.range[0]);
    const all = [...(before?.queries ?? []), ...queries];
    if (all.length > 0)
      found.set(name, { ...asWritten, source, name, index: 'process', queries: all, place });
  }
  return { queries: [...found.values()], refusals };
}

function grouped(alternatives: readonly string[]): readonly string[] {
  const parts = Array.from({ length: Math.ceil(alternatives.length / mostAlternatives) }, (_, part) =>
    alternatives.slice(part * mostAlternatives, (part + 1) * mostAlternatives),
  );
  return parts.map((some) => (some.length === 1 ? (some[0] ?? '') : `(${some.join(' or ')})`));
}

function valuesOf(yaml: StrictYaml, member: Member, field: string): readonly string[] {
  const at = placeOf(member, member.key.range[0]);
  const nodes = yaml.isList(member.value) ? yaml.items(member.value, at, field) : [member.value];
  return nodes.map((value) => {
    const text = yaml.scalar({ key: member.key, value }, field, 'text or a number');
    const typed = typeof text === 'string' || typeof text === 'number' ? String(text).trim() : '';
    return typed === '' ? yaml.refuse(value?.range[0] ?? at, `a value of ${field} is empty`) : typed;
  });
}

/**
 * A value as the file means it: `*` is a wildcard, anything else is plain. Quoted where it has to be; beside a wildcard, which quotes would make
 * plain, with backslashes. Of several words of a command line each is a term then: there a wildcard stands for no blanks.
 */
function termOfValue(field: string, value: string): string {
  if (field === 'ipaddr' && /^[\d./]+$/.test(value)) return `${field}:${value}`;
  if (!value.includes('*')) return `${field}:${/^[\w.-]+$/.test(value) ? value : quotedValue(value)}`;
  const words = fieldType(field) === 'cmdline' ? value.split(/ +/) : [value];
  const terms = words
    .filter((word) => word !== '')
    .map((word) => `${field}:${word.replaceAll(/[ ()"]/g, '\\$&').replace(/\\$/, '\\*')}`);
  return terms.length === 1 ? terms.join('') : `(${terms.join(' ')})`;
}
