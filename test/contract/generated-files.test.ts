import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedFiles, generatedFolders } from '../../scripts/generated-files.ts';
import { pageScripts, pageScriptsFolder } from '../../scripts/page-scripts.ts';
import { root } from './source-scan.ts';

const files = new Map([...generatedFiles(), ...(await pageScripts())]);

describe('generated files', () => {
  test('are completion scripts for both programs and four shells, and reference pages', () => {
    expect([...files.keys()].filter((path) => path.startsWith('completions/')).sort()).toEqual([
      'completions/cblr.bash',
      'completions/cblr.fish',
      'completions/cblr.ps1',
      'completions/cblr.zsh',
      'completions/cbq.bash',
      'completions/cbq.fish',
      'completions/cbq.ps1',
      'completions/cbq.zsh',
    ]);
    expect([...files.keys()].filter((path) => path.startsWith('docs/reference/')).length).toBeGreaterThan(4);
  });

  test.each([...files])('%s is as its sources make it (else: npm run generate)', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
    expect(text.length).toBeGreaterThan(200);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('stand alone in their folders', () => {
    const found = [...generatedFolders, pageScriptsFolder].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    );
    expect(found.sort()).toEqual([...files.keys()].sort());
  });
});
