import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHunt } from '../../../src/ops/hunt/read-hunt.ts';
import type { Tokens } from '../../../src/ops/sigma/word-terms.ts';
import { binaryAt, indexed, type RuleDocument } from '../../support/rule-documents.ts';

// A rule never means a document that its query does not find, and where the query is exact they are the same. What a rule means is judged here by
// the structure that it was made of, and the query is run by the lab's own engine over its own index.

const soak = process.env['CBLR_SOAK'] === '1';

/* ---- documents ---- */

const names = [
  ...[
    'Windows',
    'System32',
    'Program Files (x86)',
    'a b',
    'Temp',
    'cmd.exe',
    'notcmd.exe',
    'x[1].exe',
    'Foo+Bar',
  ],
  ...[
    "it's",
    '{53F5-9}',
    'näme.DLL',
    'run',
    'Users',
    'mia',
    'evil.ps1',
    '-x',
    'c',
    'a"b',
    'to',
    'foo.bar.exe',
  ],
  ...['CurrentControlSet', 'system', 'Services', 'HKLM', 'registry', 'user', 'classes', '100%', 'é'],
];
const name = fc.constantFrom(...names);
const path = fc
  .tuple(fc.constantFrom('C:', 'D:'), fc.array(name, { minLength: 1, maxLength: 4 }))
  .map(([drive, parts]) => [drive, ...parts].join('\\'));
const word = fc.constantFrom(
  ...[
    'powershell',
    '-enc',
    '/c',
    '/create',
    'C:\\Windows\\x.exe',
    'foo.bar.exe',
    '.ps1',
    'http://a.b/c?d=e',
    '%TEMP%',
  ],
  ...[
    '"',
    "'",
    '(',
    ')',
    ',',
    '=',
    ';',
    '|',
    '&&',
    '^',
    '`',
    '*',
    '?',
    '\\\\srv\\x',
    'é',
    'ab',
    'a',
    '[x]',
    '{y}',
    '$z',
  ],
  ...['Invoke-Thing', '<b>', 'a/b', '\u2013enc', '#', '@', '!', '~', '+', ':', 'x:y', 'AND', 'or', '\t', '_'],
);
const commandLine = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '', '  ', '/', '\\')), { maxLength: 6 })
  .map((pairs) => pairs.flat().join(''));
const key = fc
  .tuple(
    fc.constantFrom(
      'machine\\software',
      'machine\\system\\currentcontrolset',
      'machine\\system\\controlset001',
      'user\\s-1-5-21-7',
      'user\\s-1-5-21-7_classes',
      'machine\\software\\classes',
    ),
    fc.array(name, { minLength: 1, maxLength: 3 }),
  )
  .map(([root, parts]) => `\\registry\\${root}\\${parts.join('\\')}`.toLowerCase());
const label = fc.constantFrom('a', 'foo', 'notfoo', 'com', 'evil-site', 'x_y', 'co', 'uk');
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const ip = fc.constantFrom('10.0.0.1', '10.20.0.1', '192.168.7.9', '203.0.113.66', '8.8.8.8', '110.0.0.1');
const connection = fc.record({ remoteIp: ip, remotePort: fc.constantFrom(80, 443, 8080), domain });
const document: fc.Arbitrary<RuleDocument> = fc.record({
  path,
  commandLine,
  user: fc.constantFrom('CORP\\mia', 'mia', 'NT AUTHORITY\\SYSTEM', 'AUTORITE NT\\Système', 'other\\x'),
  parentPath: path,
  modloads: fc.array(path, { maxLength: 2 }),
  filemods: fc.array(path, { maxLength: 2 }),
  regmods: fc.array(key, { maxLength: 2 }),
  netconns: fc.array(connection, { maxLength: 2 }),
});

/* ---- what a rule sees of them ---- */

type Event = Readonly<Record<string, string>>;

const categories = [
  'process_creation',
  'image_load',
  'file_event',
  'registry_event',
  'network_connection',
] as const;
type Category = (typeof categories)[number];

