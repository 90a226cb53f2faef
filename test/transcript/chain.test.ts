import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainLine, longestLine, origin } from '../../src/transcript/chain.ts';
import { events, indexEvents } from '../../src/transcript/events.ts';
import { type WalkedLine, walkChain } from '../../src/transcript/walk.ts';
import { collect } from '../support/collect.ts';

const atMs = Date.parse('2024-05-14T09:30:00Z');

function chainOf(texts: readonly string[]): string {
  let head = origin;
  return texts
    .map((text) => {
      const next = chainLine(head, atMs, 'note', { text });
      head = next.head;
      return `${next.line}\n`;
    })
    .join('');
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function walk(file: string | Uint8Array, size = 4096): Promise<readonly WalkedLine[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return await collect(walkChain(inPieces(bytes, size), events));
}

async function firstFault(file: string | Uint8Array) {
  return (await walk(file)).find(({ fault }) => fault !== undefined)?.fault;
}

const five = ['one', 'two', 'three', 'four', 'five'];
const lines = chainOf(five).split(/(?<=\n)/);
const joined = (...numbers: readonly number[]) => numbers.map((number) => lines[number - 1]).join('');

describe('a chain', () => {
  it('is read as it was written, in pieces of any size', async () => {
    const texts = ['', 'ü\u202e\u0000', '\ud800 half', '"}\n{', 'x'.repeat(20_000)];
    for (const size of [1, 7, 100_000]) {
      const walked = await walk(chainOf(texts), size);
      expect(walked.map(({ fault }) => fault)).toEqual(texts.map(() => undefined));
      expect(walked.map(({ event }) => event?.n)).toEqual([1, 2, 3, 4, 5]);
      expect(walked[1]?.event?.fields['text']).toBe(texts[1]);
    }
  });

  it('is safe for a terminal, and bounded', () => {
    const chain = chainOf(['\u001b[31m\u202e', 'x'.repeat(longestLine)]);
    expect(chain).toMatch(/^[\x20-\x7e\n…]*$/);
    for (const line of chain.split('\n')) expect(line.length).toBeLessThan(longestLine);
  });

  it.each([
    ['a line taken out', joined(1, 2, 4, 5), 'missing', 3],
    ['the first one taken out', joined(2, 3, 4, 5), 'missing', 1],
    ['two taken out', joined(1, 4, 5), 'missing', 2],
    ['a line twice', joined(1, 2, 2, 3), 'inserted', 2],
    ['two that changed places', joined(1, 3, 2, 4), 'missing', 2],
    ['an unfinished line', chainOf(five).slice(0, -1), 'cut', 5],
    ['half of a line', chainOf(five).slice(0, -100), 'cut', 5],
    ['a line that is none', `${joined(1, 2)}x\n${joined(3)}`, 'changed', 3],
    ['an empty line', `${joined(1, 2)}\n${joined(3)}`, 'changed', 3],
    ['one that is too long', `${joined(1)}${'x'.repeat(longestLine + 1)}\n`, 'changed', 2],
  ])('shows %s', async (_what, file, what, line) => {
    expect(await firstFault(file)).toMatchObject({ what, line });
  });

  it('shows a line that was put in with hashes of its own, and one that was written anew', async () => {
    const [first] = await walk(joined(1));
    const forged = chainLine({ n: 1, sha256: first?.sha256 ?? '' }, atMs, 'note', { text: 'never' });
    expect(await firstFault(`${joined(1)}${forged.line}\n${joined(2, 3)}`)).toMatchObject({
      what: 'inserted',
      line: 2,
    });
    expect(await firstFault(`${joined(1)}${forged.line}\n${joined(3)}`)).toMatchObject({
      what: 'changed',
      line: 2,
    });
  });

  it.each([
    ['a kind that nobody knows', 'other', { text: 'x' }],
    ['a field that is missing', 'note', {}],
    ['a field of another type', 'note', { text: 1 }],
    ['a field too many', 'note', { text: 'x', more: 1 }],
    ['a name of every object', 'constructor', {}],
  ])('knows no line with %s', async (_what, kind, fields) => {
    const { line } = chainLine(origin, atMs, kind, fields);
    const [only] = await walk(`${line}\n`);
    expect(only).toMatchObject({ event: undefined, fault: { what: 'unknown', line: 1 } });
  });

  it('knows no line of the index', async () => {
    const { line } = chainLine(origin, atMs, 'begun', { file: 'x', first: '0'.repeat(64) });
    expect(await firstFault(`${line}\n`)).toMatchObject({ what: 'unknown' });
    expect((await collect(walkChain(inPieces(Buffer.from(`${line}\n`), 9), indexEvents)))[0]).toMatchObject({
      event: { kind: 'begun' },
    });
  });

  it('shows any one byte that was changed, at its line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (texts, place, by) => {
          const bytes = Buffer.from(chainOf(texts));
          const at = place % bytes.length;
          const line = bytes.subarray(0, at).toString('latin1').split('\n').length;
          bytes.writeUInt8((bytes.readUInt8(at) + by) % 256, at);
          const fault = await firstFault(bytes);
          expect(fault?.line).toBe(line);
        },
      ),
    );
  });

  it('takes any bytes for what they are: no chain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        expect(
          (await walk(bytes)).every(({ event, fault }) => event === undefined && fault !== undefined),
        ).toBe(true);
      }),
    );
  });
});
