import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { KindStore } from '../../../src/output/html/kind-store.ts';
import { timelinePage } from '../../../src/output/html/timeline-page.ts';
import { treePage } from '../../../src/output/html/tree-page.ts';
import { escapeLine } from '../../../src/text/escape.ts';
import { dataOf, inTurn, kinds, type Made, madeEvent, madeTree, startMs } from './pages.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64');
const hostile = [
  '<script>alert(1)</script>',
  '</script><!--<script>',
  'a\u2028b\u2029c',
  'cod\u202efdp.exe',
  '\0\x1b[2J',
];

const timeline = (name: string, targets: readonly string[]) =>
  timelinePage({
    name,
    facts: [['command line', name]],
    kinds,
    events: inTurn(targets.map((target, at) => madeEvent('filemod', at * 1000, target))),
  });
const makers: readonly (readonly [string, (name: string) => Promise<string>])[] = [
  ['tree', async (name) => treePage(madeTree({ name, facts: [['command line', name]] }))],
  ['timeline', (name) => timeline(name, [name])],
];

describe.each(makers)('the page of a %s', (_what, make) => {
  test('allows its own script and style by their hashes, and nothing else', async () => {
    const html = await make('cmd.exe');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    expect(script.length).toBeGreaterThan(1000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${sha256(script)}'`,
      `style-src 'sha256-${sha256(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(() => new Script(script)).not.toThrow();
  });

  test('names no address, and makes no markup of text', async () => {
    const html = await make('cmd.exe');
    expect(html.replace('http-equiv', '')).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import|\/\/\w/i);
    expect(html).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|\son\w+=/,
    );
    expect(html).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|localStorage/);
  });

  test.each(hostile)('holds the name %j as data that cannot end', async (name) => {
    const plain = await make('cmd.exe');
    const html = await make(name);
    const outside = (page: string) =>
      page.replace(/<noscript>.*?<\/noscript>/s, '').replace(/(id="data">).*?(<\/script>)/s, '$1$2');
    expect(outside(html)).toBe(outside(plain));
    const [, unscripted = ''] = /<noscript>(.*?)<\/noscript>/s.exec(html) ?? [];
    expect(unscripted).not.toMatch(/<script|<!--|[\u2028\u2029\u202e\0\x1b]/);
    const [, json = ''] = /id="data">(.*?)<\/script>/s.exec(html) ?? [];
    expect(json).not.toMatch(/[<\u2028\u2029\u202e\0\x1b]/);
    expect((dataOf(html) as { name: string }).name).toBe(escapeLine(name));
  });

  test('shows what is invisible or misleading, and cuts what is too long', async () => {
    expect(JSON.stringify(dataOf(await make('cod\u202efdp.exe')))).toContain('cod\\\\u{202e}fdp.exe');
    const html = await make('x'.repeat(5_000_000));
    expect(html.length).toBeLessThan(200_000);
    expect(html).toContain('… (5000000 characters)');
  });
});

describe('the data of a tree', () => {
  test('are its processes, parents before children, in their order', () => {
    const root: Made = { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }, { name: 'd' }] };
    const { nodes } = dataOf(treePage(madeTree(root))) as { nodes: { name: string; parent: number }[] };
    expect(nodes.map(({ name, parent }) => [name, parent])).toEqual([
      ['a', -1],
      ['b', 0],
      ['c', 1],
      ['d', 0],
    ]);
  });

  test('may be as deep as they like', () => {
    let root: Made = { name: 'last' };
    for (let i = 0; i < 20_000; i++) root = { name: 'p', children: [root] };
    const { nodes } = dataOf(treePage(madeTree(root))) as { nodes: unknown[] };
    expect(nodes).toHaveLength(20_001);
  });
});

describe('the data of a timeline', () => {
  test('count a kind by period where it has too many events, and keep the others one by one', async () => {
    const many = Array.from({ length: 500 }, (_each, at) => madeEvent('filemod', at * 1000, `file ${at}`));
    const page = await timelinePage(
      {
        name: 'a',
        facts: [],
        kinds,
        events: inTurn([...many, madeEvent('netconn', 77, 'x'), madeEvent('new', 1, 'y')]),
      },
      { events: 100, characters: 1e6, bins: 20, plain: 10 },
    );
    const data = dataOf(page) as {
      kinds: {
        name: string;
        count: number;
        events: unknown[];
        binMs: number | null;
        bins: [number, number, unknown[]][];
      }[];
    };
    expect(data.kinds.map(({ name, count, events }) => [name, count, events.length])).toEqual([
      ['filemod', 500, 0],
      ['netconn', 1, 1],
      ['new', 1, 1],
    ]);
    const [filemods] = data.kinds;
    expect(filemods?.binMs).toBeGreaterThanOrEqual(25_000);
    expect(filemods?.bins.length).toBeLessThanOrEqual(20);
    expect(filemods?.bins.reduce((sum, [, count]) => sum + count, 0)).toBe(500);
    expect(filemods?.bins[1]?.[2]).toHaveLength(3);
  });

  test('of any number of events stay within their limits', () => {
    const store = new KindStore(200);
    for (let i = 0; i < 50_000; i++) {
      store.add(madeEvent('filemod', ((i * 7919) % 50_000) * 60_000, 'x'.repeat(600)));
      if (i === 1000) store.count();
    }
    const bins = store.bins();
    expect(store.events).toEqual([]);
    expect(bins.length).toBeLessThanOrEqual(200);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(50_000);
    expect(
      bins.every(({ examples }) => examples.length <= 3 && (examples[0]?.target.length ?? 0) < 450),
    ).toBe(true);
    const width = store.binMs ?? 0;
    expect(bins[0]?.fromMs).toBeLessThanOrEqual(startMs);
    expect((bins.at(-1)?.fromMs ?? 0) + width).toBeGreaterThan(startMs + 49_999 * 60_000);
  });

  type Kinds = readonly { readonly name: string; readonly binMs: number | null; readonly bins: unknown[] }[];
  const kindsOf = (page: string) => (dataOf(page) as { kinds: Kinds }).kinds;

  test('of few but long texts are counted too, and of short ones beside them none', async () => {
    const long = Array.from({ length: 5 }, (_, at) => madeEvent('scriptload', at, 'x'.repeat(5000)));
    const made = { name: 'a', facts: [], kinds, events: inTurn([madeEvent('netconn', 0, 'x'), ...long]) };
    const page = await timelinePage(made, { events: 1000, characters: 10_000, bins: 200, plain: 10 });
    const [netconns, scripts] = kindsOf(page).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(netconns).toMatchObject({ name: 'netconn', binMs: null });
    expect(scripts).toMatchObject({ name: 'scriptload', binMs: 1 });
    expect(scripts?.bins).toHaveLength(5);
  });

  test('without a script are the first events, with how many there are and what is said beside', async () => {
    const events = Array.from({ length: 30 }, (_, at) => madeEvent('filemod', at, `<b>${at}`));
    const notes = () => ['a process is <left> out'];
    const made = { name: 'a', facts: [], kinds, events: inTurn(events), notes };
    const page = await timelinePage(made, { events: 1000, characters: 1e6, bins: 200, plain: 10 });
    const [, plain = ''] = /<noscript>(.*?)<\/noscript>/s.exec(page) ?? [];
    expect(plain).toContain('the first 10 of 30 events');
    expect(plain).toContain('a process is &#60;left&#62; out');
    expect(plain.match(/<tr>/g)).toHaveLength(11);
    expect(plain).toContain('&#60;b&#62;9');
    expect(plain).not.toContain('<b>');
  });
});
