import { describe, expect, test } from 'vitest';
import type { ThingState } from '../../src/ports/keeper.ts';
import { inlineData } from '../../src/undo/states.ts';
import type { KeptChange } from '../../src/undo/undo-step.ts';
import { wordsBefore } from '../../src/undo/words-before.ts';

const path = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme\\Run';
const before = inlineData('"evil.exe -k"');

function change(state: ThingState, own: Partial<KeptChange['thing']> = {}): KeptChange {
  const thing = { kind: 'registry value', path, ...own } as const;
  return {
    number: 1,
    thing,
    before: state,
    left: undefined,
    end: 'done',
    not: undefined,
    undoneBy: undefined,
  };
}

const told = { thing: 'registry value', path, before: 'data', sha256: before.sha256 };

describe('what was there before a change', () => {
  test('is told as its step has it', () => {
    expect(wordsBefore(change(before), told)).toBe('REG_SZ "evil.exe -k"');
    expect(wordsBefore(change({ is: 'nothing' }), { ...told, before: 'nothing', sha256: undefined })).toBe(
      'nothing',
    );
    const file = { is: 'data', bytes: 2048, sha256: 'ab'.repeat(32), kept: '0001-1.kept' } as const;
    const toldFile = { thing: 'file', path: 'C:\\x', before: 'data', sha256: file.sha256 };
    expect(wordsBefore(change(file, { kind: 'file', path: 'C:\\x' }), toldFile)).toContain(
      '2.0 KiB, SHA-256 ab',
    );
  });

  test('is not told by a step that is another one than the transcript tells of', () => {
    const other = inlineData('"nothing to see"');
    expect(wordsBefore(change(other), told)).toBeUndefined();
    // With the hash that was told, over other bytes.
    expect(wordsBefore(change({ ...other, sha256: before.sha256 }), told)).toBeUndefined();
    expect(wordsBefore(change(before, { path: `${path}Once` }), told)).toBeUndefined();
    expect(wordsBefore(change({ is: 'nothing' }), told)).toBeUndefined();
    const broken = inlineData('dword:none');
    expect(wordsBefore(change(broken), { ...told, sha256: broken.sha256 })).toBeUndefined();
  });

  test('is masked where it is a secret, by its name or by what stands in it', () => {
    const named = `${path}\\DefaultPassword`;
    expect(wordsBefore(change(before, { path: named }), { ...told, path: named })).toBe('***');
    const line = inlineData('"net user ann hunter2 /add"');
    expect(wordsBefore(change(line), { ...told, sha256: line.sha256 })).toBe(
      'REG_SZ "net user ann *** /add"',
    );
  });
});
