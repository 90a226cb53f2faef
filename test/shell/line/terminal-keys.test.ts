import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openTerminalKeys } from '../../../src/shell/line/terminal-keys.ts';

it('survives a terminal that has gone and refuses to leave raw mode', () => {
  const source = Object.assign(new PassThrough(), {
    setRawMode: (mode: boolean) => {
      if (!mode) source.emit('error', Object.assign(new Error('setRawMode EIO'), { code: 'EIO' }));
    },
  });
  const keys = openTerminalKeys(source, { press: () => {}, paste: () => {}, end: () => {} });
  keys.open();
  expect(() => keys.shut()).not.toThrow();
});
