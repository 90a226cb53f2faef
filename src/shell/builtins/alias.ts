import { findSpec } from '../../spec/registry.ts';
import { done, record, rows } from '../../spec/result.ts';
import { isSecretLine } from '../../text/secret-lines.ts';
import { type Alias, readAlias } from '../aliases.ts';
import { laterShells } from '../settings.ts';
import { builtin } from '../shell-context.ts';

const columns = [
  { field: 'name', head: 'name', of: (row: Alias) => row.name, style: () => 'name' as const },
  { field: 'from', head: 'from', of: (row: Alias) => row.origin, style: () => 'dim' as const },
  { field: 'line', head: 'stands for', of: (row: Alias) => row.line, whole: true },
];

export const alias = builtin({
  name: 'alias',
  about: 'list the words that stand for a line, or make one',
  details:
    'It is written out where it is the first word of a verb and not in quotes; what is typed behind it goes behind its line. In quotes the line may hold operators.',
  group: 'shell',
  effect: 'reads',
  operands: {
    name: { kind: 'alias', optional: true, about: 'the word' },
    line: { kind: 'commandLine', optional: true, about: '= and the line that it stands for' },
  },
  options: {},
  search: ['shortcut', 'macro', 'abbreviation'],
  examples: [
    { line: 'alias ll = ls -l', shows: 'll /tmp is ls -l /tmp, in later shells too' },
    { line: "alias newest = 'ls -t | head -5'", shows: 'a line with a local command' },
    { line: 'alias', shows: 'all of them, and where each comes from' },
  ],

  async run({ name, line }, { aliases, registry, origin, keep }) {
    if (name === undefined) return rows(aliases.all(), columns, { noun: 'aliases' });
    const typed = readAlias(name, line?.text ?? line?.words.join(' ') ?? '');
    const before = aliases.find(typed.name);
    if (typed.line === undefined) return record(aliases.get(typed.name), columns);
    aliases.set({ name: typed.name, line: typed.line, origin });
    const isKept =
      !isSecretLine(typed.line) && (await keep('aliases', typed.name, typed.line, before?.origin));
    const isVerb = findSpec(registry, [typed.name]) !== undefined;
    const quoted = isVerb ? `; in quotes it is the verb: "${typed.name}"` : '';
    return done(`${typed.name} is ${typed.line}${laterShells(before?.origin, isKept)}${quoted}`, {
      name: typed.name,
      line: typed.line,
    });
  },
});
