import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesContent, type Content, sliceContent } from '../../../../src/lab/sensors/content/content.ts';
import { GrowingContent } from '../../../../src/lab/sensors/content/growing-content.ts';
import {
  memoryImageContent,
  seededContent,
  zeroContent,
} from '../../../../src/lab/sensors/content/made-up-content.ts';
import { Spool } from '../../../../src/lab/sensors/content/spool.ts';
import { zipStream } from '../../../../src/lab/sensors/content/zip-stream.ts';
import { readAll } from '../support/endpoint-driver.ts';

const mebi = 1024 ** 2;
const part = (content: Content, start: number, end: number) => readAll(content.read(start, end));

describe('made-up contents', () => {
  it('gives the same bytes for a range, wherever a reader begins', async () => {
    const content = seededContent(3 * mebi + 17, 7, Buffer.from('MZ'));
    const whole = await part(content, 0, content.size);
    expect(whole).toHaveLength(3 * mebi + 17);
    expect(whole.subarray(0, 2).toString()).toBe('MZ');
    for (const [start, end] of [
      [0, 1],
      [1, 5],
      [mebi - 3, mebi + 3],
      [2 * mebi, 3 * mebi + 17],
    ] as const)
      expect((await part(content, start, end)).equals(whole.subarray(start, end))).toBe(true);
  });

  it('differs by seed and does not repeat from block to block', async () => {
    const first = await part(seededContent(2 * mebi, 1), 0, 2 * mebi);
    const second = await part(seededContent(2 * mebi, 2), 0, 2 * mebi);
    expect(first.equals(second)).toBe(false);
    expect(first.subarray(0, mebi).equals(first.subarray(mebi))).toBe(false);
  });

  it('reads zeros at any offset of a huge file', async () => {
    const content = zeroContent(2 * 1024 ** 3);
    const bytes = await part(content, content.size - 1_500_000, content.size);
    expect(bytes).toHaveLength(1_500_000);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('begins a memory image with its mark, once', async () => {
    const content = memoryImageContent(2 * mebi, 5, Buffer.from('PAGEDU64'));
    expect((await part(content, 0, 8)).toString()).toBe('PAGEDU64');
    expect((await part(content, mebi, mebi + 8)).toString('latin1')).not.toBe('PAGEDU64');
  });
});

describe('a growing content', () => {
  it('joins bytes and other contents in order, and reads any range of them', async () => {
    const content = new GrowingContent();
    content.append(Buffer.from('abc'));
    content.appendContent(bytesContent(Buffer.from('defg')));
    content.append(Buffer.from('hi'));
    content.append(Buffer.from('jk'));
    expect(content.size).toBe(11);
    expect((await part(content, 0, 11)).toString()).toBe('abcdefghijk');
    expect((await part(content, 2, 9)).toString()).toBe('cdefghi');
    expect(await part(content, 4, 4)).toHaveLength(0);
  });

  it('keeps a slice as it was when more is written', async () => {
    const content = new GrowingContent();
    content.append(Buffer.from('first'));
    const slice = sliceContent(content, 0, content.size);
    content.append(Buffer.from(' second'));
    expect((await part(slice, 0, slice.size)).toString()).toBe('first');
  });
});

describe('the spool', () => {
  it('keeps a large stream on disk, readable from anywhere, until it is released', async () => {
    const spool = new Spool();
    const bytes = await part(seededContent(mebi, 3), 0, mebi);
    const content = await spool.keep(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), mebi);
    expect(content.size).toBe(mebi);
    expect((await part(content, 5, 999_999)).equals(bytes.subarray(5, 999_999))).toBe(true);
    expect(await part(content, 7, 7)).toHaveLength(0);
    await spool.close();
  });

  it('leaves nothing behind when the stream breaks', async () => {
    const spool = new Spool();
    const broken = new Readable({
      read() {
        this.destroy(new Error('lost'));
      },
    });
    await expect(spool.keep(broken, mebi)).rejects.toThrow('lost');
    const next = await spool.newPath();
    await expect(access(next.replace(/\d+\.bin$/, '1.bin'))).rejects.toThrow('ENOENT');
    await spool.close();
  });

  it('does not give back what is shared', async () => {
    const spool = new Spool();
    const content = await spool.keep(Readable.from([Buffer.alloc(mebi, 1)]), mebi);
    content.share?.();
    content.release?.();
    expect(await part(content, 0, 3)).toEqual(Buffer.from([1, 1, 1]));
    await spool.close();
  });
});

describe('a ZIP stream', () => {
  it('holds the member, its checksum and sizes', async () => {
    const content = seededContent(200_000, 9);
    const zip = await readAll(zipStream('memory.dmp', content));
    expect(zip.subarray(0, 4).toString('hex')).toBe('504b0304');
    const end = zip.subarray(-22);
    const directory = zip.subarray(end.readUInt32LE(16));
    expect(directory.subarray(0, 4).toString('hex')).toBe('504b0102');
    expect(directory.readUInt32LE(24)).toBe(200_000);
    expect(directory.subarray(46, 56).toString()).toBe('memory.dmp');
    const packed = zip.subarray(40, 40 + directory.readUInt32LE(20));
    const unpacked = inflateRawSync(packed);
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(digest(unpacked)).toBe(digest(await part(content, 0, content.size)));
  });
});
