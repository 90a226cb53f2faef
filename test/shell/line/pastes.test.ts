import { describe, expect, it } from 'vitest';
import { makePasteReader, type Typed } from '../../../src/shell/line/pastes.ts';

const [begin, end] = ['\u001b[200~', '\u001b[201~'];

/** What comes of pieces that are read one after the other; the terminal has nothing more behind each `null` and the last. */
function read(...pieces: readonly (string | null)[]): Typed[] {
  const typed: Typed[] = [];
  const reader = makePasteReader((piece) => typed.push(piece));
  for (const piece of [...pieces, null]) {
    if (piece === null) reader.quiet();
    else reader.read(piece);
  }
  return typed;
}

describe('pasted text', () => {
  it('is told from the keys around it', () => {
    expect(read(`ls ${begin}a\nb${end}`, null, '\r')).toEqual([
      { kind: 'keys', text: 'ls ' },
      { kind: 'paste', text: 'a\nb' },
      { kind: 'keys', text: '\r' },
    ]);
  });

  it('is found wherever the terminal cuts it', () => {
    const whole = `x${begin}one\rtwo${end}`;
    for (let at = 0; at <= whole.length; at += 1) {
      const typed = read(whole.slice(0, at), whole.slice(at));
      expect(typed).toEqual([
        { kind: 'keys', text: 'x' },
        { kind: 'paste', text: 'one\rtwo' },
      ]);
    }
  });

  it('does not end at an end mark inside it', () => {
    expect(read(`${begin}ls${end}\rrm -r x\r${end}`)).toEqual([{ kind: 'paste', text: 'ls\rrm -r x\r' }]);
    expect(read(`${begin}ls${end}`, '\rrm -r x\r', end)).toEqual([{ kind: 'paste', text: 'ls\rrm -r x\r' }]);
  });

  it('the beginning of a mark is keys when nothing follows', () => {
    expect(read('\u001b', null, '\u001b[2', null, 'x')).toEqual([
      { kind: 'keys', text: '\u001b' },
      { kind: 'keys', text: '\u001b[2' },
      { kind: 'keys', text: 'x' },
    ]);
  });

  it('that never ends is left by Ctrl-C', () => {
    expect(read(`${begin}ls`, 'more', '\u0003', 'ls\r')).toEqual([
      { kind: 'keys', text: '\u0003' },
      { kind: 'keys', text: 'ls\r' },
    ]);
  });

  it('has a bound, and takes linear time', () => {
    const piece = 'x'.repeat(4096);
    const [typed] = read(begin, ...Array.from({ length: 20_000 }, () => piece), end);
    expect(typed?.text.length).toBeLessThan(1_100_000);
  });
});
