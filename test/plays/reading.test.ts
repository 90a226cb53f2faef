import { describe, expect, it } from 'vitest';
import { failuresOf } from './failures.ts';
import { firstIds, Symbols } from './symbols.ts';

describe('ids in a play', () => {
  const { session, command, file } = firstIds;

  it('come out alike when every id has shifted', () => {
    const play = (shift: number) => {
      const symbols = new Symbols();
      const lines = [
        `session ${session + shift} stays open`,
        `${command + 3 + shift}\tget file`,
        `${command + shift}\tkill ${session + shift}`,
        `session_${session + shift}/file_${file + shift}`,
      ];
      return lines.map((line) => symbols.name(line));
    };
    expect(play(0)).toEqual([
      'session SES-01 stays open',
      'CMD-01\tget file',
      'CMD-02\tkill SES-01',
      'session_SES-01/file_FIL-01',
    ]);
    expect(play(41)).toEqual(play(0));
  });

  it('are typed as the numbers behind their names, once those were shown', () => {
    const symbols = new Symbols();
    symbols.name(`command ${command + 7}`);
    expect(symbols.number('cancel CMD-01')).toBe(`cancel ${command + 7}`);
    expect(() => symbols.number('cancel CMD-02')).toThrow('CMD-02 is typed before the play has shown it');
  });

  it('are no part of a longer number or word', () => {
    const text = `0x${command} ${command}9 sha${session} 1.${file} 4${file}`;
    expect(new Symbols().name(text)).toBe(text);
  });
});

describe('failures of a play', () => {
  it('are the exit codes of commands and typed lines, with what they said', () => {
    const text = [
      '$ cblr ls 10 x > out',
      '! cblr: no x',
      '[exit 3]',
      '$ cblr connect 10',
      '! connected to HOST',
      'HOST C:\\> kill 9',
      '! no process 9',
      'HOST C:\\ !3> pwd',
      '  C:\\',
      'HOST C:\\> rm x',
      '? delete x? no',
      '! nothing was done',
      'HOST C:\\ !2> exit',
      '[exit 2]',
    ].join('\n');
    expect(failuresOf(text)).toEqual([
      { line: 'cblr ls 10 x > out', exit: 3, said: ['cblr: no x'] },
      { line: 'kill 9', exit: 3, said: ['no process 9'] },
      { line: 'rm x', exit: 2, said: ['nothing was done'] },
      { line: 'exit', exit: 2, said: [] },
    ]);
  });
});
