import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedFiles, generatedFolders } from '../../scripts/generated-files.ts';
import { pageScripts, pageScriptsFolder } from '../../scripts/page-scripts.ts';
import { wasmModules, wasmModulesFolder } from '../../scripts/wasm-modules.ts';
import { cbq } from '../../src/programs/cbq.ts';
import { readSources, root } from './source-scan.ts';

const files = new Map([...generatedFiles(), ...(await pageScripts()), ...(await wasmModules())]);

describe('generated files', () => {
  test('are a completion script for each of four shells, and reference pages', () => {
    expect([...files.keys()].filter((path) => path.startsWith('completions/')).sort()).toEqual([
      'completions/cblr.bash',
      'completions/cblr.fish',
      'completions/cblr.ps1',
      'completions/cblr.zsh',
    ]);
    expect([...files.keys()].filter((path) => path.startsWith('docs/reference/')).length).toBeGreaterThan(4);
  });

  test('have a page for each noun of cbq, and an index that leads to it', () => {
    const nouns = new Set(cbq.program.commands.map(({ name }) => name.split(' ')[0]));
    expect(nouns.size).toBeGreaterThan(12);
    const index = files.get('docs/reference/cbq.md') ?? '';
    for (const noun of nouns) {
      expect(index).toContain(`(cbq/${noun}.md)`);
      expect(files.get(`docs/reference/cbq/${noun}.md`)).toMatch(new RegExp(`^# cbq ${noun}\\b`));
    }
    for (const { name } of cbq.program.commands) {
      const page = files.get(`docs/reference/cbq/${name.split(' ')[0]}.md`);
      expect(page).toMatch(new RegExp(`^##? cbq ${name}$`, 'm'));
    }
  });

  test.each([...files])('%s is as its sources make it (else: npm run generate)', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
    expect(text.length).toBeGreaterThan(200);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('and all other sources have no line so long that it spoils every search (else: break it where it is written or made)', () => {
    const lines = readSources().flatMap(({ path, text }) =>
      text.split('\n').map((line, index) => ({ at: `src/${path}:${index + 1}`, length: line.length })),
    );
    expect(lines.length).toBeGreaterThan(50_000);
    expect(lines.filter(({ length }) => length > 600)).toEqual([]);
  });

  test('stand alone in their folders', () => {
    const found = [...generatedFolders, pageScriptsFolder, wasmModulesFolder].flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${folder}/${entry.name}`),
    );
    const inPart = [
      'docs/architecture.md',
      'docs/case.md',
      'docs/manifest.md',
      'docs/transcript.md',
      'package.json',
    ];
    const made = [...files.keys()].filter((path) => !inPart.includes(path));
    expect(found.sort()).toEqual(made.sort());
  });
});
