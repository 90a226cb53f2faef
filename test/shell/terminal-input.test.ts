import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { makeTerminalInput } from '../../src/shell/terminal-input.ts';

it('survives a terminal that has gone and refuses to leave raw mode', () => {
  const source = Object.assign(new PassThrough(), {
    setRawMode: (mode: boolean) => {
      if (!mode) source.emit('error', Object.assign(new Error('setRawMode EIO'), { code: 'EIO' }));
    },
  });
  const input = makeTerminalInput(source);
  input.open();
  expect(() => input.shut()).not.toThrow();
});