function eventsOf(category: Category, document: RuleDocument): readonly Event[] {
  const { path: image, commandLine: line, user, parentPath } = document;
  const common = { Image: image, CommandLine: line, User: user, ParentImage: parentPath };
  switch (category) {
    case 'process_creation':
      return [{ ...common, ...resourcesOf(image) }];
    case 'image_load':
      return document.modloads.map((ImageLoaded) => ({
        ...common,
        ImageLoaded,
        ...resourcesOf(ImageLoaded),
      }));
    case 'file_event':
      return document.filemods.map((TargetFilename) => ({ ...common, TargetFilename }));
    case 'registry_event':
      return document.regmods.map((regmod) => ({ ...common, TargetObject: asRulesHaveIt(regmod) }));
    case 'network_connection':
      return document.netconns.map(({ remoteIp, remotePort, domain: DestinationHostname }) => ({
        ...common,
        Initiated: 'true',
        DestinationIp: remoteIp,
        DestinationPort: String(remotePort),
        DestinationHostname,
      }));
  }
}

function resourcesOf(of: string): Event {
  const { version, fileName, description, company } = binaryAt(of);
  return { OriginalFileName: version === '' ? '' : fileName, Description: description, Company: company };
}

/** The roots as the events of Sysmon have them, and the control set by its name of the day. */
function asRulesHaveIt(regmod: string): string {
  return regmod
    .replace(/^\\registry\\machine\\software\\classes/, 'HKCR')
    .replace(/^\\registry\\machine/, 'HKLM')
    .replace(/^\\registry\\user/, 'HKU')
    .replace(/^(HKLM\\system\\)controlset001/, '$1CurrentControlSet');
}

const fieldsOf: Readonly<Record<Category, readonly string[]>> = {
  process_creation: [
    'Image',
    'CommandLine',
    'CommandLine',
    'ParentImage',
    'User',
    'OriginalFileName',
    'Description',
    'Company',
  ],
  image_load: ['ImageLoaded', 'ImageLoaded', 'Image', 'CommandLine', 'Description'],
  file_event: ['TargetFilename', 'TargetFilename', 'Image'],
  registry_event: ['TargetObject', 'TargetObject', 'TargetObject', 'Image'],
  network_connection: [
    'DestinationIp',
    'DestinationPort',
    'DestinationHostname',
    'DestinationHostname',
    'Image',
  ],
};

/* ---- rules ---- */

interface Value {
  /** With wildcards, `*` and `?`, as cells of their own. */
  readonly cells: readonly (string | { readonly wild: '*' | '?' })[];
}
interface Item {
  readonly field: string;
  readonly modifier: '' | 'contains' | 'startswith' | 'endswith';
  readonly isAll: boolean;
  readonly isDash: boolean;
  readonly values: readonly Value[];
}
type Tree =
  | { readonly kind: 'selection'; readonly items: readonly Item[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Tree[] }
  | { readonly kind: 'not'; readonly part: Tree };

interface Case {
  readonly category: Category;
  readonly documents: readonly RuleDocument[];
  readonly tree: Tree;
}

/** Pieces of what the documents hold, so that rules hit: whole, cut anywhere, in another case, with wildcards in them. */
function pieceOf(text: string): fc.Arbitrary<Value> {
  const ends = fc.tuple(fc.nat(text.length), fc.nat(text.length));
  const cut = fc.oneof(
    fc.constant([0, text.length] as const),
    ends.map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const))),
  );
  return fc
    .tuple(cut, fc.nat(3), fc.array(fc.tuple(fc.nat(40), fc.constantFrom('*', '?')), { maxLength: 1 }))
    .map(([[from, to], how, wilds]) => {
      const piece = text.slice(from, to);
      const cased = how === 0 ? piece.toUpperCase() : piece;
      const cells: (string | { wild: '*' | '?' })[] = [...cased];
      for (const [at, wild] of how === 1 ? wilds : []) {
        if (cells.length > 0) cells[at % cells.length] = { wild: wild as '*' | '?' };
      }
      return { cells };
    });
}

