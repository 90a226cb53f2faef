import type { QueryIndex } from './query-fields.ts';
import { readSavedSearch, type SavedSearch, writeSavedSearch } from './saved-search.ts';

/** What a link into the server's console can lead to, beside a search. */
export type LinkedKind =
  | 'process'
  | 'binary'
  | 'sensor'
  | 'watchlist'
  | 'alert'
  | 'report'
  | 'group'
  | 'investigation';

/**
 * The places after `#` (contract/processes.md, "deep links"; those of reports and investigations as clients read them; those of an alert,
 * a search for it, and of a group are INFERRED).
 */
const places: Readonly<Record<LinkedKind, (id: string) => string>> = {
  process: (id) => `analyze/${id}`,
  binary: (id) => `binary/${id}`,
  sensor: (id) => `/host/${id}`,
  watchlist: (id) => `watchlist/${id}`,
  alert: (id) => `/alerts?q=unique_id:${id}`,
  report: (id) => `/threat-details/${id.replace('%3A', '/')}`,
  group: (id) => `/hosts/group/${id}`,
  investigation: (id) => `/investigation/${id}`,
};

const forms: Readonly<Record<LinkedKind, RegExp>> = {
  // Segment 1 is what consoles write for a process as a whole.
  process: /^\/?analyze\/([0-9a-f-]{36,49}(?:\/(?!1\b)\d{1,15})?)/i,
  binary: /^\/?binary\/([0-9a-f]{32})\/?(?:\?|$)/i,
  sensor: /^\/?hosts?\/(\d{1,15})\/?(?:\?|$)/i,
  watchlist: /^\/?watchlists?\/(\d{1,15})\/?(?:\?|$)/i,
  alert: /^\/?alerts?[/?].*?\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
  report: /^\/?threat-details\/([^/?]+\/[^/?]+)\/?(?:\?|$)/i,
  group: /^\/?hosts\/groups?\/(\d{1,15})\/?(?:\?|$)/i,
  investigation: /^\/?investigations?\/(\d{1,15})\/?(?:\?|$)/i,
};

const searches: Readonly<Record<QueryIndex, string>> = {
  process: 'search',
  binary: 'binaries',
  alert: 'alerts',
  report: 'threats',
};

/** The link to an object in the console of `server` (`https://host[:port]`). A process takes its GUID, or GUID/segment; a report `feed:id`. */
export function consoleLink(server: string, kind: LinkedKind, id: string | number): string {
  const parts = kind === 'report' ? [String(id)] : String(id).split('/');
  return `${base(server)}${places[kind](parts.map(encodeURIComponent).join('/'))}`;
}

/** The link to a search of an index. */
export function searchLink(server: string, index: QueryIndex, query: string): string {
  return `${base(server)}/${searches[index]}?${writeSavedSearch(query)}`;
}

function base(server: string): string {
  return `${server.replace(/\/+$/, '')}/#`;
}

export interface ReadLink {
  readonly host: string;
  readonly kind: LinkedKind;
  readonly id: string;
}

/** What a pasted console link leads to; undefined for what is no link, or none to an object that is known here. */
export function readConsoleLink(word: string): ReadLink | undefined {
  const url = linkOf(word);
  if (url === undefined) return undefined;
  const raw = url.hash.slice(1);
  for (const [kind, form] of Object.entries(forms) as [LinkedKind, RegExp][]) {
    // Of a report both parts may hold anything, so they are told apart before they are decoded.
    const id = form.exec(kind === 'report' ? raw : decoded(raw))?.[1];
    if (id !== undefined) return { host: url.host, kind, id: kind === 'report' ? reportOf(id) : id };
  }
  return undefined;
}

function reportOf(id: string): string {
  return id.split('/').map(decoded).join(':');
}

export interface ReadSearch {
  readonly host: string;
  readonly index: QueryIndex;
  readonly search: SavedSearch;
}

/** The search that a pasted console link shows (`#search/cb.urlver=1&q=…`, `#/binaries?q=…`); undefined for what is none. */
export function readSearchLink(word: string): ReadSearch | undefined {
  const url = linkOf(word);
  if (url === undefined) return undefined;
  const [, place, text] =
    /^\/?(search|binaries|alerts|threats)(?:[/?]+(.*))?$/is.exec(url.hash.slice(1)) ?? [];
  const found = Object.entries(searches).find(([, each]) => each === place?.toLowerCase());
  if (found === undefined) return undefined;
  // What is encoded as a whole has no parameters of its own.
  const parameters = text !== undefined && !/[=&]/.test(text) ? decoded(text) : (text ?? '');
  return { host: url.host, index: found[0] as QueryIndex, search: readSavedSearch(parameters) };
}

function linkOf(word: string): URL | undefined {
  const text = word.trim();
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
