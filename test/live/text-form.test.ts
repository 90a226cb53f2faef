import { describe, expect, it } from 'vitest';
import { readTextForm, writeTextForm } from '../../src/live/text-form.ts';

const oem = async (): Promise<string> => 'cp437';

describe('the form of a text file', () => {
  it.each([
    ['UTF-8', Buffer.from('grün\nblau\n'), { encoding: 'utf-8', hasMark: false, isCrLf: false }],
    ['UTF-8 with a mark', Buffer.from('\ufeffgrün\r\n'), { encoding: 'utf-8', hasMark: true, isCrLf: true }],
    [
      'UTF-16 with a mark',
      Buffer.from('\ufeffa=1\r\nb=2', 'utf16le'),
      { encoding: 'utf-16le', hasMark: true, isCrLf: true },
    ],
    [
      'UTF-16 without one',
      Buffer.from('a=1\r\nb=2\r\n', 'utf16le'),
      { encoding: 'utf-16le', hasMark: false, isCrLf: true },
    ],
    [
      'the code page of the sensor',
      Buffer.from([0x67, 0x72, 0x81, 0x6e, 0x0d, 0x0a]),
      { encoding: 'cp437', hasMark: false, isCrLf: true },
    ],
    [
      'line ends of both kinds',
      Buffer.from('a\r\nb\nc'),
      { encoding: 'utf-8', hasMark: false, isCrLf: false },
    ],
    ['nothing', Buffer.alloc(0), { encoding: 'utf-8', hasMark: false, isCrLf: false }],
  ])('%s is found, and its bytes come back', async (_what, bytes, form) => {
    const read = await readTextForm(bytes, undefined, oem);
    expect(read?.form).toEqual(form);
    expect(await writeTextForm(read?.text ?? 'x', form)).toEqual(bytes);
  });

  it('is none where bytes would be lost', async () => {
    const spoilt = Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00, 0x42]);
    expect(await readTextForm(spoilt, undefined, oem)).toBeUndefined();
    expect(await readTextForm(Buffer.from([0x61, 0x80, 0x62]), 'utf-8', oem)).toBeUndefined();
  });

  it('takes no character that its encoding has not', async () => {
    const form = { encoding: 'cp437', hasMark: false, isCrLf: true };
    expect(await writeTextForm('grün\n', form)).toEqual(Buffer.from([0x67, 0x72, 0x81, 0x6e, 0x0d, 0x0a]));
    expect(await writeTextForm('漢\n', form)).toBeUndefined();
  });

  it('ends lines as they ended before, whatever the editor made of them', async () => {
    const form = { encoding: 'utf-8', hasMark: false, isCrLf: true };
    expect(await writeTextForm('a\r\nb\nc', form)).toEqual(Buffer.from('a\r\nb\r\nc'));
  });
});
