/**
 * UTF-16 units that are half of a pair and stand alone: NTFS, the registry and command lines may hold them, Unicode text may not. JSON
 * that we write has U+FFFD and the unit's number in braces in its place, `\ufffd{d800}`. A U+FFFD that such braces follow anyway is
 * written `\ufffd{fffd}`, so that what a name really holds can always be told, whoever made it up.
 */
const marked = /\ufffd\{([0-9a-f]{4})\}/g;
const toMark = /\ufffd(?=\{[0-9a-f]{4}\})|\p{Surrogate}/gu;

/** The text as valid Unicode. */
export function markLoneUnits(text: string): string {
  return text.isWellFormed() && !text.includes('\ufffd{') ? text : text.replace(toMark, mark);
}

/** The text that was marked. */
export function readLoneUnits(text: string): string {
  return text.includes('\ufffd{')
    ? text.replace(marked, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** The same for what `JSON.stringify` wrote: there such a unit stands as an escape, which no valid document holds. */
export function markLoneUnitsOfJson(json: string): string {
  if (!json.includes('\\ud') && !json.includes('\ufffd{')) return json;
  // Escapes are taken as they stand, one after the other: an escaped backslash before `ud800` makes no escape of it.
  return json.replace(/\\(?:u(d[0-9a-f]{3})|.)|\ufffd(?=\{[0-9a-f]{4}\})/gs, (all, hex?: string) =>
    all === '\ufffd' ? mark(all) : hex === undefined ? all : `\ufffd{${hex}}`,
  );
}

function mark(unit: string): string {
  return `\ufffd{${unit.charCodeAt(0).toString(16)}}`;
}
