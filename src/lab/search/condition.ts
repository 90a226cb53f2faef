/** A part of a WHERE over `document`, with what goes in for its `?`. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

export const always: Condition = { sql: '1', params: [] };
export const never: Condition = { sql: '0', params: [] };

/** Above that many, ids go in as one JSON parameter. */
const mostInline = 64;

/** The column holds one of the ids. */
export function among(column: string, ids: readonly number[]): Condition {
  const [only] = ids;
  if (only === undefined) return never;
  if (ids.length === 1) return { sql: `${column} = ?`, params: [only] };
  return ids.length <= mostInline
    ? { sql: `${column} IN (${ids.join(',')})`, params: [] }
    : { sql: `${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ids)] };
}

/** Both ends included. */
export function between(column: string, low: number, high: number): Condition {
  const parts: Condition[] = [];
  if (Number.isFinite(low)) {
    parts.push(
      low === high ? { sql: `${column} = ?`, params: [low] } : { sql: `${column} >= ?`, params: [low] },
    );
  }
  if (Number.isFinite(high) && low !== high) parts.push({ sql: `${column} <= ?`, params: [high] });
  return all(parts);
}

export function all(parts: readonly Condition[]): Condition {
  const kept = parts.filter((part) => part.sql !== always.sql);
  return kept.some((part) => part.sql === never.sql) ? never : joined(kept, 'AND', always);
}

export function any(parts: readonly Condition[]): Condition {
  const kept = parts.filter((part) => part.sql !== never.sql);
  return kept.some((part) => part.sql === always.sql) ? always : joined(kept, 'OR', never);
}

export function not(part: Condition): Condition {
  if (part.sql === always.sql || part.sql === never.sql) return part.sql === always.sql ? never : always;
  return { sql: `NOT (${part.sql})`, params: part.params };
}

/** In halves: the database takes long lists, but no deep ones. */
function joined(parts: readonly Condition[], word: 'AND' | 'OR', empty: Condition): Condition {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? empty;
  const middle = parts.length >> 1;
  const left = joined(parts.slice(0, middle), word, empty);
  const right = joined(parts.slice(middle), word, empty);
  return { sql: `(${left.sql}) ${word} (${right.sql})`, params: [...left.params, ...right.params] };
}
