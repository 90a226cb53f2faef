import { CbError, isCbError } from '../errors/cb-error.ts';
import { pickNamed } from '../ops/named.ts';
import { oneSensor } from '../ops/one-sensor.ts';
import { type Column, rows } from '../spec/result.ts';
import { consoleLink, type LinkedKind, readSearchLink, searchLink } from '../text/console-link.ts';
import { parseMd5 } from '../text/md5.ts';
import { kindOfWord } from '../text/object-kind.ts';
import { isGuid, parseProcessRef } from '../text/process-guid.ts';
import { type QueryContext, query } from './context.ts';
import { groupKind } from './group/group-kind.ts';
import { investigationKind } from './investigation/investigation-kind.ts';
import { idOfWord } from './linked-id.ts';
import { wantedSearch } from './linked-search.ts';
import { reportRefs } from './report/report-refs.ts';
import { typedWords } from './typed-words.ts';

interface Opened {
  readonly kind: LinkedKind | 'search';
  readonly id: string;
  readonly link: string;
}

const columns: readonly Column<Opened>[] = [
  { field: 'link', head: 'link', of: ({ link }) => link, whole: true },
  { field: 'kind', head: 'kind', of: ({ kind }) => kind, wide: true },
  { field: 'id', head: 'id', of: ({ id }) => id, wide: true },
];

const kinds = [
  'sensor',
  'process',
  'binary',
  'watchlist',
  'alert',
  'report',
  'group',
  'investigation',
  'search',
] as const;

export const open = query({
  name: 'open',
  about: 'print the console link of an object, or of a search for processes',
  details:
    'The kind is seen from the form: a number is a sensor, 32 hex digits are a binary, a GUID is a process or an alert, FEED:REPORT with the id of a feed is a report, and any other word the name of a sensor. --kind says it where it is another; a search is one word, in quotes. Ids are taken as they are; only names are looked up.',
  group: 'server',
  effect: 'reads',
  operands: { object: { kind: 'text', many: true, about: 'id, name, MD5 or link; - for stdin' } },
  options: { kind: { kind: 'choice', choices: kinds, about: 'what it is' } },
  search: ['link', 'url', 'console', 'browser'],
  examples: [
    { line: 'cbq open 10', shows: 'the link to sensor 10' },
    { line: 'cbq open 00000003-0000-0d7c-01d2-2eca49f7cea2', shows: 'the link to a process' },
    { line: 'cbq open --kind watchlist 19', shows: 'the link to a watchlist' },
    { line: "cbq open --kind search 'process_name:net.exe'", shows: 'the link to a search' },
  ],
  async run({ object, kind }, context) {
    const words = await typedWords(object, 'object', context);
    const server = await context.server();
    const found: Opened[] = [];
    for (const word of words) {
      const known = kind ?? kindOfWord(word) ?? (readSearchLink(word) === undefined ? 'sensor' : 'search');
      if (known === 'search') {
        found.push(await openedSearch(word, server, context));
        continue;
      }
      const id = await idOf(await idOfWord(word, known, context), known, context);
      found.push({ kind: known, id, link: consoleLink(server, known, id) });
    }
    return rows(found, columns, { noun: 'objects' });
  },
});

/** Of a query, or of a link to a search of any index. */
async function openedSearch(word: string, server: string, context: QueryContext): Promise<Opened> {
  const index = readSearchLink(word)?.index ?? 'process';
  const { q } = await wantedSearch([word], index, context);
  return { kind: 'search', id: q, link: searchLink(server, index, q) };
}

async function idOf(word: string, kind: LinkedKind, context: QueryContext): Promise<string> {
  switch (kind) {
    case 'process': {
      const { id, segment } = parseProcessRef(word);
      return segment === undefined ? id : `${id}/${segment}`;
    }
    case 'binary':
      return parseMd5(word);
    case 'alert':
      if (isGuid(word)) return word.toLowerCase();
      throw new CbError('Usage', `"${word}" is no id of an alert`, {
        hint: 'it looks like bf1dc41a-0000-4000-8000-00204482b4e3; cbq alert QUERY shows them',
      });
    case 'sensor':
      return /^\d{1,15}$/.test(word) ? word : await sensorNamed(word, context);
    case 'watchlist':
      return /^\d{1,15}$/.test(word) ? word : await watchlistNamed(word, context);
    case 'group':
      return /^\d{1,15}$/.test(word) ? word : await groupNamed(word, context);
    case 'investigation':
      return /^\d{1,15}$/.test(word) ? word : await investigationNamed(word, context);
    case 'report': {
      const [ref] = await reportRefs([word], context);
      return `${ref?.feedId}:${ref?.id}`;
    }
  }
}

async function sensorNamed(name: string, { cb, signal }: QueryContext): Promise<string> {
  try {
    return String((await oneSensor(await cb(), name, signal)).id);
  } catch (error) {
    if (!isCbError(error, 'NotFound')) throw error;
    const hint = `${error.hint ?? ''}; the name of a watchlist wants --kind watchlist`;
    throw error.reworded({ hint });
  }
}

async function watchlistNamed(name: string, { cb, signal }: QueryContext): Promise<string> {
  const all = await (await cb()).watchlists.list({ signal });
  const picked = pickNamed(all, name, {
    noun: 'watchlist',
    idOf: ({ id }) => id,
    namesOf: (watchlist) => [watchlist.name],
    lister: 'cbq watchlist',
  });
  return String(picked.id);
}

async function groupNamed(name: string, { cb, signal }: QueryContext): Promise<string> {
  return String(pickNamed(await (await cb()).sensorGroups.list({ signal }), name, groupKind).id);
}

async function investigationNamed(name: string, { cb, signal }: QueryContext): Promise<string> {
  return String(pickNamed(await (await cb()).investigations.list({ signal }), name, investigationKind).id);
}
