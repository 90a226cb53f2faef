const printableAscii = /^[\x20-\x7e]*$/;

// Width data is written out here: a library that knows it costs 30 ms of start-up. A test compares the two.
const zeroWidth =
  /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u{1160}-\u{11FF}\u{D7B0}-\u{D7FF}]/u;
const wide =
  /[\p{Emoji_Presentation}\u{1100}-\u{115F}\u{2329}\u{232A}\u{2630}-\u{2637}\u{268A}-\u{268F}\u{2E80}-\u{303E}\u{3041}-\u{3247}\u{3250}-\u{A4CF}\u{A960}-\u{A97C}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE10}-\u{FE19}\u{FE30}-\u{FE6B}\u{FF01}-\u{FF60}\u{FFE0}-\u{FFE6}\u{16FE0}-\u{1B2FB}\u{1D300}-\u{1D376}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}]/u;
const regionalIndicator = /\p{Regional_Indicator}/u;
const emojiModifier = /\p{Emoji_Modifier}/u;
const emojiModifierBase = /\p{Emoji_Modifier_Base}/u;
const pictographic = /\p{Extended_Pictographic}/u;

/** Columns that the text takes on a terminal. For text that went through `escapeLine` and carries no colours. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  let before = '';
  for (const character of text) {
    width += widthAfter(before, character);
    before = character;
  }
  return width;
}

/** A heap of combining marks takes no column but many bytes: more than a few per column is cut, too. */
export const unitsPerColumn = 16;

/** The text cut to at most `width` columns, the last of them `…` where something was cut. */
export function truncateToWidth(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return '';
  if (printableAscii.test(text)) return text.length <= width ? text : text.slice(0, width - 1) + ellipsis;
  let used = 0;
  let end = 0;
  let cut = 0;
  let before = '';
  const limit = unitsPerColumn * width;
  for (const character of text) {
    used += widthAfter(before, character);
    end += character.length;
    if (used > width || end > limit) return text.slice(0, cut) + ellipsis;
    if (used <= width - 1) cut = end;
    before = character;
  }
  return text;
}

/** The text with blanks added up to `width` columns; a longer one stays as it is. */
export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const missing = width - displayWidth(text);
  if (missing <= 0) return text;
  return align === 'right' ? ' '.repeat(missing) + text : text + ' '.repeat(missing);
}

/** The text in pieces of at most `width` columns each, cut behind a blank where one is near; at least one piece, and nothing is lost. */
export function wrapToWidth(text: string, width: number): string[] {
  const columns = Math.max(2, width);
  const lines: string[] = [];
  let start = 0;
  let end = 0;
  let used = 0;
  let before = '';
  /** Behind the last blank of this piece, and how wide the piece is up to there. */
  let blank = { end: 0, used: 0 };
  for (const character of text) {
    const size = widthAfter(before, character);
    while (used + size > columns) {
      const isNear = blank.end > start && blank.used * 2 >= columns;
      const cut = isNear ? blank : { end, used };
      lines.push(text.slice(start, cut.end));
      start = cut.end;
      used -= cut.used;
    }
    used += size;
    end += character.length;
    before = character;
    if (character === ' ') blank = { end, used };
  }
  lines.push(text.slice(start));
  return lines;
}

function widthAfter(before: string, character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (character === '\uFE0F') return pictographic.test(before) && !wide.test(before) ? 1 : 0;
  if (zeroWidth.test(character)) return 0;
  if (regionalIndicator.test(character)) return 1; // two of them are one flag of two columns
  if (emojiModifier.test(character) && emojiModifierBase.test(before)) return 0;
  return wide.test(character) ? 2 : 1;
}
