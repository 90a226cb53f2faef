import type { Column } from '../../spec/result.ts';

/** Of bulk work on hashes of which nothing else is told. */
export const md5Columns: readonly Column<string>[] = [
  { field: 'md5hash', head: 'md5', of: (md5) => md5, as: 'md5', firm: true },
];
