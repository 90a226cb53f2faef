import { describe, expect, test } from 'vitest';
import { type Kind, pickNamed } from '../../src/ops/named.ts';

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

const kind: Kind<Thing> = {
  noun: 'thing',
  idOf: ({ id }) => id,
  namesOf: ({ name, email }) => [name, email],
  lister: 'cbq thing',
};
const thing = (id: string, name: string, email = ''): Thing => ({ id, name, email });
const all = [thing('1', '12'), thing('12', 'Twin'), thing('3', 'twin'), thing('4', ''), thing('', 'x')];
const idOf = (wanted: string) => pickNamed(all, wanted, kind).id;

describe('an object by id or name', () => {
  test('is one by its id before one by its name, and by exact name before any case', () => {
    expect([idOf('12'), idOf('twin'), idOf('Twin'), idOf(' 4 '), idOf('X')]).toEqual([
      '12',
      '3',
      '12',
      '4',
      '',
    ]);
  });

  test.each(['', '  '])('is never one without a name, for %j', (wanted) => {
    expect(() => idOf(wanted)).toThrow(expect.objectContaining({ kind: 'Usage' }));
  });

  test('is none of two that the name fits alike, and not found with the nearest name', () => {
    expect(() => idOf('TWIN')).toThrow('"TWIN" is the name of 2 things: 12, 3');
    expect(() => idOf('Twim')).toThrow(
      expect.objectContaining({ kind: 'NotFound', hint: expect.stringContaining('did you mean') }),
    );
    expect(() => idOf('__proto__')).toThrow(expect.objectContaining({ kind: 'NotFound' }));
  });
});
