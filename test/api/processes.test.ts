import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentOf } from '../../src/api/document.ts';
import { facetOf, type Page, pagesOf, type Search } from '../../src/api/page.ts';
import { readProcess } from '../../src/api/wire/process.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb, processWire, uniqueIdOf } from '../support/mock-cb.ts';

const id = '00000007-0000-0b1c-01da-1747c6b94b40';
let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

async function all(pages: AsyncIterable<Page>): Promise<readonly Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

const documents = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));

describe('a process document', () => {
  test('is read with what it says of the process and its parent', () => {
    expect(readProcess(processWire())).toMatchObject({
      id,
      segmentId: 1_700_000_123_456,
      sensorId: 7,
      name: 'powershell.exe',
      pid: 2844,
      md5: '7353f60b1739074eb17c5f4dddefe239',
      startMs: Date.parse('2023-11-14T22:13:20.500Z'),
      parentId: '00000007-0000-0a10-01da-17474f376c00',
      isSuppressed: false,
    });
  });

  test('without id, pid and start has them from its unique id', () => {
    const wire = { unique_id: uniqueIdOf(id, 5), process_pid: -1, start: null };
    expect(readProcess(wire)).toMatchObject({ id, segmentId: 5, pid: 2844, sensorId: 7 });
    expect(new Date(readProcess(wire).startMs ?? 0).getUTCFullYear()).toBe(2023);
  });

  test('of a parent on another sensor goes by parent_id, and nobody is the parent of ffff-ffff', () => {
    const other = '00000009-0000-0a10-01da-17474f376c00-000000000001';
    const parent_id = '00000007-0000-0a10-01da-17474f376c00';
    expect(readProcess(processWire({ parent_unique_id: other, parent_id })).parentId).toBe(parent_id);
    const unknown = '00000007-ffff-ffff-0000-000000000000';
    expect(readProcess({ id, parent_id: unknown, parent_unique_id: unknown }).parentId).toBeUndefined();
  });

  test.each([null, 7, 'x', [], {}, { id: 9, process_md5: '000', parent_unique_id: {}, start: [] }])(
    'that is %j is read as one of which nothing is known',
    (json) => {
      expect(readProcess(json)).toMatchObject({ name: '', md5: undefined, parentId: undefined });
    },
  );
});

describe('a search', () => {
  test('sends what was asked for, and reads totals and what was held back', async () => {
    server.searches('process', { q: 'process_name:net.exe', 'cb.group': 'id', rows: 10, start: 0 }, {
      documents: [processWire()],
      total: '40',
      incomplete_results: true,
      filtered: { hour_of_day: [], hostname: ['x'] },
      terms: ['process_name:net.exe'],
    } as never);
    const params = { q: 'process_name:net.exe', 'cb.group': 'id', rows: 10, start: 0, sort: undefined };
    expect(await server.cb().processes.search(params)).toMatchObject({
      total: 40,
      isIncomplete: true,
      hidden: ['hostname'],
      terms: ['process_name:net.exe'],
    });
  });

  test('that is long goes as POST, and 204 is no result', async () => {
    server.answers('POST', '/api/v1/process', 204);
    const q = 'md5:0123456789abcdef0123456789abcdef or '.repeat(60);
    expect(await server.cb().processes.search({ q, rows: 10 })).toMatchObject({ documents: [], total: 0 });
    expect(server.requests[0]?.body).toEqual({ 'cb.urlver': 1, q, rows: 10 });
  });

  test('asks for each facet by its name, and reads names that are numbers', async () => {
    const facets = { process_name: [{ name: 7, value: 3, percent: 100, ratio: '95.1' }, 'x'] };
    server.searches(
      'process',
      { q: '', rows: 0, facet: 'true', 'facet.field': ['process_name', 'username'] },
      { facets },
    );
    const params = { q: '', rows: 0, facet: true, 'facet.field': ['process_name', 'username'] };
    const page = await server.cb().processes.search(params);
    expect(facetOf(page, 'process_name')).toMatchObject([
      { name: '7', value: 3, percent: 100, ratio: '95.1' },
      { name: '"x"', value: 0, wire: { unread: 'x' } },
    ]);
    expect(facetOf(page, 'username')).toEqual([]);
  });

  test('that is answered by something else is BadReply', async () => {
    server.answers('GET', '/api/v1/process?cb.urlver=1', 200, ['x']);
    expect(await failureOf(server.cb().processes.search({}))).toMatchObject({ kind: 'BadReply' });
  });
});

