import { CbError } from '../../errors/cb-error.ts';
import { asWritten, type HuntFile, type HuntQuery, type HuntSource } from './hunt-query.ts';

/** Lines of `NAME<TAB>QUERY`; `#` begins a comment at the beginning of a line. Kind `Usage` for a line without a query. */
export function queriesOfLines({ text, file, source }: HuntSource): HuntFile {
  const queries = text.split(/\r\n|\r|\n/).flatMap((line, index): readonly HuntQuery[] => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return [];
    const tab = line.indexOf('\t');
    const [name, query] = tab < 0 ? ['', ''] : [line.slice(0, tab).trim(), line.slice(tab + 1).trim()];
    const place = `${file}:${index + 1}:${tab < 0 ? 1 : tab + 2}`;
    if (name === '' || query === '') {
      throw new CbError('Usage', `${place}: a line is a name, a tab and a query`, {
        context: { file, line: index + 1, column: 1 },
      });
    }
    return [{ ...asWritten, source, name, index: 'process', queries: [query], place }];
  });
  return { queries, refusals: [] };
}
