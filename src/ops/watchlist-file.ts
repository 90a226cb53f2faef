import { CbError } from '../errors/cb-error.ts';
import { escapeJson } from '../text/escape.ts';
import { readLoneUnits } from '../text/lone-units.ts';
import { nearest } from '../text/nearest.ts';
import { type Parameter, readSavedSearch } from '../text/saved-search.ts';
import {
  type ActionName,
  actionNames,
  isActionName,
  type WatchlistType,
  watchlistTypes,
} from '../text/watchlist-words.ts';
import { type Member, parseStrictYaml, placeOf, type StrictYaml, type YamlNode } from './strict-yaml.ts';
import { writeYaml } from './yaml-writer.ts';

/** A watchlist as a file keeps it: what people decide, and nothing that the server counts. */
export interface KeptWatchlist {
  /** Only where several have the name and type. */
  readonly id: string | undefined;
  readonly name: string;
  readonly type: WatchlistType;
  readonly description: string;
  readonly query: string;
  /** Its `search_query` is the query itself (text/saved-search.ts). */
  readonly isRaw: boolean;
  readonly filters: readonly Parameter[];
  readonly isEnabled: boolean;
  /** Undefined: the file does not say, and they stay as they are. */
  readonly actions: readonly ActionName[] | undefined;
}

export interface WatchlistEntry extends KeptWatchlist {
  /** `FILE:LINE:COLUMN` of the watchlist, and of its query. */
  readonly place: string;
  readonly queryPlace: string;
}

/** The longest file that is read, in bytes. */
export const mostFileBytes = 4 * 1024 * 1024;

const keys = [
  'name',
  'type',
  'id',
  'description',
  'query',
  'raw',
  'parameters',
  'enabled',
  'actions',
] as const;
type Key = (typeof keys)[number];

const heading =
  ' Watchlists. cbq watchlist diff FILE shows what differs on a server, apply FILE makes it so.';

/** The file for some watchlists, in the order given; reading it gives the same ones. */
export async function writeWatchlistFile(
  watchlists: readonly KeptWatchlist[],
  format: 'yaml' | 'json',
): Promise<string> {
  const plain = { watchlists: watchlists.map(plainOf) };
  if (format === 'json') return escapeJson(`${JSON.stringify(plain, null, 2)}\n`);
  return await writeYaml(plain, { heading, inline: ['actions'] });
}

function plainOf(kept: KeptWatchlist): Readonly<Record<string, unknown>> {
  const { id, name, type, description, query, isRaw, filters, isEnabled, actions } = kept;
  const grouped = Map.groupBy(filters, ([parameter]) => parameter);
  // Built from entries: a parameter may have any name.
  const parameters = Object.fromEntries(
    [...grouped].map(([parameter, all]) => {
      const values = all.map(([, value]) => value);
      return [parameter, values.length === 1 ? values[0] : values];
    }),
  );
  return {
    name,
    type,
    ...(id === undefined ? {} : { id: Number.isSafeInteger(Number(id)) ? Number(id) : id }),
    ...(description === '' ? {} : { description }),
    query,
    ...(isRaw ? { raw: true } : {}),
    ...(filters.length === 0 ? {} : { parameters }),
    enabled: isEnabled,
    ...(actions === undefined ? {} : { actions }),
  };
}

/**
 * Reads a file of watchlists, in YAML or JSON. Strict: kind `Usage`, with file, line and column, for what is no YAML, for an unknown key, a
 * wrong type, a name twice, and for anchors, aliases and tags. `file` is how errors name it.
 */
export async function readWatchlistFile(text: string, file: string): Promise<readonly WatchlistEntry[]> {
  if (Buffer.byteLength(text) > mostFileBytes)
    throw new CbError('Usage', `${file} is larger than 4 MiB: that is no list of watchlists`);
  const { top, yaml } = await parseStrictYaml(text, file);
  if (top === null) return yaml.refuse(0, 'the file is empty', beginning);
  const list = yaml.members(top, 0, 'the file', ['watchlists']).get('watchlists');
  if (list === undefined) return yaml.refuse(0, 'the file holds no watchlists', beginning);
  const nodes = yaml.items(list.value, list.key.range[0], 'watchlists');
  const found = nodes.map((node) => entryOf(yaml, node));
  mustDiffer(yaml, found);
  return found.map(({ entry }) => entry);
}

const beginning = 'it begins with "watchlists:"; cbq watchlist export writes one';

interface Found {
  readonly entry: WatchlistEntry;
  /** Where its name and its id stand. */
  readonly at: number;
  readonly idAt: number;
}

