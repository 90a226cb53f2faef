import { describe, expect, it, test } from 'vitest';
import { fieldHint, fieldNamed } from '../../src/text/field-names.ts';

const fields = [
  { field: 'id', head: 'id' },
  { field: 'computer_name', head: 'hostname' },
  { field: 'last_server_update', head: 'last at server' },
  { field: 'health', head: 'id' },
  { field: 'detail', head: '' },
];
const many = [...fields, ...Array.from({ length: 20 }, (_, i) => ({ field: `field_${i}`, head: `f${i}` }))];

describe('a field', () => {
  it.each([
    ['computer_name', 'computer_name'],
    ['hostname', 'computer_name'],
    ['HOSTNAME', 'computer_name'],
    ['last at server', 'last_server_update'],
    ['last-at-server', 'last_server_update'],
    ['id', 'id'],
    ['', undefined],
    ['Computer_Name', undefined],
    ['__proto__', undefined],
  ])('is found by its name or heading: %j', (name, found) => {
    expect(fieldNamed(fields, name)?.field).toBe(found);
  });
});

test('the hint to a name that nobody knows is short: all of few, else the nearest and where the rest is', () => {
  expect(fieldHint(['wings'], fields)).toBe(
    'known fields: id, computer_name, last_server_update, health, detail',
  );
  expect(fieldHint(['wings'], many)).toBe('--fields help lists the 25 there are');
  expect(fieldHint(['hostnam', 'update'], many)).toBe(
    'did you mean computer_name or last_server_update? --fields help lists the 25 there are',
  );
  expect(fieldHint(['x'], [])).toBe('this has no fields');
});
