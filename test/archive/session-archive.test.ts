import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSessionArchive } from '../../src/archive/session-archive.ts';
import { cpuMsOf } from '../support/cpu-time.ts';
import { packed, unpackedMembers } from '../support/tar-gz.ts';

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (bytes: Uint8Array, limits?: Parameters<typeof readSessionArchive>[1], size?: number) =>
  readSessionArchive(pieces(bytes, size), limits);

const command = (id: number, more: object = {}) => ({
  id,
  name: 'kill',
  object: 4,
  status: 'complete',
  ...more,
});
const member = (name: string, content: unknown) => ({
  name,
  bytes: Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)),
});

describe('the archive of a session', () => {
  test('is read in pieces of any size, whatever its members are called', async () => {
    const long = `${'deep/'.repeat(60)}file_12`;
    const bytes = await packed([
      member('session_3/session.json', { id: 3, sensor_id: 10, status: 'active', hostname: 'h' }),
      member('log.json', [command(1), command(2)]),
      member('session_3/files.json', [{ id: 12, file_name: 'a' }]),
      member('of the user.json', { any: 1 }),
      member(long, Buffer.alloc(100_000, 'x')),
      member(`ünï-${'ö'.repeat(150)}`, Buffer.from('y')),
    ]);
    for (const size of [1, 511, 100_000]) {
      const { fault, sessionId, commands, files } = await read(bytes, undefined, size);
      expect([fault, sessionId, [...commands.keys()]]).toEqual([undefined, 3, [1, 2]]);
      expect(files.map(({ name, id, bytes: count }) => [name, id, count])).toEqual([
        ['of the user.json', undefined, 9],
        [long, 12, 100_000],
        [`ünï-${'ö'.repeat(150)}`, undefined, 1],
      ]);
    }
  });

  test('says of which session it is by its folder, where nothing else does', async () => {
    expect((await read(await packed([member('session_8/file_1', Buffer.from('x'))]))).sessionId).toBe(8);
    expect((await read(await packed([member('file_1', Buffer.from('x'))]))).sessionId).toBe(undefined);
  });

  test('may have a member that is longer than 8 GiB in its header, and is cut then', async () => {
    const header = Buffer.alloc(512);
    header.write('file_1');
    header.writeUInt8(0x80, 124);
    header.writeUInt32BE(3, 128);
    header.write('0', 156);
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    expect((await read(gzipSync(Buffer.concat([header, Buffer.alloc(1024, 1)])))).fault).toMatchObject({
      state: 'cut',
    });
  });
});

describe('what is none', () => {
  const tarOf = async () => {
    const bytes = await packed([
      member('session_1/command_1.json', command(1)),
      member('f', Buffer.alloc(2000, 'a')),
    ]);
    return (await import('node:zlib')).gunzipSync(bytes);
  };

  test('is said of any beginning of one, and of any byte that is another', async () => {
    const whole = await packed([
      member('session_1/command_1.json', command(1)),
      member('session_1/file_2', Buffer.from('content')),
    ]);
    const before = await read(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect((await read(whole.subarray(0, length))).fault).toBeDefined();
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(whole);
        other[at] = ((other[at] ?? 0) + by) % 256;
        const { fault, ...found } = await read(other);
        if (fault !== undefined) return;
        // Time and system of a gzip's header mean nothing, nor do the bits behind its last block, and what repeats may be packed in several ways.
        expect(gunzipSync(other).equals(gunzipSync(whole))).toBe(true);
        expect(found).toEqual({ ...before, fault: undefined, sha256: found.sha256 });
      }),
      { numRuns: 200 },
    );
  });

  test('is said of a tar whose header or sizes are none', async () => {
    const tar = await tarOf();
    const broken = (at: number, text: string, isSummed = true) => {
      const other = Buffer.from(tar);
      other.write(text, at);
      if (isSummed) {
        other.fill(' ', 148, 156);
        const sum = other.subarray(0, 512).reduce((all, byte) => all + byte, 0);
        other.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      }
      return gzipSync(other);
    };
    expect((await read(broken(124, 'zzzzzzzzzzz'))).fault).toMatchObject({ state: 'changed' });
    expect((await read(broken(124, '77777777777'))).fault).toMatchObject({ state: 'cut' });
    expect((await read(broken(0, 'other', false))).fault).toMatchObject({ state: 'unknown' });
    expect((await read(broken(1024, 'other', false))).fault).toMatchObject({ state: 'changed' });
    expect((await read(gzipSync(Buffer.from('hello')))).fault).toMatchObject({ state: 'unknown' });
    expect((await read(gzipSync(Buffer.alloc(0)))).fault).toMatchObject({ state: 'unknown' });
  });
});

describe('a bomb', () => {
  const limits = { members: 50, unpacked: 1_000_000, json: 1000 };

  test('is read up to a limit: in bytes, in members, in what is kept of it', async () => {
    const bytes = await packed([member('a', Buffer.alloc(2_000_000))]);
    expect(bytes.length).toBeLessThan(10_000);
    expect((await read(bytes, limits)).fault).toMatchObject({
      state: 'unknown',
      message: expect.stringContaining('more than 1000000 bytes'),
    });
    const many = await packed(Array.from({ length: 60 }, (_none, at) => member(`f${at}`, Buffer.from('x'))));
    expect((await read(many, limits)).fault).toMatchObject({
      message: 'holds more than 50 files: not read further',
    });
    const told = await packed([member('c.json', [command(1, { result_desc: 'x'.repeat(2000) })])]);
    expect((await read(told, limits)).fault).toMatchObject({
      message: expect.stringContaining('tells more than 1000'),
    });
  });

  test('of names, or deep in JSON, is no matter', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const found = await read(
      await packed([{ name: 'x.json', bytes: Buffer.from(deep) }, member('c.json', command(1))]),
    );
    expect([found.fault, found.commands.size]).toEqual([undefined, 1]);
  });

  test('takes time by its size alone', async () => {
    const of = async (count: number) => {
      const members = Array.from({ length: count }, (_none, at) => member(`c${at}.json`, command(at)));
      const bytes = await packed(members);
      return await cpuMsOf(async () => void (await read(bytes)));
    };
    await of(100);
    const [few, many] = [await of(1000), await of(8000)];
    expect(many / Math.max(few, 1)).toBeLessThan(24);
  });
});

test('members come out of a pack as they went in', async () => {
  const members = [member('a', Buffer.from('x')), member('b', Buffer.alloc(0))];
  expect(await unpackedMembers(await packed(members))).toEqual(members);
});
