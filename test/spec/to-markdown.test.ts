import { describe, expect, test } from 'vitest';
import { done } from '../../src/spec/result.ts';
import { specFor } from '../../src/spec/spec.ts';
import {
  nounsOf,
  toMarkdown,
  toNounIndex,
  toNounPage,
  toReference,
  verbTable,
} from '../../src/spec/to-markdown.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { registry, specNamed } from './support.ts';

test('a page has usage, effect, examples, operands and options', () => {
  expect(toMarkdown(specNamed('get'))).toBe(`# get

Fetch a file.

\`\`\`
get [options] <remote> [local]
\`\`\`

It is written beside its final name first. The hash is taken while it comes.

**Reads**: nothing is changed, so it runs on a readonly profile too.

## Examples

Fetch one file:

\`\`\`
get C:\\a.txt
\`\`\`

## Operands

| Operand | Meaning |
|---|---|
| \`<remote>\` | file on the sensor |
| \`[local]\` | where to put it |

## Options

| Option | Meaning |
|---|---|
| \`--offset N\` | begin there |
| \`--wait[=DURATION]\` | wait for the sensor: 30s, 5m or 2h |
`);
});

test('a page of a one-shot names the program and its aliases', () => {
  const page = toMarkdown(withSensor(specNamed('ls'), 'cblr'), { program: 'cblr' });
  expect(page).toMatch(/^# cblr ls\n\nList a directory\. Also: `dir`\./);
  expect(page).toContain('cblr ls [options] <sensor> [path]');
  expect(page).toContain("cblr ls 10 -l 'C:\\Program Files'");
  expect(page).toContain('| `--sort {name \\| size}` | order |');
});

describe('the table of verbs', () => {
  test('has a row for each, and one for a noun', () => {
    expect(verbTable(registry)).toBe(`| Verb (also) | Does |
|---|---|
| \`ls\` (\`dir\`) \`[path]\` | list a directory |
| \`get\` \`<remote> [local]\` | fetch a file |
| \`kill\` \`<process...>\` | end processes on the sensor |
| \`exec\` \`<command...>\` | run a command on the sensor |
| \`reg query\\|set\` | \`query\` list a registry key; \`set\` write a registry value |
| \`complete\` \`{on \\| off}\` | switch completion |
| \`help\` \`[verb...]\` | show help |
`);
  });

  test('stands on top of the reference with every page below', () => {
    const reference = toReference(registry, 'Verbs');
    expect(reference.startsWith(`# Verbs\n\n${verbTable(registry)}\n## ls\n`)).toBe(true);
    for (const { name } of registry) expect(reference).toContain(`\n## ${name}\n`);
  });
});

describe('pages of nouns', () => {
  const shared = {
    group: 'x',
    effect: 'reads',
    operands: {},
    options: {},
    examples: [],
    run: () => done('done'),
  } as const;
  const spec = specFor<undefined>();
  const specs = [
    spec({ ...shared, name: 'case', aliases: ['case list'], about: 'list cases' }),
    spec({ ...shared, name: 'info', about: 'what_is' }),
    spec({ ...shared, name: 'case show', about: 'show one' }),
  ];
  const nouns = nounsOf(specs);

  test('hold all commands of the noun below a table of them', () => {
    expect(nouns.map(({ noun }) => noun)).toEqual(['case', 'info']);
    const [first, second] = nouns;
    if (first === undefined || second === undefined) throw new Error('two were made');
    const page = toNounPage(first, { program: 'cbq' });
    expect(page).toContain(
      '# cbq case: commands\n\n| Command | Does |\n|---|---|\n| [`cbq case`](#cbq-case) | list cases |\n',
    );
    expect(page).toContain('| [`cbq case show`](#cbq-case-show) | show one |\n\n## cbq case\n');
    expect(page).toContain('\n## cbq case show\n');
    expect(toNounPage(second, { program: 'cbq' })).toBe(
      second.specs.map((each) => toMarkdown(each, { program: 'cbq' })).join(''),
    );
  });

  test('are led to by an index', () => {
    expect(toNounIndex(nouns, 'cbq', { program: 'cbq', folder: 'cbq' })).toBe(`# cbq

| Command | Does | Below it |
|---|---|---|
| [\`cbq case\`](cbq/case.md) | list cases | \`list\`, \`show\` |
| [\`cbq info\`](cbq/info.md) | what\\_is |  |
`);
  });
});

test('marks of Markdown in a text stay text', () => {
  const spec = specFor<undefined>()({
    name: 'odd',
    about: 'a *b* <c> `d` | e_f',
    group: 'x',
    effect: 'reads',
    operands: { path: { kind: 'text', about: 'a|b' } },
    options: {},
    examples: [{ line: '```', shows: 'ticks' }],
    run: () => done('done'),
  });
  const page = toMarkdown(spec);
  expect(page).toContain('A \\*b\\* \\<c\\> \\`d\\` | e\\_f.');
  expect(page).toContain('| `<path>` | a\\|b |');
  expect(page).toContain('````\n```\n````');
  expect(verbTable([spec])).toContain('| a \\*b\\* \\<c\\> \\`d\\` \\| e\\_f |');
});
