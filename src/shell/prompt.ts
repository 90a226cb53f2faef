import type { Style } from '../output/style.ts';
import type { Outcome } from '../run/outcome.ts';
import { formatDuration } from '../text/age.ts';
import { escapeLine } from '../text/escape.ts';
import { isRegistryPath } from '../text/registry-path.ts';
import { displayWidth, truncateToWidth } from '../text/width.ts';
import {
  defaultPrompt,
  type PromptPart,
  type PromptPiece,
  piecesOf,
  withoutEmpty,
} from './prompt-template.ts';
import type { PromptParts } from './shell-host.ts';

/** What a prompt is drawn from, beside what the host knows. */
export interface PromptState {
  readonly template: string;
  /** How the last line ended. */
  readonly last: Outcome;
  /** That run. */
  readonly jobs: number;
  readonly nowMs: number;
  readonly style: Style;
  readonly columns: number;
}

/** A line that is typed needs as much. */
const leastLeft = 20;

/**
 * `PRODUCTION WIN-EP7RMLTCLAJ C:\Windows !3> `, or as the template says. Every part is escaped, and cut so that at least half of the line is
 * left to type in; where a template does not leave that, it is the usual prompt.
 */
export function promptText(parts: PromptParts, state: PromptState): string {
  const drawn = drawnBy(state.template, parts, state);
  const isRoom = displayWidth(drawn.plain) <= Math.max(24 + leastLeft, state.columns - leastLeft);
  return (isRoom ? drawn : drawnBy(defaultPrompt, parts, state)).styled;
}

function drawnBy(
  template: string,
  parts: PromptParts,
  state: PromptState,
): { readonly plain: string; readonly styled: string } {
  const { style, columns } = state;
  const room = Math.max(24, Math.floor(columns / 2));
  const values = new Map<PromptPart, string>();
  const textOf = (part: PromptPart): string => {
    const known = values.get(part) ?? cut(part, escapeLine(partText(part, parts, state)), room);
    values.set(part, known);
    return known;
  };
  const pieces = withoutEmpty(piecesOf(template), (part) => textOf(part) === '');
  const plainOf = (piece: PromptPiece): string => ('text' in piece ? piece.text : textOf(piece.part));
  // The directory has what the others leave, but for what comes and goes.
  const others = pieces.flatMap((piece) => ('part' in piece ? [piece.part] : [])).filter(isSteady);
  const left = Math.max(8, room - displayWidth(others.map(textOf).join('')));
  values.set('directory', lastPart(textOf('directory'), left));
  const styledOf = (piece: PromptPiece): string => {
    const role = 'part' in piece ? roles[piece.part] : undefined;
    return role === undefined ? plainOf(piece) : style[role](plainOf(piece));
  };
  return { plain: pieces.map(plainOf).join(''), styled: pieces.map(styledOf).join('') };
}

function isSteady(part: PromptPart): boolean {
  return part !== 'directory' && part !== 'failed' && part !== 'jobs';
}

const roles: Partial<Record<PromptPart, keyof Style>> = {
  label: 'bad',
  transcript: 'bad',
  host: 'name',
  failed: 'bad',
  case: 'name',
};

function partText(part: PromptPart, parts: PromptParts, { last, jobs, nowMs }: PromptState): string {
  switch (part) {
    case 'failed':
      return last.exitCode === 0 ? '' : `!${last.exitCode}`;
    case 'jobs':
      return jobs === 0 ? '' : String(jobs);
    case 'age':
      return parts.openedMs === undefined ? '' : formatDuration(wholeSeconds(nowMs - parts.openedMs));
    default:
      return String(parts[part] ?? '');
  }
}

function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000) * 1000);
}

function cut(part: PromptPart, text: string, room: number): string {
  if (part === 'directory') return text;
  return truncateToWidth(text, part === 'host' ? Math.max(18, Math.floor(room / 3)) : 16);
}

/**
 * The end of a directory says more than its beginning, and whole names more than a piece of one. Of a key its root stays, too: that it is no
 * directory must be seen.
 */
function lastPart(directory: string, width: number): string {
  if (displayWidth(directory) <= width) return directory;
  if (!isRegistryPath(directory)) return endOf(directory, width);
  const root = directory.slice(0, directory.indexOf('\\') + 1);
  return root + endOf(directory.slice(root.length), Math.max(4, width - root.length));
}

function endOf(directory: string, width: number): string {
  const characters = [...directory];
  while (characters.length > 0 && displayWidth(characters.join('')) > width - 1) characters.shift();
  const end = characters.join('');
  const name = end.search(/[\\/]/);
  // What is cut off is at most a third of what there is room for.
  return `…${name > width / 3 ? end : end.slice(Math.max(0, name))}`;
}
