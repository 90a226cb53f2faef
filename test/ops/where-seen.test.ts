import { describe, expect, test } from 'vitest';
import type { Cb } from '../../src/api/client.ts';
import { documentOf } from '../../src/api/document.ts';
import type { Page, PagesOptions, SearchParams } from '../../src/api/page.ts';
import { readBinary } from '../../src/api/wire/binary.ts';
import type { WireObject } from '../../src/api/wire/read.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import { whereSeen } from '../../src/ops/where-seen.ts';
import { failureOf } from '../support/failure-of.ts';

const hash = (n: number): string => n.toString(16).padStart(32, '0');
const upTo = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => hash(i));
const signal = new AbortController().signal;

/** Binaries whose search is answered by `answer`, told the hashes that were asked for. */
function server(
  answer: (md5s: readonly string[], signal: AbortSignal | undefined) => Promise<readonly object[]>,
) {
  const asked: (readonly string[])[] = [];
  async function* pages({ q }: SearchParams, { rows, signal: own }: PagesOptions): AsyncGenerator<Page> {
    const md5s = [...String(q).matchAll(/md5:([0-9A-F]{32})/g)].map(([, md5 = '']) => md5.toLowerCase());
    asked.push(md5s);
    expect(rows).toBe(md5s.length);
    const documents = (await answer(md5s, own)).map((wire) => documentOf(wire as WireObject));
    yield {
      documents,
      total: documents.length,
      start: 0,
      isIncomplete: false,
      hidden: [],
      terms: [],
      facets: {},
    };
  }
  const binaries = { pages, read: readBinary } as unknown as Cb['binaries'];
  return { cb: { binaries }, asked };
}

describe('where hashes were seen', () => {
  test('is asked a hundred at a time, at most eight searches under way', async () => {
    let [running, most] = [0, 0];
    const { cb, asked } = server(async ([first]) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running -= 1;
      return [{ md5: first?.toUpperCase(), host_count: 3 }];
    });
    const progress: number[] = [];
    const found = await whereSeen(cb, upTo(2050), { signal, onProgress: (done) => progress.push(done) });
    expect(asked.map((md5s) => md5s.length).toSorted((a, b) => b - a)).toEqual([...Array(20).fill(100), 50]);
    expect(most).toBe(8);
    expect(found.size).toBe(21);
    expect(found.get(hash(100))).toMatchObject({ hostCount: 3, name: '', hosts: [] });
    expect(progress.at(-1)).toBe(2050);
  });

  test('keeps of what a binary is what is told: a short name, some hosts, how many', async () => {
    const endpoint = Array.from({ length: 30 }, (_, i) => `WS-${i}|${i}`);
    const wire = { md5: hash(1), observed_filename: ['c:\\a\\b.exe'], endpoint, digsig_result: 'Signed' };
    const { cb } = server(async () => [wire, { host_count: 'x' }, { md5: 5 }]);
    const seen = (await whereSeen(cb, [hash(1)], { signal })).get(hash(1));
    expect(seen).toMatchObject({ name: 'b.exe', hostCount: 30, signature: 'Signed', publisher: '' });
    expect(seen?.hosts).toHaveLength(20);
  });

  test('is asked in halves where the server or the reply is not up to so many', async () => {
    const { cb, asked } = server(async (md5s) => {
      if (md5s.length > 30) {
        throw new ServerFault('ServerError', 'too many clauses', {
          status: 400,
          said: '',
          saidCode: undefined,
        });
      }
      return md5s.map((md5) => ({ md5 }));
    });
    expect((await whereSeen(cb, upTo(100), { signal })).size).toBe(100);
    expect(asked.map((md5s) => md5s.length)).toEqual([100, 50, 25, 25, 50, 25, 25]);
  });

  test('ends with the first failure, and begins no more searches behind it', async () => {
    let begun = 0;
    const { cb } = server(async (_md5s, own) => {
      begun += 1;
      if (begun === 3) throw new CbError('Auth', 'refused', { context: { status: 401 } });
      await new Promise<void>((resolve) => own?.addEventListener('abort', () => resolve()));
      throw new CbError('Interrupted', 'aborted');
    });
    const error = await failureOf(whereSeen(cb, upTo(5000), { signal }));
    expect(error).toMatchObject({ kind: 'Auth' });
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    expect(begun).toBe(8);
  });
});
