import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeptWatchlist, readWatchlistFile, writeWatchlistFile } from '../../src/ops/watchlist-file.ts';
import { escapeText } from '../../src/text/escape.ts';
import { actionNames } from '../../src/text/watchlist-words.ts';
import { cpuMsOf } from '../support/cpu-time.ts';
import { failureOf } from '../support/failure-of.ts';

const read = (text: string) => readWatchlistFile(text, 'w.yaml');
const refusal = async (text: string) => {
  const { kind, message, hint } = await failureOf(read(text));
  expect(kind).toBe('Usage');
  return hint === undefined ? message : `${message} (${hint})`;
};
const beginning = 'it begins with "watchlists:"; cbq watchlist export writes one';
const inQuotes = ' (put the value in single quotes)';
const oneColumn =
  'this line does not begin in the column of those it belongs to (each entry begins with "- "; its keys begin in one column, behind the dash)';
const one = (lines: string) => `watchlists:\n  - name: a\n    query: b\n${lines}`;

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('yes', 'null', '0x1f', '- a', '# b', "it's", ' lead', 'end\n', '\n\nx', 'a: b', '<<', '~'),
  fc.constantFrom(
    '\u202e',
    '\u0007\ud800',
    '\ufeff',
    'a\tb',
    '☎️',
    '---',
    '...',
    '%YAML 1.1',
    '*a',
    '&a',
    '!a',
  ),
);
const kept: fc.Arbitrary<KeptWatchlist> = fc.record({
  id: fc.option(fc.integer({ min: 1 }).map(String), { nil: undefined }),
  name: text.filter((name) => name.trim() !== ''),
  type: fc.constantFrom('process', 'binary'),
  description: text,
  query: text,
  isRaw: fc.constant(false),
  filters: fc.array(
    fc.tuple(fc.constantFrom('cb.q.hostname', 'cb.fq.group', '__proto__', 'constructor', 'a: b'), text),
    { maxLength: 3 },
  ),
  isEnabled: fc.boolean(),
  actions: fc.option(fc.subarray([...actionNames]), { nil: undefined }),
});
const watchlists = fc
  .uniqueArray(kept, { selector: ({ name }) => name, maxLength: 5 })
  .map((all) =>
    all.filter(({ id }, at) => id === undefined || all.findIndex((each) => each.id === id) === at),
  );
/** Parameters of one name in their order; names have none. */
const ordered = (all: readonly KeptWatchlist[]) =>
  all.map((each) => ({
    ...each,
    filters: [...each.filters].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  }));

