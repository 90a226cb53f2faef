import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from '../output/html/pages.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb, processWire, uniqueIdOf } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const guid = '00000007-0000-0005-01da-1747c6b94b40';
const knows = () => {
  const process = processWire({
    id: guid,
    process_pid: 5,
    process_name: '</script>.exe',
    cmdline: 'net  use',
  });
  server.process(guid).summary({ process, children: [], siblings: [] });
};
const hasNoChildren = () => {
  server.searches(
    'process',
    { q: `parent_id:${guid}`, 'cb.group': 'id', start: 0, rows: 500 },
    { documents: [] },
  );
  server.answers('GET', `/api/v1/process/${guid}/segment`, 200, {
    process: { segments: [{ unique_id: uniqueIdOf(guid, 9), event_counts: { filemod: 1 } }] },
  });
};
const words = (noun: string, ...more: string[]) => ['process', noun, guid, '--html', 'page.html', ...more];

describe('cbq process … --html', () => {
  test('writes the events with what is known of the process, for its owner alone', async () => {
    server.info();
    knows();
    server.process(guid).segments([9]);
    server.process(guid).events(5, 9, {
      regmod_complete: ['2|2023-11-14 22:00:02.000000|\\registry\\machine\\Run\\upd'],
    });
    const { exitCode, out, err, runtime } = await cbq(server, words('events', '-o', 'json'));
    const path = join(runtime.home, 'page.html');
    expect(exitCode).toBe(0);
    expect(err).toBe(`the page is in ${path}\n`);
    const { size, mode } = await stat(path);
    expect(JSON.parse(out)).toEqual({ path, size });
    expect(mode & 0o777).toBe(0o600);
    expect(dataOf(await readFile(path, 'utf8'))).toMatchObject({
      name: '</script>.exe',
      facts: expect.arrayContaining([['command line', 'net  use']]),
      kinds: [
        {
          name: 'regmod',
          count: 1,
          events: [
            [
              Date.UTC(2023, 10, 14, 22, 0, 2),
              '2023-11-14T22:00:02.000000Z',
              'first wrote value',
              '\\registry\\machine\\Run\\upd',
              [],
              '',
            ],
          ],
        },
      ],
    });
  });

  test('writes the tree', async () => {
    server.info();
    knows();
    hasNoChildren();
    const { exitCode, runtime } = await cbq(server, words('tree'));
    expect(exitCode).toBe(0);
    const html = await readFile(join(runtime.home, 'page.html'), 'utf8');
    expect(dataOf(html)).toMatchObject({ notes: [], nodes: [{ parent: -1, name: '</script>.exe' }] });
  });

  test.each(['tree', 'events'])(
    'leaves alone what is there, without asking the server (%s)',
    async (noun) => {
      const runtime = makeRuntime();
      const path = join(runtime.home, 'page.html');
      await writeFile(path, 'mine');
      expect(await cbq(server, words(noun), { runtime })).toMatchObject({ exitCode: 1 });
      expect(runtime.err()).toBe(
        `cbq: ${path} is there already\nhint: name another file, or replace it with --force\n`,
      );
      expect(await readFile(path, 'utf8')).toBe('mine');
    },
  );

  test('keeps the old page when the new one cannot be made, and no part of it', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.home, 'page.html');
    await writeFile(path, 'mine');
    server.info();
    server.process(guid).unknown();
    expect(await cbq(server, words('events', '--force'), { runtime })).toMatchObject({ exitCode: 3 });
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(
      (await runtime.files.list(runtime.home)).filter(({ name }) => name.startsWith('page')),
    ).toHaveLength(1);
  });

  test('replaces it with --force, which means nothing alone', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.home, 'page.html');
    await writeFile(path, 'mine');
    server.info();
    knows();
    hasNoChildren();
    expect(await cbq(server, words('tree', '--force'), { runtime })).toMatchObject({ exitCode: 0 });
    expect(await readFile(path, 'utf8')).toContain('<!doctype html>');
    expect(await cbq(server, ['process', 'tree', guid, '--force'])).toMatchObject({ exitCode: 2 });
    expect(await cbq(server, words('tree', '--dot'))).toMatchObject({ exitCode: 2 });
  });
});
