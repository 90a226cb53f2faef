import { escapeLine } from '../text/escape.ts';

/** What a prompt may show. */
export const promptParts = [
  'label',
  'host',
  'directory',
  'failed',
  'user',
  'session',
  'age',
  'slots',
  'case',
  'jobs',
  'transcript',
] as const;

export type PromptPart = (typeof promptParts)[number];

export const defaultPrompt = '{label} {case} {transcript} {host} {directory} {failed}> ';

const longest = 200;
const place = /\{([a-z]+)\}/g;

/** Text as it stands, or the part that takes its place. */
export type PromptPiece = { readonly text: string } | { readonly part: PromptPart };

/** A template is text with parts in braces; no brace means anything else. */
export function isPromptTemplate(template: string): boolean {
  return (
    template.length <= longest &&
    escapeLine(template) === template &&
    unknownParts(template).length === 0 &&
    !/[{}]/.test(template.replace(place, '')) &&
    template.trim() !== ''
  );
}

export function unknownParts(template: string): readonly string[] {
  const names = [...template.matchAll(place)].map(([, name = '']) => name);
  return names.filter((name) => !promptParts.some((part) => part === name));
}

/** The template taken apart. A blank always stands behind a prompt. */
export function piecesOf(template: string): readonly PromptPiece[] {
  const pieces: PromptPiece[] = [];
  let from = 0;
  const whole = `${template.trimEnd()} `;
  for (const match of whole.matchAll(place)) {
    const part = promptParts.find((each) => each === match[1]);
    if (part === undefined) continue;
    if (match.index > from) pieces.push({ text: whole.slice(from, match.index) });
    pieces.push({ part });
    from = match.index + match[0].length;
  }
  return [...pieces, { text: whole.slice(from) }];
}

/** What stands between two parts and belongs to both: `@` of `{user}@{host}`. */
const joint = /^[^\s\w()[\]{}<>]+$/;

/**
 * The pieces without parts that are empty. Such a part takes its joint with the next one along, the last its joint with the one before; else
 * the blank before it, at the beginning the one behind it, unless another part follows at once: `{label} {user}@{host} {failed}>` is `HOST>`
 * where only the host is known.
 */
export function withoutEmpty(
  all: readonly PromptPiece[],
  isEmpty: (part: PromptPart) => boolean,
): readonly PromptPiece[] {
  const pieces = withoutJoints(all, isEmpty);
  const kept: PromptPiece[] = [];
  let takesBlank = false;
  for (const [at, piece] of pieces.entries()) {
    if ('text' in piece) {
      const text = takesBlank ? piece.text.replace(/^ /, '') : piece.text;
      takesBlank = false;
      if (text !== '') kept.push({ text });
    } else if (!isEmpty(piece.part)) {
      takesBlank = false;
      kept.push(piece);
    } else {
      const before = kept.at(-1);
      const next = pieces[at + 1];
      if (before === undefined) takesBlank = true;
      else if ('text' in before && next !== undefined && 'text' in next)
        kept[kept.length - 1] = { text: before.text.replace(/ $/, '') };
    }
  }
  return kept;
}

/** Of parts that hang together only those that are not empty, each with what joins it to the one before; the first where all are. */
function withoutJoints(
  pieces: readonly PromptPiece[],
  isEmpty: (part: PromptPart) => boolean,
): readonly PromptPiece[] {
  const isGone = (piece: PromptPiece): boolean => 'part' in piece && isEmpty(piece.part);
  const kept: PromptPiece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const chain = chainAt(pieces, at);
    at += chain.length - 1;
    const parts = chain.filter((piece, place) => place % 2 === 0 && !isGone(piece));
    for (const [place, part] of parts.entries()) {
      const join = chain[chain.indexOf(part) - 1];
      kept.push(...(place === 0 || join === undefined ? [part] : [join, part]));
    }
    if (parts.length === 0) kept.push(...chain.slice(0, 1));
  }
  return kept;
}

/** The piece at this place, and what hangs together with it: a part, a joint, a part, and so on. */
function chainAt(pieces: readonly PromptPiece[], at: number): readonly PromptPiece[] {
  const [first, between, next] = pieces.slice(at, at + 3);
  if (first === undefined) return [];
  const isJoined =
    'part' in first &&
    between !== undefined &&
    'text' in between &&
    joint.test(between.text) &&
    next !== undefined &&
    'part' in next;
  return isJoined ? [first, between, ...chainAt(pieces, at + 2)] : [first];
}
