/** Name and value of one parameter of a search, decoded. */
export type Parameter = readonly [name: string, value: string];

/** A `search_query` taken apart: the query part of a search URL that a watchlist keeps (contract/watchlists.md). */
export interface SavedSearch {
  /** As the server has it. */
  readonly text: string;
  /** What stands in `q`. */
  readonly q: string;
  /** For people: `q`, and each `cb.q.<field>` as `field:value`. */
  readonly query: string;
  /** Text without `q=`, as some scripts leave it: servers store it, and find little by it. */
  readonly isRaw: boolean;
  /** What else decides what is found: `cb.q.<field>`, `cb.fq.<field>` and the like. In their order. */
  readonly filters: readonly Parameter[];
  /** How results were shown to whoever saved it: `sort`, `facet` … */
  readonly manner: readonly Parameter[];
}

const mannerNames: ReadonlySet<string> = new Set(['sort', 'facet', 'facet.field', 'rows', 'start']);
/** One of these makes it a query string. */
const marks = /^(?:q|cb\.urlver|cb\.f?q\..*)$/;

/** Reads a `search_query`, however well it is formed: `+` or `%20` for a blank, in any order, or raw text. Never fails. */
export function readSavedSearch(text: string): SavedSearch {
  const all = [...new URLSearchParams(asUtf8(text))];
  if (!all.some(([name]) => marks.test(name)))
    return { text, q: text, query: text, isRaw: text !== '', filters: [], manner: [] };
  const others = all.filter(([name]) => name !== 'q' && name !== 'cb.urlver');
  const q = all.flatMap(([name, value]) => (name === 'q' && value !== '' ? [value] : [])).join(' ');
  const fields = others.flatMap(([name, value]) =>
    name.startsWith('cb.q.') && value !== '' ? [`${name.slice('cb.q.'.length)}:${value}`] : [],
  );
  return {
    text,
    q,
    query: [q, ...fields].filter((part) => part !== '').join(' '),
    isRaw: false,
    filters: others.filter(([name]) => !mannerNames.has(name)),
    manner: others.filter(([name]) => mannerNames.has(name)),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Old scripts encode `ü` as `%FC`: what is no UTF-8 is Latin-1. */
function asUtf8(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    try {
      utf8.decode(bytes);
      return run;
    } catch {
      return encodeURIComponent(bytes.toString('latin1'));
    }
  });
}

/** A `search_query` as servers want it: `cb.urlver=1` first, blanks as `%20`. */
export function writeSavedSearch(q: string, others: readonly Parameter[] = []): string {
  const parameters: readonly Parameter[] = [['cb.urlver', '1'], ['q', q], ...others];
  return parameters.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}

/** All but A–Z a–z 0–9 `-_.~` in percent. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
