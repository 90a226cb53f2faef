import { describe, expect, test } from 'vitest';
import { rows } from '../../src/spec/result.ts';
import { draw, drawFailing } from './support.ts';

const columns = [{ field: 'id', head: 'id', of: (row: number) => row }];

function target() {
  const log: string[] = [];
  return {
    log,
    write: async (text: string | Uint8Array) => void log.push(String(text)),
    finish: async () => {
      log.push('finish');
      return 'all is there';
    },
    abandon: async () => void log.push('abandon'),
  };
}

async function* failing(): AsyncGenerator<number> {
  yield 1;
  throw new Error('broken');
}

describe('rows with a form of their own', () => {
  test('come in it on a terminal too', async () => {
    const result = rows([1, 2], columns, { noun: 'things', form: 'csv' });
    expect((await draw(result, { isTTY: true })).out).toBe('id\n1\n2\n');
  });

  test('come in the form that was asked for', async () => {
    const result = rows([1], columns, { noun: 'things', form: 'csv' });
    expect((await draw(result, { mode: 'ndjson' })).out).toBe('{"id":1}\n');
  });
});

describe('rows with a place of their own', () => {
  test('go there and not to stdout, and say so once all are there', async () => {
    const into = target();
    const result = rows([1, 2], columns, { noun: 'things', form: 'csv', into });
    expect(await draw(result)).toMatchObject({ out: '', err: 'all is there\n' });
    expect(into.log).toEqual(['id\n1\n2\n', 'finish']);
  });

  test('are no table there unless it is asked for, though stdout is a terminal', async () => {
    const into = target();
    await draw(rows([1], columns, { noun: 'things', into }), { isTTY: true });
    expect(into.log[0]).toBe('1\n');
  });

  test('that break off are given up', async () => {
    const into = target();
    const { error } = await drawFailing(rows(failing(), columns, { noun: 'things', form: 'csv', into }));
    expect(error).toMatchObject({ message: 'broken' });
    expect(into.log).toEqual(['id\n1\n', 'abandon']);
  });
});