describe('the pages of a search', () => {
  const pages = (options: { limit?: number; rows: number }) =>
    all(pagesOf(server.cb().processes.search, { q: 'x' }, options));

  test('are asked for one after the other up to the limit', async () => {
    server.searches('process', { q: 'x', start: 0, rows: 2 }, { documents: documents(2), total: 9 });
    server.searches('process', { q: 'x', start: 2, rows: 1 }, { documents: documents(1), total: 9 });
    expect((await pages({ limit: 3, rows: 2 })).map((page) => page.documents.length)).toEqual([2, 1]);
  });

  test('end on an empty page though the total says more', async () => {
    server.searches('process', { q: 'x', start: 0, rows: 2 }, { documents: documents(2), total: 9 });
    server.searches('process', { q: 'x', start: 2, rows: 2 }, { documents: [], total: 9 });
    server.searches('process', { q: 'x', start: 4, rows: 2 }, { documents: [], total: 9 });
    expect(await pages({ rows: 2 })).toHaveLength(2);
  });

  test('go on behind what the server gave, though it was less than asked for', async () => {
    server.searches('process', { q: 'x', start: 0, rows: 5 }, { documents: documents(2), total: 4 });
    server.searches('process', { q: 'x', start: 2, rows: 5 }, { documents: documents(2), total: 4 });
    expect(await pages({ rows: 5 })).toHaveLength(2);
  });

  /** Pages of so many documents each, of which none is there before it is let go; what was asked for and what was thrown away as it happened. */
  const held = (total: number | undefined, lengths: Readonly<Record<number, number>>) => {
    const asked: string[] = [];
    const thrown: number[] = [];
    const stopped: number[] = [];
    const ends = new Map<number, PromiseWithResolvers<void>>();
    const search: Search = async ({ start, rows }, { signal, tries } = {}) => {
      asked.push(`${start}+${rows}${tries === undefined ? '' : ` tries ${tries}`}`);
      const at = Number(start);
      const end = Promise.withResolvers<void>();
      ends.set(at, end);
      signal?.addEventListener('abort', () => stopped.push(at));
      await end.promise;
      const page = { total, start: at, isIncomplete: false, hidden: [], terms: [], facets: {} };
      return {
        ...page,
        documents: documents(lengths[at] ?? 0).map(documentOf),
        release: () => void thrown.push(at),
      };
    };
    return {
      search,
      asked,
      thrown,
      stopped,
      end: (start: number) => ends.get(start)?.resolve(),
    };
  };

  test('come with the next on its way while one is read, and behind a full one that after it', async () => {
    const { search, asked, end } = held(9, { 0: 2, 2: 2 });
    const reading = pagesOf(search, {}, { rows: 2, limit: 7 });
    const first = reading.next();
    expect(asked).toEqual(['0+2']);
    end(0);
    await first;
    expect(asked).toEqual(['0+2', '2+2', '4+2 tries 1']);
    end(2);
    await reading.next();
    expect(asked).toEqual(['0+2', '2+2', '4+2 tries 1', '6+1 tries 1']);
  });

  test.each([
    ['nobody knows that there is one', undefined, { 0: 2 }],
    ['the total ends before it', 4, { 0: 2 }],
    ['the server gives less at once than it is asked for', 9, { 0: 1 }],
  ])('come with one on its way where %s', async (_why, total, lengths) => {
    const { search, asked, end } = held(total, lengths);
    const reading = pagesOf(search, {}, { rows: 2 });
    const first = reading.next();
    end(0);
    await first;
    expect(asked).toHaveLength(2);
  });

  test('begin behind what was given, and what was asked for further on is thrown away', async () => {
    const { search, asked, thrown, stopped, end } = held(9, { 0: 2, 2: 1, 3: 2 });
    const reading = pagesOf(search, {}, { rows: 2 });
    const first = reading.next();
    end(0);
    await first;
    end(2);
    end(4);
    expect((await reading.next()).value?.start).toBe(2);
    await expect.poll(() => thrown).toEqual([0, 4]);
    expect(stopped).toEqual([4]);
    end(3);
    expect((await reading.next()).value?.start).toBe(3);
    // A server that gives less at once than it is asked for is asked for nothing in vain again.
    expect(asked).toEqual(['0+2', '2+2', '4+2 tries 1', '3+2', '5+2']);
  });

  /** Ten documents, of which each page that is asked for is given, unless `refused` says otherwise. */
  const server10 = (
    refused: (start: number, atOnce: number) => boolean,
    totals: Record<number, number> = {},
  ) => {
    const asked: number[] = [];
    let atOnce = 0;
    const search: Search = async (params) => {
      const start = Number(params['start']);
      asked.push(start);
      atOnce += 1;
      await Promise.resolve();
      const isRefused = refused(start, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      if (isRefused) throw new Error(`refused ${start}`);
      const given = documents(Math.min(Number(params['rows']), 10 - start)).map(documentOf);
      const facts = { start, isIncomplete: false, hidden: [], terms: [], facets: {} };
      return { documents: given, total: totals[start] ?? 10, ...facts };
    };
    const starts = async () => (await all(pagesOf(search, {}, { rows: 2 }))).map(({ start }) => start);
    return { asked, starts };
  };

  test('end where the total moved there, whatever became of the page behind', async () => {
    const { starts } = server10((start) => start === 4, { 2: 4 });
    expect(await starts()).toEqual([0, 2]);
  });

  test('are asked for alone by a server that refuses a second one', async () => {
    const { asked, starts } = server10((_start, atOnce) => atOnce > 1);
    expect(await starts()).toEqual([0, 2, 4, 6, 8]);
    expect(asked).toEqual([0, 2, 4, 2, 4, 6, 8]);
  });

  test.each([2, 4])('are asked for once more where the one at %d failed beside another', async (at) => {
    let isFirst = true;
    const { asked, starts } = server10((start) => {
      if (start !== at || !isFirst) return false;
      isFirst = false;
      return true;
    });
    expect(await starts()).toEqual([0, 2, 4, 6, 8]);
    expect(asked.filter((start) => start === at)).toHaveLength(2);
  });

  test('fail by what fails alone, too', async () => {
    const { asked, starts } = server10((start) => start === 4);
    await expect(starts()).rejects.toThrow('refused 4');
    expect(asked).toEqual([0, 2, 4, 6, 4]);
  });

  test('are not asked for any more once nobody reads on', async () => {
    const { search, stopped, end } = held(9, { 0: 2 });
    const reading = pagesOf(search, {}, { rows: 2 });
    const first = reading.next();
    end(0);
    await first;
    await reading.return(undefined);
    expect(stopped).toEqual([2, 4]);
  });

  test('take no memory once the next one is read', async () => {
    server.searches('process', { q: 'x', start: 0, rows: 1 }, { documents: documents(1), total: 2 });
    server.searches('process', { q: 'x', start: 1, rows: 1 }, { documents: documents(1), total: 2 });
    const reading = pagesOf(server.cb().processes.search, { q: 'x' }, { rows: 1 });
    const [first] = (await reading.next()).value?.documents ?? [];
    expect(first?.sent?.bytes.length).toBeGreaterThan(0);
    await reading.next();
    expect(first?.sent?.bytes.length).toBe(0);
    expect(() => first?.wire).toThrow();
  });

  test('fail where the second one breaks off, after the first was read', async () => {
    server.searches('process', { q: 'x', start: 0, rows: 1 }, { documents: documents(1), total: 3 });
    for (let i = 0; i < 4; i++)
      server.answers('GET', '/api/v1/process?cb.urlver=1&q=x&start=1&rows=1', 200, '{"results": [{"a"');
    server.searches('process', { q: 'x', start: 2, rows: 1 }, { documents: documents(1), total: 3 });
    const reading = pagesOf(server.cb().processes.search, { q: 'x' }, { rows: 1 });
    expect((await reading.next()).done).toBe(false);
    expect(await failureOf(reading.next())).toMatchObject({ kind: 'BadReply' });
  });
});

describe('the documents of a page', () => {
  const path = '/api/v1/process?cb.urlver=1';
  const read = async (body: string) => {
    server.answers('GET', path, 200, body);
    return await server.cb().processes.search({});
  };

  test('are read up to one that is no JSON, which is BadReply', async () => {
    const page = await read('{"results": [{"id": "a"}, {"id" "b"}], "total_results": 2}');
    expect(page).toMatchObject({ documents: { length: 2 }, total: 2 });
    const reading = page.documents[Symbol.iterator]();
    expect(reading.next().value).toMatchObject({ wire: { id: 'a' } });
    expect(() => reading.next()).toThrow(expect.objectContaining({ kind: 'BadReply' }));
  });

  test.each(['1', 'null', '["x"]'])('are objects: %s among them is a bad reply', async (item) => {
    const reading = (await read(`{"results": [{"id": "a"}, ${item}]}`)).documents[Symbol.iterator]();
    expect(reading.next().value).toMatchObject({ wire: { id: 'a' } });
    expect(() => reading.next()).toThrow(expect.objectContaining({ kind: 'BadReply' }));
  });

  test.each([
    ['a name written with escapes', '{"re\\u0073ults": [{"id": "a"}]}', [{ id: 'a' }]],
    ['keys that objects have of themselves', '{"results": [], "__proto__": {"results": [1]}}', []],
  ])('are found, or none of them: %s', async (_what, body, documents) => {
    expect([...(await read(body)).documents].map(({ wire }) => wire)).toEqual(documents);
  });

  test.each(['{"results": "x"}', '{"results": null}', '{"total_results": 3}', '[]'])(
    'are missing, not none: %s',
    async (body) => {
      expect(await failureOf(read(body))).toMatchObject({ kind: 'BadReply' });
    },
  );

  test('keep every digit', async () => {
    const page = await read('{"results": [{"segment_id": 9223372036854775807}]}');
    expect([...page.documents].map(({ wire }) => wire)).toEqual([{ segment_id: '9223372036854775807' }]);
  });
});

describe('a process', () => {
  test('has a summary with parent and children, and is read unwrapped, too', async () => {
    const child = { unique_id: uniqueIdOf(id, 1), is_suppressed: true, child_proc_type: 'fork' };
    server.process(id).summary({ process: processWire(), parent: {}, children: [child], siblings: 'x' });
    server.process(id).summary(processWire(), { segment: 7 });
    const { processes } = server.cb();
    expect(await processes.summary(id, 0)).toMatchObject({
      process: { name: 'powershell.exe' },
      parent: undefined,
      children: [{ isSuppressed: true, childType: 'fork' }],
      siblings: [],
    });
    expect((await processes.summary(id, 7)).process.pid).toBe(2844);
  });

  test('has segments by the hex digits of their ids', async () => {
    server.process(id).segments([1_700_000_123_456, 1_700_000_200_000]);
    const found = await server.cb().processes.segments(id);
    expect(found.map((segment) => segment.segmentId)).toEqual([1_700_000_123_456, 1_700_000_200_000]);
  });

  test('keeps what is no object among its relatives as it came', async () => {
    const child = { process_name: 'cmd.exe' };
    server
      .process(id)
      .summary({ process: processWire(), parent: {}, children: ['x', child], siblings: [null] });
    const { children, siblings } = await server.cb().processes.summary(id, 0);
    expect(children.map(({ wire }) => wire)).toEqual([{ unread: 'x' }, child]);
    expect(siblings.map(({ wire }) => wire)).toEqual([{ unread: null }]);
  });

  test('of a server without the segment route has those of its documents', async () => {
    server.process(id).segments([], 404);
    const wire = (segment: number) =>
      processWire({ segment_id: segment, unique_id: `${id}-0000000${segment}` });
    server.searches(
      'process',
      { q: `process_id:${id}`, rows: 1000, start: 0 },
      { documents: [wire(2), wire(1)] },
    );
    const found = await server.cb().processes.segments(id);
    expect(found.map((segment) => segment.segmentId)).toEqual([1, 2]);
  });

  test('that nobody knows is NotFound, its segments too', async () => {
    server.process(id).unknown();
    server.process(id).segments([], 404);
    server.searches('process', { q: `process_id:${id}`, rows: 1000, start: 0 }, {});
    const { processes } = server.cb();
    expect(await failureOf(processes.summary(id, 0))).toMatchObject({ kind: 'NotFound' });
    expect(await failureOf(processes.segments(id))).toMatchObject({ kind: 'NotFound' });
  });

  test('is counted by sensors', async () => {
    server.answers('GET', '/api/v1/process/host/count?cb.freqver=1&name=md5&md5=AA', 200, { hostCount: '3' });
    expect(await server.cb().processes.hostCount('AA')).toEqual({
      hostCount: 3,
      globalCount: -1,
      documentCount: -1,
    });
  });
});
