import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ProcessEvent } from '../../src/api/wire/process-event.ts';
import { createEventSpool } from '../../src/ops/event-spool.ts';
import { makeRuntime } from '../support/make-runtime.ts';

const event = (second: number, target: string): ProcessEvent => ({
  kind: 'filemod',
  time: `2023-11-14 22:00:${String(second).padStart(2, '0')}.000000`,
  timeMs: Date.parse('2023-11-14T22:00:00Z') + second * 1000,
  action: 'created',
  target,
  details: { md5: 'é' },
});
const some = [5, 3, 9, 3, 0, 7, 7, 1].map((second, n) => event(second, second === 7 ? 'same\n' : `c:\\${n}`));

describe('an event spool', () => {
  test.each([2, 3, 8, 100])(
    'that holds %i events gives all in the order of time, each once',
    async (most) => {
      const { files, home } = makeRuntime();
      const before = await readdir(home);
      const spool = createEventSpool<ProcessEvent>(files, most);
      for (const each of some) await spool.add(each);
      expect((await readdir(home)).length > before.length).toBe(most <= some.length);
      const found: ProcessEvent[] = [];
      for await (const each of spool.sorted()) found.push(each);
      expect(found.map(({ time }) => Number(time.slice(17, 19)))).toEqual([0, 1, 3, 3, 5, 7, 9]);
      expect(found[5]).toEqual(some[5]);
      await spool.close();
      expect(await readdir(home)).toEqual(before);
    },
  );

  test('that is left early closes what it reads', async () => {
    const { files } = makeRuntime();
    const spool = createEventSpool<ProcessEvent>(files, 2);
    for (const each of some) await spool.add(each);
    for await (const each of spool.sorted()) {
      expect(each.target).toBe('c:\\4');
      break;
    }
    await spool.close();
  });
});
