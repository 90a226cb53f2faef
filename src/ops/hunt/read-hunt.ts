import { CbError } from '../../errors/cb-error.ts';
import { isSigma } from '../sigma/rule.ts';
import { type Member, parseStrictYaml, type StrictYaml } from '../strict-yaml.ts';
import { readWatchlistFile } from '../watchlist-file.ts';
import { queriesOfDefinitions } from './definitions.ts';
import type { HuntFile, HuntForm, HuntRules, HuntSource } from './hunt-query.ts';
import { queriesOfLines } from './lines.ts';
import { queriesOfOwn } from './own-file.ts';
import { queryOfSigma } from './sigma-query.ts';
import { queriesOfWatchlists } from './watchlist-queries.ts';

/** The longest file that is read, in bytes. */
export const mostHuntBytes = 4 * 1024 * 1024;

/** Reads a file of questions. Kind `Usage`, with file, line and column, for what is of none of the forms. */
export async function readHunt(source: HuntSource, rules: HuntRules): Promise<HuntFile> {
  const { text, file, form } = source;
  if (Buffer.byteLength(text) > mostHuntBytes)
    throw new CbError('Usage', `${file} is larger than 4 MiB: that is no hunt`);
  if (form === 'lines' || (form === undefined && isLines(text))) return queriesOfLines(source);
  const { top, yaml } = await parseStrictYaml(text, file);
  if (top === null) return yaml.refuse(0, 'the file is empty');
  if (!yaml.isMap(top)) return yaml.refuse(top.range[0], 'the file holds no questions', formsHint);
  const members = yaml.pairs(top, 0, 'the file');
  const unique = () => yaml.members(top, 0, 'the file');
  switch (form ?? formOf(members, yaml)) {
    case 'definitions':
      return queriesOfDefinitions(members, yaml, source);
    case 'sigma':
      return queryOfSigma(unique(), yaml, source, rules);
    case 'watchlists':
      return queriesOfWatchlists(await readWatchlistFile(text, file), source);
    case 'queries':
      return queriesOfOwn(unique(), yaml, source);
    default:
      return yaml.refuse(top.range[0], 'this is none of the files that a hunt reads', formsHint);
  }
}

const formsHint =
  'definitions (programs with lists of values of fields), a Sigma rule, "queries:", "watchlists:", or lines of NAME<TAB>QUERY';

function formOf(members: readonly (readonly [string, Member])[], yaml: StrictYaml): HuntForm | undefined {
  const top = new Map(members);
  if (isSigma(top)) return 'sigma';
  if (top.has('queries') && yaml.isList(top.get('queries')?.value ?? null)) return 'queries';
  if (top.has('watchlists')) return 'watchlists';
  const areMaps = members.length > 0 && members.every(([, { value }]) => yaml.isMap(value));
  return areMaps ? 'definitions' : undefined;
}

/** Each line that says something has a name, a tab, and a query. */
function isLines(text: string): boolean {
  const first = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return first !== undefined && /^[^\s{["'][^\t{]*\t\s*\S/.test(first);
}
