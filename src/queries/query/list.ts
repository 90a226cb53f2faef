import { allSaved } from '../../ops/saved-query/query-folder.ts';
import { rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { savedColumns } from './columns.ts';

export const queryList = query({
  name: 'query',
  aliases: ['query list'],
  about: 'list the queries that you saved',
  details:
    'Each is a file of YAML in the folder queries of the configuration (~/.config/cblr, or below XDG_CONFIG_HOME), which can be kept in git. A file that cannot be read is told with its line and column, and the others are listed.',
  group: 'processes',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  beyond: 'cbq process searches; cbq query run NAME runs what is saved',
  search: ['saved', 'favourite', 'favorite', 'bookmark', 'template'],
  examples: [{ line: 'cbq query list', shows: 'what is saved, with its parameters' }],
  fields: () => savedColumns,
  async run(_input, { runtime, queryFolder }) {
    const folder = queryFolder();
    const { saved, faults } = await allSaved(runtime.files, folder);
    return rows(saved, savedColumns, {
      noun: 'saved queries',
      notes: () => faults.map(({ message }) => message),
      isPartial: () => faults.length > 0,
      whenEmpty: `no query is saved in ${folder}; cbq query save NAME QUERY saves one`,
    });
  },
});
