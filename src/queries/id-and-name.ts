import type { Column } from '../spec/result.ts';

/** What names an object that is made or removed. */
export const idAndName: readonly Column<{
  readonly id?: number | string | undefined;
  readonly name: string;
}>[] = [
  { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
  { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
];
