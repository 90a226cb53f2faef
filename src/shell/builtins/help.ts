import { drawHelp } from '../../output/help-text.ts';
import { alreadyShown, success } from '../../run/outcome.ts';
import { helpOfRegistry, helpOfSpec } from '../../spec/help.ts';
import { type HelpLine, pairs, section } from '../../spec/help-lines.ts';
import { findSpec, specsBelow, unknownSpec } from '../../spec/registry.ts';
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

  async run({ verb }, { registry, sink, style, runtime, show }) {
    const columns = sink.isTTY ? runtime.streams.columns() : 100;
    const found = findSpec(registry, verb);
    const below = specsBelow(registry, verb[0] ?? '');
    if (verb.length > 0 && found === undefined && (below.length === 0 || verb.length > 1))
      throw unknownSpec(registry, verb, { noun: 'verb', isHelp: true });
    const lines =
      found === undefined
        ? verb.length === 0
          ? [...helpOfRegistry(registry, { columns, groupOrder }), ...lineHelp(columns)]
          : helpOfRegistry(below, { columns })
        : helpOfSpec(found.spec, { columns });
    await show(drawHelp(lines, await style()));
    return alreadyShown(success);
  },
});

/** What can be written around a verb. */
function lineHelp(columns: number): readonly HelpLine[] {
  return [
    ...section('around a verb'),
    ...pairs(
      [
        ['VERB | COMMAND', 'its result into a local command, as tsv; -o table pipes it as it is shown'],
        ['VERB > FILE, VERB >> FILE', 'the same into a local file, or behind what is in it'],
        ['VERB ; VERB', 'one after the other'],
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