/** As people write them: the end of a path from a separator on, a folder between two, a word. */
function usual(text: string): fc.Arbitrary<Pick<Item, 'modifier' | 'values'>> {
  const cells = (piece: string): readonly Value[] => [{ cells: [...piece] }];
  const folders = [...text.matchAll(/(?=(\\[^\\]+\\))/g)].map(([, folder = '']) => folder);
  const tails = [...text.matchAll(/\\/g)].map(({ index }) => text.slice(index));
  const words = text.match(/[A-Za-z\d.]+/g) ?? [];
  const ways = [
    ...tails.map((tail) => ({ modifier: 'endswith', values: cells(tail) }) as const),
    ...folders.map((folder) => ({ modifier: 'contains', values: cells(folder) }) as const),
    ...words.map((each) => ({ modifier: 'contains', values: cells(each) }) as const),
    { modifier: '', values: cells(text === '' ? 'x' : text) } as const,
  ];
  return fc.constantFrom(...ways);
}

function itemOf(category: Category, documents: readonly RuleDocument[]): fc.Arbitrary<Item> {
  return fc.constantFrom(...fieldsOf[category]).chain((field): fc.Arbitrary<Item> => {
    const texts = documents.flatMap((each) => eventsOf(category, each)).map((event) => event[field] ?? '');
    const text = texts.length === 0 ? fc.constant('x') : fc.constantFrom(...texts);
    const plain = { field, isAll: false, isDash: false } as const;
    if (field === 'DestinationPort')
      return text.map((each) => ({ ...plain, modifier: '', values: [{ cells: [each] }] }));
    const odd = fc.record({
      field: fc.constant(field),
      modifier: fc.constantFrom('' as const, 'contains', 'contains', 'startswith', 'endswith'),
      isAll: fc.boolean(),
      isDash: field === 'CommandLine' ? fc.boolean() : fc.constant(false),
      values: fc.array(text.chain(pieceOf), { minLength: 1, maxLength: 2 }),
    });
    return fc.oneof(
      odd,
      text.chain(usual).map((way) => ({ ...plain, ...way })),
    );
  });
}

function treeOf(category: Category, documents: readonly RuleDocument[]): fc.Arbitrary<Tree> {
  const selection = fc
    .array(itemOf(category, documents), { minLength: 1, maxLength: 2 })
    .map((items): Tree => ({ kind: 'selection', items: distinct(items) }));
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      selection,
      fc.array(tie('tree'), { minLength: 2, maxLength: 2 }).map((parts): Tree => ({ kind: 'and', parts })),
      fc.array(tie('tree'), { minLength: 2, maxLength: 2 }).map((parts): Tree => ({ kind: 'or', parts })),
      tie('tree').map((part): Tree => ({ kind: 'not', part })),
    ),
  }));
  return tree;
}

/** A key of a map stands there once. */
function distinct(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

const keyOf = ({ field, modifier, isAll, isDash }: Item): string =>
  [
    field,
    ...(isDash ? ['windash'] : []),
    ...(modifier === '' ? [] : [modifier]),
    ...(isAll ? ['all'] : []),
  ].join('|');

const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom(...categories), fc.array(document, { minLength: 2, maxLength: 6 }))
  .chain(([category, documents]) =>
    treeOf(category, documents).map((tree) => ({ category, documents, tree })),
  );

/* ---- as text ---- */

function written({ category, tree }: Case): string {
  const selections: Readonly<Record<string, unknown>>[] = [];
  const conditionOf = (each: Tree): string => {
    switch (each.kind) {
      case 'selection':
        selections.push(Object.fromEntries(each.items.map((item) => [keyOf(item), item.values.map(textOf)])));
        return `s${selections.length}`;
      case 'not':
        return `not (${conditionOf(each.part)})`;
      default:
        return `(${each.parts.map(conditionOf).join(` ${each.kind} `)})`;
    }
  };
  const condition = conditionOf(tree);
  const named = Object.fromEntries(selections.map((selection, at) => [`s${at + 1}`, selection]));
  const outgoing = category === 'network_connection' ? { out: { Initiated: 'true' } } : {};
  return JSON.stringify({
    title: 'a rule',
    logsource: { product: 'windows', category },
    detection: { ...named, ...outgoing, condition: `${condition}${'out' in outgoing ? ' and out' : ''}` },
  });
}

const textOf = ({ cells }: Value): string =>
  cells.map((cell) => (typeof cell === 'string' ? cell.replace(/[\\*?]/g, '\\$&') : cell.wild)).join('');

/* ---- what it means ---- */

