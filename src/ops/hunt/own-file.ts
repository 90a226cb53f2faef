import { type Member, placeOf, type StrictYaml } from '../strict-yaml.ts';
import { asWritten, type HuntFile, type HuntQuery, type HuntSource } from './hunt-query.ts';

const keys = ['name', 'query', 'index', 'why', 'references', 'tags'] as const;

/** Our own form: `queries:`, each with a name, a query, and why it is asked. Strict: kind `Usage` with its place. */
export function queriesOfOwn(
  top: ReadonlyMap<string, Member>,
  yaml: StrictYaml,
  { source }: HuntSource,
): HuntFile {
  for (const [key, member] of top) {
    if (key !== 'queries')
      yaml.refuse(member.key.range[0], `unknown key "${key}" in the file`, 'known: queries');
  }
  const list = top.get('queries') ?? yaml.refuse(0, 'the file has no queries');
  const queries = yaml.items(list.value, placeOf(list, 0), 'queries').map((node): HuntQuery => {
    const at = node.range[0];
    const all = yaml.members(node, at, 'a query', keys);
    const needed = (key: (typeof keys)[number]): Member =>
      all.get(key) ?? yaml.refuse(at, `the query has no ${key}`);
    const text = (member: Member, key: string): string => {
      const found = yaml.text(member, key).trim();
      return found === '' ? yaml.refuse(placeOf(member, at), `${key} must not be empty`) : found;
    };
    const why = all.get('why');
    return {
      ...asWritten,
      source,
      name: text(needed('name'), 'name'),
      index: indexOf(yaml, all.get('index')),
      queries: [text(needed('query'), 'query')],
      about: why === undefined ? '' : yaml.text(why, 'why'),
      references: textsOf(yaml, all.get('references'), 'references'),
      tags: textsOf(yaml, all.get('tags'), 'tags'),
      place: yaml.place(placeOf(all.get('query'), at)),
    };
  });
  return { queries, refusals: [] };
}

function indexOf(yaml: StrictYaml, member: Member | undefined): HuntQuery['index'] {
  if (member === undefined) return 'process';
  const word = yaml.text(member, 'index');
  if (word === 'process' || word === 'binary') return word;
  return yaml.wrong(member, 'index', `process or binary, not "${word}"`);
}

function textsOf(yaml: StrictYaml, member: Member | undefined, key: string): readonly string[] {
  if (member === undefined) return [];
  return yaml
    .items(member.value, placeOf(member, 0), key)
    .map((value) => yaml.text({ key: member.key, value }, `one of ${key}`));
}
