import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ErrorKind, exitCodeOf, exitCodes } from '../../src/errors/exit-codes.ts';
import { drawHelp } from '../../src/output/help-text.ts';
import { plainStyle } from '../../src/output/style.ts';
import { main } from '../../src/programs/main.ts';
import { helpOfExitCodes } from '../../src/spec/program-help.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { codeOnly, layerOf, readSources, root, withoutComments } from './source-scan.ts';

const kinds = Object.keys(exitCodes) as ErrorKind[];

/** Rows of the page's table under "Exit codes": code → what is named in backticks. */
function documented(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const [, section = ''] = page.split('## Exit codes\n');
  const rows = section.split('\n## ')[0]?.match(/^\| \d[\d, ]* \|.*$/gm) ?? [];
  return new Map(
    rows.map((row) => {
      const [, code = '', words = ''] = row.split('|');
      return [code.trim(), [...words.matchAll(/`(\w+)`/g)].map(([, kind = '']) => kind)];
    }),
  );
}

describe('exit codes', () => {
  test('are in the documentation as they are in the table', () => {
    const pairs = [...documented()].flatMap(([codes, names]) => {
      const list = codes.split(',').map((code) => code.trim());
      // `130, 143` stands for its kinds in that order.
      return names
        .filter((name) => name in exitCodes)
        .map((name, index) => [name, Number(list[Math.min(index, list.length - 1)])] as const);
    });
    expect(Object.fromEntries(pairs)).toEqual(
      Object.fromEntries(kinds.map((kind) => [kind, exitCodeOf(kind)])),
    );
    expect(kinds.length).toBeGreaterThan(20);
  });

  test('are never 0, and within what a shell can tell', () => {
    for (const kind of kinds) {
      expect(exitCodeOf(kind), kind).toBeGreaterThan(0);
      expect(exitCodeOf(kind), kind).toBeLessThan(256);
    }
  });

  test('are all told by help exit-codes, each with every reason', async () => {
    const runtime = makeRuntime({ argv: ['help', 'exit-codes'] });
    expect(await main('cblr', runtime)).toBe(0);
    const page = drawHelp(helpOfExitCodes(100), plainStyle);
    expect(runtime.out()).toBe(page);
    const words = page.replaceAll(/\s+/g, ' ');
    for (const { code, when } of Object.values(exitCodes)) {
      expect(page).toMatch(new RegExp(`^\\s*${code}\\s`, 'm'));
      expect(words).toContain(when);
    }
  });

  test('belong to kinds that somebody raises', () => {
    const named = readSources()
      .filter(({ path }) => layerOf(path) !== 'lab' && path !== 'errors/exit-codes.ts')
      .map(({ text }) => withoutComments(text))
      .join('\n');
    const unused = kinds.filter((kind) => !named.includes(`'${kind}'`));
    expect(unused).toEqual([]);
  });

  test('are numbers in no other place: errors are told by their kind', () => {
    const setters = readSources().filter(
      ({ path, text }) => layerOf(path) !== 'lab' && /\bexitCode\s*[:=]\s*[1-9]\d*\b/.test(codeOnly(text)),
    );
    expect(setters.map(({ path }) => path)).toEqual([]);
  });
});