describe('a file of watchlists', () => {
  test.each(['yaml', 'json'] as const)('in %s holds whatever was put into it', async (format) => {
    await fc.assert(
      fc.asyncProperty(watchlists, async (all) => {
        const written = await writeWatchlistFile(all, format);
        expect(escapeText(written)).toBe(written);
        const found = (await read(written)).map(
          ({ place: _place, queryPlace: _queryPlace, ...rest }) => rest,
        );
        expect(ordered(found)).toEqual(ordered(all));
      }),
    );
  });

  test('is what a person would write', async () => {
    const all: KeptWatchlist[] = [
      {
        id: undefined,
        name: 'PS hidden window',
        type: 'process',
        description: 'Ask first.',
        query: 'process_name:powershell.exe -cmdline:"no" path:c:\\windows* (a or b)',
        isRaw: false,
        filters: [['cb.q.hostname', 'fin*']],
        isEnabled: true,
        actions: ['alert', 'syslog'],
      },
      {
        id: '7',
        name: 'yes',
        type: 'binary',
        description: '',
        query: 'x',
        isRaw: true,
        filters: [],
        isEnabled: false,
        actions: [],
      },
    ];
    expect(await writeWatchlistFile(all, 'yaml')).toBe(
      `# Watchlists. cbq watchlist diff FILE shows what differs on a server, apply FILE makes it so.

watchlists:
  - name: PS hidden window
    type: process
    description: Ask first.
    query: process_name:powershell.exe -cmdline:"no" path:c:\\windows* (a or b)
    parameters:
      cb.q.hostname: fin*
    enabled: true
    actions: [alert, syslog]
  - name: "yes"
    type: binary
    id: 7
    query: x
    raw: true
    enabled: false
    actions: []
`,
    );
  });

  test('needs no more of a watchlist than its name and query', async () => {
    expect(await read('watchlists: [{name: a, query: b}]')).toMatchObject([
      {
        id: undefined,
        name: 'a',
        type: 'process',
        description: '',
        query: 'b',
        isRaw: false,
        filters: [],
        isEnabled: true,
        actions: undefined,
        place: 'w.yaml:1:14',
        queryPlace: 'w.yaml:1:31',
      },
    ]);
    expect(await read('watchlists: []')).toEqual([]);
  });

  test.each([
    ['', `w.yaml:1:1: the file is empty (${beginning})`],
    ['# nothing', `w.yaml:1:1: the file is empty (${beginning})`],
    ['- a', 'w.yaml:1:1: the file wants "key: value" lines'],
    ['{}', `w.yaml:1:1: the file holds no watchlists (${beginning})`],
    ['watchlists:', 'w.yaml:1:12: watchlists wants a list'],
    ['watchlists: a', 'w.yaml:1:13: watchlists wants a list'],
    ['watchlist: []', 'w.yaml:1:1: unknown key "watchlist" in the file (did you mean watchlists?)'],
    ['watchlists:\n  - x', 'w.yaml:2:5: a watchlist wants "key: value" lines'],
    ['watchlists:\n  - name: a', 'w.yaml:2:5: the watchlist has no query'],
    ['watchlists:\n  - query: a', 'w.yaml:2:5: the watchlist has no name'],
    ['watchlists:\n  - name: 7\n    query: a', 'w.yaml:2:11: name wants text (put it in quotes)'],
    ['watchlists:\n  - name: " "\n    query: a', 'w.yaml:2:11: name must not be empty'],
    ['watchlists:\n  - name: a\n    query:', 'w.yaml:3:11: query wants text'],
    [one('    quary: c'), 'w.yaml:4:5: unknown key "quary" in a watchlist (did you mean query?)'],
    [
      one('    total_hits: 4'),
      'w.yaml:4:5: unknown key "total_hits" in a watchlist (known: name, type, id, description, query, raw, parameters, enabled, actions)',
    ],
    [one('    __proto__: {a: b}'), /^w\.yaml:4:5: unknown key "__proto__" in a watchlist/],
    [one('    <<: {a: b}'), /^w\.yaml:4:5: unknown key "<<" in a watchlist/],
    [one('    name: c'), 'w.yaml:4:5: "name" stands here a second time'],
    [one('    ? [x]\n    : c'), 'w.yaml:4:7: a key of a watchlist is no text'],
    [one('    type: events'), 'w.yaml:4:11: type wants process or binary, not "events"'],
    [one('    enabled: yes'), 'w.yaml:4:14: enabled wants true or false'],
    [one('    enabled: "true"'), 'w.yaml:4:14: enabled wants true or false'],
    [one('    id: -1'), 'w.yaml:4:9: id wants a number above 0'],
    [one('    id: 1.5'), 'w.yaml:4:9: id wants a number above 0'],
    [one('    actions: alert'), 'w.yaml:4:14: actions wants a list'],
    [one('    actions: [alrt]'), 'w.yaml:4:15: unknown action "alrt" (did you mean alert?)'],
    [one('    actions: [x]'), 'w.yaml:4:15: unknown action "x" (known: email, syslog, http_post, alert)'],
    [one('    actions: [alert, alert]'), 'w.yaml:4:22: alert stands here a second time'],
    [one('    description: [a]'), 'w.yaml:4:18: description wants text'],
    [one('    parameters: {q: a}'), 'w.yaml:4:18: q is no parameter beside the query'],
    [one('    parameters: {a: {b: c}}'), 'w.yaml:4:21: a wants text'],
    [one('    raw: true\n    parameters: {a: b}'), 'w.yaml:5:5: a watchlist with raw has no parameters'],
    [
      one('  - name: a\n    query: c'),
      'w.yaml:4:11: process watchlist "a" stands here a second time, after w.yaml:2:5 (two of one name and type each need an id)',
    ],
    [
      one('    id: 3\n  - name: c\n    id: 3\n    query: c'),
      'w.yaml:6:9: id 3 stands here a second time, after w.yaml:2:5',
    ],
    [one('    description: &x y'), 'w.yaml:4:21: anchors (&name) are not read'],
    [one('    description: *x'), `w.yaml:4:18: aliases (*name) are not read${inQuotes}`],
    [one('    description: !!str y'), `w.yaml:4:24: tags (!name) are not read${inQuotes}`],
    [one('    description: !js/function y'), `w.yaml:4:18: tags (!name) are not read${inQuotes}`],
    [one('    description: "y'), 'w.yaml:4:20: a quote is not closed'],
    [one('\tdescription: y'), 'w.yaml:4:1: a tab stands where a line is indented (use blanks)'],
    [one('   type: process'), `w.yaml:4:1: ${oneColumn}`],
    [one('  type: process'), `w.yaml:4:1: ${oneColumn}`],
    [one('    description: a: b'), `w.yaml:4:18: a second ": " stands in this line${inQuotes}`],
    [one('    description: @x'), `w.yaml:4:18: a value cannot begin with this sign${inQuotes}`],
    [one('    description: "a" b'), `w.yaml:4:22: the value ends with its quote${inQuotes}`],
    [one('    description: "\\Users"'), /^w\.yaml:4:\d+: in double quotes a backslash begins an escape/],
    [one('    description'), /^w\.yaml:4:5: a key has no ":" behind it/],
    [one('    actions: [alert'), /^w\.yaml:\d+:\d+: a bracket is not closed/],
    ['{"watchlists": [{"name": "a" "query": "b"}]}', /^w\.yaml:1:\d+: this does not belong/],
    [`${one('')}---\nwatchlists: []`, /^w\.yaml:4:1: a second document begins here/],
  ])('is refused with its place: %j', async (content, said) => {
    const message = await refusal(content);
    if (typeof said === 'string') expect(message).toBe(said);
    else expect(message).toMatch(said);
  });

  test.each(['q=a&cb.urlver=1', '""'])('takes %j for no raw text', async (query) => {
    expect(await refusal(`watchlists: [{name: a, query: ${query}, raw: true}]`)).toContain(
      'raw is for a query',
    );
  });

  test('may hold two of one name where their types or ids tell them apart', async () => {
    const two = (more: string, others: string) => one(`${more}  - name: a\n    query: c\n${others}`);
    expect(await read(two('', '    type: binary\n'))).toHaveLength(2);
    expect(await read(two('    id: 3\n', '    id: 4\n'))).toHaveLength(2);
  });

  test('cannot grow, nor take its time', async () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghi'.split('').map((key, at) => `${key}: &${key} [*${'abcdefghi'[at]}, *${'abcdefghi'[at]}]`),
    ];
    expect(await refusal(bomb.join('\n'))).toContain('unknown key "a"');
    expect(await refusal('x'.repeat(5_000_000))).toContain('larger than 4 MiB');
    expect(await refusal(`watchlists: ${'['.repeat(100_000)}`)).toMatch(
      /^w\.yaml:1:\d+: this is nested too deeply/,
    );
    const many = Array.from({ length: 20_000 }, (_, n) => `  k${n}: a`).join('\n');
    const ms = await cpuMsOf(async () =>
      expect(await refusal(`watchlists:\n${many}`)).toContain('watchlists wants a list'),
    );
    expect(ms).toBeLessThan(3000);
  });
});
