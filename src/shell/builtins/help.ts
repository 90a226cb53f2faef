import { drawHelp } from '../../output/help-text.ts';
import { alreadyShown, success } from '../../run/outcome.ts';
import { helpOfRegistry, helpOfSpec } from '../../spec/help.ts';
import { type HelpLine, pairs, section } from '../../spec/help-lines.ts';
import { findSpec, specsBelow, unknownSpec } from '../../spec/registry.ts';
import { tokenise } from '../../text/tokenise.ts';
import type { Alias } from '../aliases.ts';
import { builtin } from '../shell-context.ts';
import { groupOrder } from './group-order.ts';

export const help = builtin({
  name: 'help',
  aliases: ['?'],
  about: 'list the verbs, or show the help of one',
  group: 'shell',
  effect: 'reads',
  operands: { verb: { kind: 'verb', many: true, optional: true, about: 'the verb, of one or two words' } },
  options: {},
  search: ['man', 'usage', 'commands'],
  examples: [
    { line: 'help', shows: 'all verbs' },
    { line: 'help reg query', shows: 'the help of one' },
  ],

  async run({ verb }, { registry, aliases, sink, style, runtime, show }) {
    const columns = sink.isTTY ? runtime.streams.columns() : 100;
    const [only = ''] = verb;
    const alias = verb.length === 1 ? aliases.find(only) : undefined;
    const found = findSpec(registry, alias === undefined ? verb : wordsOf(alias));
    const below = specsBelow(registry, only);
    if (
      verb.length > 0 &&
      alias === undefined &&
      found === undefined &&
      (below.length === 0 || verb.length > 1)
    )
      throw unknownSpec(aliases.specs(registry), verb, { noun: 'verb', isHelp: true });
    const lines =
      found === undefined
        ? verb.length === 0
          ? [
              ...helpOfRegistry(registry, { columns, groupOrder }),
              ...aliasHelp(aliases.all(), columns),
              ...lineHelp(columns, { hasJobs: findSpec(registry, ['jobs']) !== undefined }),
            ]
          : helpOfRegistry(below, { columns })
        : helpOfSpec(found.spec, { columns });
    const own: readonly HelpLine[] =
      alias === undefined ? [] : [...aliasHelp([alias], columns).slice(1), { text: '', role: 'plain' }];
    await show(drawHelp([...own, ...lines], await style()));
    return alreadyShown(success);
  },
});

function aliasHelp(aliases: readonly Alias[], columns: number): readonly HelpLine[] {
  if (aliases.length === 0) return [];
  return [
    ...section('aliases'),
    ...pairs(
      aliases.map(({ name, line }) => [name, line] as const),
      columns,
    ),
  ];
}

/** The words that its line begins with. */
function wordsOf({ line }: Alias): readonly string[] {
  const [statement] = tokenise(line).statements;
  return statement?.kind === 'verb' ? statement.words.map(({ text }) => text) : [];
}

const ofSeveral = [
  ['@2 VERB, @HOST VERB', 'in another session of this shell; connect opens one, use goes there'],
  ['VERB &', 'behind the prompt, as a job; only as the last character of a line'],
] as const;

/** What can be written around a verb. */
function lineHelp(columns: number, { hasJobs }: { readonly hasJobs: boolean }): readonly HelpLine[] {
  return [
    ...section('around a verb'),
    ...pairs(
      [
        ['VERB | COMMAND', 'its result into a local command, as tsv; -o table pipes it as it is shown'],
        ['VERB > FILE, VERB >> FILE', 'the same into a local file, or behind what is in it'],
        ['VERB ; VERB', 'one after the other'],
        ['VERB && VERB, VERB || VERB', 'the second only behind success, or only behind failure'],
        ...(hasJobs ? ofSeveral : []),
        ['!COMMAND', 'a local command'],
        ['\'…\' or "…"', 'a name with blanks; a backslash is a plain character'],
        ['C:\\Users\\*\\{a,b}.exe', 'wildcards and braces in any part of a path'],
        ['--output json, --fields A,B', 'behind any verb: how its result is printed, and what of it'],
        ['--dry-run, --yes, --help', 'behind any verb: only show what would be sent; no question; its help'],
      ],
      columns,
    ),
  ];
}
