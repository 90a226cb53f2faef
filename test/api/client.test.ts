import { expect, it } from 'vitest';
import { createCb } from '../../src/api/client.ts';
import type { Http } from '../../src/transport/types.ts';

it('makes a resource when it is first asked for, and once', () => {
  const asked: PropertyKey[] = [];
  const http = new Proxy({} as Http, {
    get(_http, member) {
      asked.push(member);
      return undefined;
    },
  });
  const cb = createCb({ http });
  const before = asked.length;
  const members = Object.keys(cb).filter((name) => name !== 'http' && name !== 'close');
  expect(members).toHaveLength(17);
  for (const name of members)
    expect(Object.getOwnPropertyDescriptor(cb, name)?.get, name).toBeTypeOf('function');
  expect(asked).toHaveLength(before);
  for (const name of members) {
    const [first, second] = [0, 1].map(() => Reflect.get(cb, name));
    expect(first, name).toBeTypeOf('object');
    expect(second, name).toBe(first);
  }
});
