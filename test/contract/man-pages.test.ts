import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { manNames, manPages } from '../../scripts/man-pages.ts';
import { cblr } from '../../src/programs/cblr.ts';
import { cbq } from '../../src/programs/cbq.ts';
import { version } from '../../src/programs/version.ts';
import { helpOfWords } from '../../src/spec/program-help.ts';
import { roffText } from '../../src/spec/roff.ts';

const pages = await manPages();
const wide = 100_000;
/** What help names otherwise than manual pages do, and what those have beside it. */
const titles: Readonly<Record<string, string>> = { synopsis: 'usage', description: 'details' };

/** The words below each heading; a heading alone is its own line in lower case. */
type Sections = ReadonlyMap<string, string>;
const words = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** A page of roff back to its sections, by the escapes that `roffText` writes and no others. */
function sectionsOf(roff: string): Sections {
  const found = new Map<string, string>();
  let title = '';
  for (const line of roff.split('\n')) {
    const [, macro, rest = ''] = /^\.(\w+) ?(.*)$/.exec(line) ?? [];
    const text = (macro === undefined ? line : rest.replace(/^"(.*)"$/, '$1'))
      .replaceAll(/\\f[BR]|\\&/g, '')
      .replaceAll(/\\\[u([\dA-F]+)\]/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replaceAll(/\\(\(..|.)/g, (all, name: string) => plain[name] ?? `?${all}`);
    if (macro === 'SH') title = text.toLowerCase();
    else if (macro !== 'TH') found.set(title, words(`${found.get(title) ?? ''} ${text}`));
  }
  return found;
}

const plain: Readonly<Record<string, string>> = {
  e: '\\',
  '-': '-',
  '(aq': "'",
  '(ga': '`',
  '(ha': '^',
  '(ti': '~',
  '(dq': '"',
};

describe('manual pages', () => {
  test('are one for each program and each of its commands', () => {
    const wanted = [cblr, cbq].flatMap(({ program }) => [
      `${program.name}.1`,
      ...program.commands.map(({ name }) => `${program.name}-${name.replace(' ', '-')}.1`),
    ]);
    expect([...pages.keys()].sort()).toEqual([...wanted].sort());
    expect([cblr, cbq].flatMap(({ program: { name, commands } }) => manNames(name, commands))).toEqual(
      wanted,
    );
    expect(wanted.length).toBeGreaterThan(100);
  });

  test.each(
    [cblr, cbq].flatMap((app) => app.program.commands.map(({ name }) => [app.name, name, app] as const)),
  )('%s help %s and man say the same', async (program, name, app) => {
    const page = sectionsOf(pages.get(`${program}-${name.replace(' ', '-')}.1`) ?? '');
    const [first = '', ...lines] = (
      await helpOfWords({ ...app.program, globals: {} }, name.split(' '), wide)
    ).map(({ text, role }) => (role === 'heading' ? `\n${text}\n` : text));
    const help = lines
      .join(' ')
      .split('\n')
      .filter((text) => text.trim() !== '');
    expect(words(page.get('name') ?? '')).toBe(
      `${program}-${name.replace(' ', '-')} - ${first.slice(first.indexOf(': ') + 2)}`,
    );
    for (const [title, text] of page) {
      if (['name', 'see also', 'commands below it'].includes(title)) continue;
      const at = help.indexOf(titles[title] ?? title);
      expect(at, `help has no "${title}"`).toBeGreaterThanOrEqual(0);
      expect(text).toBe(words(help[at + 1] ?? ''));
    }
    const shown = ['usage', 'examples', 'operands', 'options', 'details', 'effect'].filter((title) =>
      help.includes(title),
    );
    const inPage = [...page.keys()].map((title) => titles[title] ?? title);
    expect(shown.filter((title) => !inPage.includes(title))).toEqual([]);
  });

  test.each([cblr, cbq])('$name --help and man have the same commands and options', async ({ program }) => {
    const all = words([...sectionsOf(pages.get(`${program.name}.1`) ?? '').values()].join(' '));
    const lines = (await helpOfWords(program, [], wide)).filter(
      ({ text, role }) => role === 'plain' && text.startsWith(' '),
    );
    expect(lines.length).toBeGreaterThan(60);
    for (const { text } of lines) expect(all).toContain(words(text));
  });

  test.each([
    ['.so /etc/passwd', String.raw`\&.so /etc/passwd`],
    ["'br", String.raw`\(aqbr`],
    [String.raw`C:\Windows -l`, String.raw`C:\eWindows \-l`],
    ['… "a"', String.raw`\[u2026] \(dqa\(dq`],
  ])('%s is text to roff', (text, roff) => {
    expect(roffText(text)).toBe(roff);
  });

  test('have the version on them', () => {
    expect(pages.get('cblr-ps.1')).toMatch(new RegExp(`^\\.TH "CBLR\\\\-PS" "1" "" "cblr ${version}"`));
  });

  test.skipIf(spawnSync('groff', ['--version']).status !== 0)('groff finds nothing wrong with them', () => {
    const input = [...pages.values()].join('');
    const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z'], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