function entryOf(yaml: StrictYaml, node: YamlNode): Found {
  const at = node.range[0];
  const all = yaml.members(node, at, 'a watchlist', keys);
  const get = (key: Key): Member | undefined => all.get(key);
  const needed = (key: Key): Member => get(key) ?? yaml.refuse(at, `the watchlist has no ${key}`);
  const flag = (key: Key, otherwise: boolean): boolean => {
    const member = get(key);
    return member === undefined ? otherwise : yaml.flag(member, key);
  };
  const name = yaml.text(needed('name'), 'name');
  if (name.trim() === '') yaml.refuse(placeOf(get('name'), at), 'name must not be empty');
  const [id, description, actions, parameters] = [
    get('id'),
    get('description'),
    get('actions'),
    get('parameters'),
  ];
  const entry: WatchlistEntry = {
    id: id === undefined ? undefined : idOf(yaml, id),
    name,
    type: typeOf(yaml, get('type')),
    description: description === undefined ? '' : yaml.text(description, 'description'),
    query: yaml.text(needed('query'), 'query'),
    isRaw: flag('raw', false),
    filters: parameters === undefined ? [] : filtersOf(yaml, parameters),
    isEnabled: flag('enabled', true),
    actions: actions === undefined ? undefined : actionsOf(yaml, actions),
    place: yaml.place(at),
    queryPlace: yaml.place(placeOf(get('query'), at)),
  };
  if (entry.isRaw && parameters !== undefined)
    yaml.refuse(parameters.key.range[0], 'a watchlist with raw has no parameters');
  if (entry.isRaw && !readSavedSearch(entry.query).isRaw)
    yaml.refuse(placeOf(get('raw'), at), 'raw is for a query that is no query string and not empty');
  return { entry, at: placeOf(get('name'), at), idAt: placeOf(id, at) };
}

/** Two of one name and type are told apart by their ids. */
function mustDiffer(yaml: StrictYaml, found: readonly Found[]): void {
  const byName = new Map<string, WatchlistEntry>();
  const byId = new Map<string, WatchlistEntry>();
  for (const { entry, at, idAt } of found) {
    const key = JSON.stringify([entry.type, entry.name]);
    const same = byName.get(key);
    if (same !== undefined && (same.id === undefined || entry.id === undefined)) {
      const what = `${entry.type} watchlist "${entry.name}" stands here a second time, after ${same.place}`;
      yaml.refuse(at, what, 'two of one name and type each need an id');
    }
    byName.set(key, entry);
    if (entry.id === undefined) continue;
    const twin = byId.get(entry.id);
    if (twin !== undefined)
      yaml.refuse(idAt, `id ${entry.id} stands here a second time, after ${twin.place}`);
    byId.set(entry.id, entry);
  }
}

function idOf(yaml: StrictYaml, member: Member): string {
  const text = String(yaml.scalar(member, 'id', 'a number'));
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return String(Number(text));
  return yaml.wrong(member, 'id', 'a number above 0');
}

function typeOf(yaml: StrictYaml, member: Member | undefined): WatchlistType {
  if (member === undefined) return 'process';
  const word = yaml.text(member, 'type');
  const found = watchlistTypes.find((type) => type === word);
  return found ?? yaml.wrong(member, 'type', `process or binary, not "${word}"`);
}

function actionsOf(yaml: StrictYaml, { key, value }: Member): readonly ActionName[] {
  const names: ActionName[] = [];
  for (const item of yaml.items(value, key.range[0], 'actions')) {
    const word = yaml.text({ key, value: item }, 'an action');
    if (!isActionName(word)) {
      const [near] = nearest(word, actionNames);
      const hint = near === undefined ? `known: ${actionNames.join(', ')}` : `did you mean ${near}?`;
      return yaml.refuse(item.range[0], `unknown action "${word}"`, hint);
    }
    if (names.includes(word)) yaml.refuse(item.range[0], `${word} stands here a second time`);
    names.push(word);
  }
  return names;
}

function filtersOf(yaml: StrictYaml, { key: at, value: map }: Member): readonly Parameter[] {
  const found: Parameter[] = [];
  for (const [name, { key, value }] of yaml.members(map, at.range[0], 'parameters')) {
    if (['q', 'cb.urlver'].includes(name))
      yaml.refuse(key.range[0], `${name} is no parameter beside the query`);
    const nodes = yaml.isList(value) ? yaml.items(value, key.range[0], name) : [value];
    for (const node of nodes) found.push([readLoneUnits(name), yaml.text({ key, value: node }, name)]);
  }
  return found;
}
