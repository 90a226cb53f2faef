import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultUsage } from '../../src/lab/faults/fault.ts';
import { commentsOf, root } from './source-scan.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const there = (path: string) => existsSync(join(root, path));
const found = (...patterns: string[]) =>
  globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

const sources = found('{src,test,scripts,bench}/**/*.{ts,mjs,js}', 'bin/*.js', '*.ts');
const pages = found('*.md', 'docs/**/*.md', 'test/**/*.md', 'bench/*.md');

/** Where a comment's `contract/alerts.md`, `cli.md` or `binaries.md` is: from the root, in docs/, or beside the contract's other pages. */
function pageOf(named: string): string | undefined {
  return [named, `docs/${named}`, `docs/contract/${named}`].find(there);
}

/** The name of a page, and the section that is quoted right behind it. */
const citation = /(?<![\w/.-])((?:[\w.-]+\/)*[A-Za-z][\w-]*\.md)(?!\w)(?:,\s(?:\* ?)?"([^"]+)")?/g;
const blanks = (text: string) => text.replaceAll('`', '').replaceAll(/[\s*]+/g, ' ');

describe('what comments cite', () => {
  const citations = sources.flatMap((path) =>
    [...commentsOf(read(path)).matchAll(citation)].map(([, page = '', section]) => ({ path, page, section })),
  );

  test('is a page that there is (add it below docs/, or name another)', () => {
    expect(citations.length).toBeGreaterThan(200);
    const missing = citations.filter(({ page }) => pageOf(page) === undefined);
    expect(missing.map(({ path, page }) => `${path} cites ${page}`)).toEqual([]);
  });

  test('is a section of that page (its heading, or words of it)', () => {
    const missing = citations.filter(({ page, section }) => {
      const at = pageOf(page);
      if (section === undefined || at === undefined) return false;
      return !blanks(read(at)).toLowerCase().includes(blanks(section).toLowerCase());
    });
    expect(citations.filter(({ section }) => section !== undefined).length).toBeGreaterThan(20);
    expect(missing.map(({ path, page, section }) => `${path} cites "${section}" of ${page}`)).toEqual([]);
  });
});

/** As the sites that show Markdown name the heading's anchor. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const prose = (text: string) => text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');

describe('pages', () => {
  test('link to what there is', () => {
    const broken = pages.flatMap((page) =>
      [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        if (/^https?:/.test(target)) return [];
        const [file = '', anchor] = target.split('#');
        const path = file === '' ? page : relative(root, join(root, dirname(page), file));
        if (!there(path)) return [`${page}: ${target}`];
        if (anchor === undefined) return [];
        const anchors = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
        return anchors.includes(anchor) ? [] : [`${page}: ${target} has no such heading`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('name files that there are', () => {
    const missing = pages
      .filter((page) => !page.startsWith('docs/contract/') && page !== 'CHANGELOG.md')
      .flatMap((page) =>
        [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|js|tsv|md))`/g)]
          .map(([, path = '']) => path)
          // What docs/add-a-verb.md adds is there for nobody but its reader.
          .filter((path) => path !== 'src/verbs/uptime.ts')
          .filter((path) => ![path, `src/${path}`, `test/${path}`, `docs/${path}`].some(there))
          .map((path) => `${page}: ${path}`),
      );
    expect(missing).toEqual([]);
  });

  test('below docs/ can be reached from README.md', () => {
    const reached = new Set<string>();
    const follow = (page: string): void => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const [, target = ''] of prose(read(page)).matchAll(/\]\(([^)\s#]+)/g)) {
        const path = relative(root, join(root, dirname(page), target));
        // A link to a folder shows the pages in it.
        const shown = path.endsWith('.md') ? [path] : pages.filter((one) => dirname(one) === path);
        shown.filter(there).forEach(follow);
      }
    };
    follow('README.md');
    expect(pages.filter((page) => !page.startsWith('test/') && !reached.has(page))).toEqual([]);
  });

  test('tell every fault of the lab (docs/lab.md)', () => {
    const told = [...read('docs/lab.md').matchAll(/^\| `([a-z][\w-]*)(\S*)` \|/gm)].map(
      ([, name, value]) => `${name}${value}`,
    );
    expect(told.sort()).toEqual(Object.values(faultUsage).sort());
  });
});
