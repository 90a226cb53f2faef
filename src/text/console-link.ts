/** What a link into the server's console can lead to. */
export type LinkedKind = 'process' | 'binary' | 'sensor' | 'watchlist' | 'alert';

/** The places after `#` (contract/processes.md, "deep links"; that of an alert is INFERRED: a search for it). */
const places: Readonly<Record<LinkedKind, (id: string) => string>> = {
  process: (id) => `analyze/${id}`,
  binary: (id) => `binary/${id}`,
  sensor: (id) => `/host/${id}`,
  watchlist: (id) => `watchlist/${id}`,
  alert: (id) => `/alerts?q=unique_id:${id}`,
};

const forms: Readonly<Record<LinkedKind, RegExp>> = {
  process: /^\/?analyze\/([0-9a-f-]{36,49}(?:\/\d{1,15})?)/i,
  binary: /^\/?binary\/([0-9a-f]{32})\/?(?:\?|$)/i,
  sensor: /^\/?hosts?\/(\d{1,15})\/?(?:\?|$)/i,
  watchlist: /^\/?watchlists?\/(\d{1,15})\/?(?:\?|$)/i,
  alert: /^\/?alerts?[/?].*?\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
};

/** The link to an object in the console of `server` (`https://host[:port]`). A process takes its GUID, or GUID/segment. */
export function consoleLink(server: string, kind: LinkedKind, id: string | number): string {
  const safe = String(id).split('/').map(encodeURIComponent).join('/');
  return `${server.replace(/\/+$/, '')}/#${places[kind](safe)}`;
}

export interface ReadLink {
  readonly host: string;
  readonly kind: LinkedKind;
  readonly id: string;
}

/** What a pasted console link leads to; undefined for what is no link, or none to an object that is known here. */
export function readConsoleLink(word: string): ReadLink | undefined {
  const text = word.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const place = decoded(url.hash.slice(1));
  for (const [kind, form] of Object.entries(forms) as [LinkedKind, RegExp][]) {
    const id = form.exec(place)?.[1];
    if (id !== undefined) return { host: url.host, kind, id };
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
