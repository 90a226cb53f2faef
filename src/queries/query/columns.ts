import type { KeptQuery } from '../../ops/saved-query/query-folder.ts';
import type { Column } from '../../spec/result.ts';

export const savedColumns: readonly Column<KeptQuery>[] = [
  { field: 'name', head: 'name', of: ({ name }) => name, firm: true, style: () => 'name' },
  {
    field: 'parameters',
    head: 'parameters',
    of: ({ parameters }) => parameters,
    show: ({ parameters }) => parameters.map((each) => `--${each}`).join(' '),
    plain: ({ parameters }) => parameters.join(' '),
  },
  { field: 'about', head: 'about', of: ({ about }) => about, drop: 1 },
  { field: 'index', head: 'index', of: ({ index }) => index, wide: true },
  { field: 'query', head: 'query', of: ({ query }) => query, drop: 2 },
  { field: 'path', head: 'file', of: ({ path }) => path, wide: true, localFile: ({ path }) => path },
];