function means(tree: Tree, event: Event): boolean {
  switch (tree.kind) {
    case 'selection':
      return tree.items.every((item) => itemMeans(item, event));
    case 'not':
      return !means(tree.part, event);
    case 'and':
      return tree.parts.every((part) => means(part, event));
    case 'or':
      return tree.parts.some((part) => means(part, event));
  }
}

function itemMeans({ field, modifier, isAll, isDash, values }: Item, event: Event): boolean {
  const fits = ({ cells }: Value): boolean => {
    const source = cells.map((cell, at) => {
      if (typeof cell !== 'string') return cell.wild === '*' ? '[^]*' : '[^]';
      const [before, after] = [cells[at - 1], cells[at + 1]];
      const isLetter = (each: unknown): boolean => typeof each === 'string' && /[\p{L}\p{N}_]/u.test(each);
      const isDashHere = isDash && /[-/]/.test(cell) && !isLetter(before) && isLetter(after);
      return isDashHere
        ? '[-/\u2013\u2014\u2015]'
        : cell.toLowerCase().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    });
    const open = [
      modifier === 'contains' || modifier === 'endswith',
      modifier === 'contains' || modifier === 'startswith',
    ];
    const pattern = `^${open[0] ? '[^]*' : ''}${source.join('')}${open[1] ? '[^]*' : ''}$`;
    return new RegExp(pattern).test((event[field] ?? '').toLowerCase());
  };
  return isAll ? values.every(fits) : values.some(fits);
}

/* ---- both ---- */

const eras: readonly (readonly ['7.8' | '5.2', Tokens])[] = [
  ['7.8', 'enhanced'],
  ['7.8', 'any'],
  ['5.2', 'any'],
];

test.each(eras)(
  'on a server %s, with tokens %s, a query finds all that its rule means',
  { timeout: soak ? 300_000 : 30_000 },
  async (era, tokens) => {
    const seen = { rules: 0, hits: 0, exact: 0, exactHits: 0, narrowed: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async (made) => {
        const text = written(made);
        const { queries } = await readHunt(
          { text, file: 'rule.json', source: 'rule', form: undefined },
          { tokens },
        );
        const [query] = queries;
        if (query === undefined) return;
        const index = indexed(made.documents, era);
        try {
          const found = index.find(query.queries[0] ?? '');
          const meant = new Set(
            [...made.documents.entries()]
              .filter(([, each]) => eventsOf(made.category, each).some((event) => means(made.tree, event)))
              .map(([at]) => at),
          );
          const about = `${query.queries[0]} (${query.match}) for ${text}`;
          expect(
            [...meant].filter((at) => !found.has(at)),
            about,
          ).toEqual([]);
          if (query.match === 'exact') expect([...found].sort(), about).toEqual([...meant].sort());
          const kept = [...found].filter((at) => query.isMeant?.(wireOf(made.documents[at])) !== false);
          expect(
            [...meant].filter((at) => !kept.includes(at)),
            `kept of ${about}`,
          ).toEqual([]);
          seen.rules += 1;
          if (meant.size > 0) seen.hits += 1;
          if (query.match === 'exact') seen.exact += 1;
          if (query.match === 'exact' && meant.size > 0) seen.exactHits += 1;
          if (kept.length < found.size) seen.narrowed += 1;
        } finally {
          index.close();
        }
      }),
      { numRuns: soak ? 8000 : 600 },
    );
    // Not one of these by chance.
    expect(seen.rules).toBeGreaterThan(200);
    expect(seen.hits).toBeGreaterThan(100);
    expect(seen.exact).toBeGreaterThan(20);
    expect(seen.exactHits).toBeGreaterThan(10);
    expect(seen.narrowed).toBeGreaterThan(2);
  },
);

/** As a search gives it. */
function wireOf(document: RuleDocument | undefined): Readonly<Record<string, unknown>> {
  const nameOf = (of: string): string => of.slice(of.lastIndexOf('\\') + 1).toLowerCase();
  return {
    path: document?.path.toLowerCase(),
    process_name: nameOf(document?.path ?? ''),
    cmdline: document?.commandLine,
    username: document?.user,
    parent_name: nameOf(document?.parentPath ?? ''),
  };
}
