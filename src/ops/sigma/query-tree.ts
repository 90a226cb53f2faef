/** A query under construction: what it finds is what matters, so that it can be made smaller. */
export type QueryTree =
  | { readonly kind: 'all' | 'none' }
  | {
      readonly kind: 'term';
      readonly text: string;
      /** It is about one event of those that a document has. */
      readonly isOfEvent: boolean;
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryTree[] }
  | { readonly kind: 'not'; readonly part: QueryTree };

export const all: QueryTree = { kind: 'all' };
export const none: QueryTree = { kind: 'none' };

export function term(text: string, isOfEvent = false): QueryTree {
  return { kind: 'term', text, isOfEvent };
}

export function and(parts: readonly QueryTree[]): QueryTree {
  return joined('and', parts, 'none', 'all');
}

export function or(parts: readonly QueryTree[]): QueryTree {
  return joined('or', parts, 'all', 'none');
}

export function not(part: QueryTree): QueryTree {
  if (part.kind === 'all') return none;
  if (part.kind === 'none') return all;
  return part.kind === 'not' ? part.part : { kind: 'not', part };
}

/** `decides`: one such part is the whole; `empty`: what no part at all is. */
function joined(
  kind: 'and' | 'or',
  parts: readonly QueryTree[],
  decides: 'all' | 'none',
  empty: 'all' | 'none',
): QueryTree {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  if (flat.some((part) => part.kind === decides)) return { kind: decides };
  const kept = new Map(flat.filter((part) => part.kind !== empty).map((part) => [treeText(part), part]));
  const [first] = kept.values();
  if (first === undefined) return { kind: empty };
  return kept.size === 1 ? first : { kind, parts: [...kept.values()] };
}

/** As it is typed. Alternatives always stand in parentheses, so that anything can be put beside them. */
export function treeText(tree: QueryTree): string {
  switch (tree.kind) {
    case 'all':
      return '';
    case 'none':
      return '-*:*';
    case 'term':
      return tree.text;
    case 'not':
      return tree.part.kind === 'and' ? `-(${treeText(tree.part)})` : `-${treeText(tree.part)}`;
    case 'and':
      return tree.parts.map(treeText).join(' ');
    case 'or':
      return `(${tree.parts
        .map((part) => (part.kind === 'and' ? `(${treeText(part)})` : treeText(part)))
        .join(' or ')})`;
  }
}

export function countTerms(tree: QueryTree): number {
  switch (tree.kind) {
    case 'all':
    case 'none':
      return 0;
    case 'term':
      return 1;
    case 'not':
      return countTerms(tree.part);
    default:
      return tree.parts.reduce((sum, part) => sum + countTerms(part), 0);
  }
}

/** A document that it finds surely has an event of the kind that its terms are about. */
export function needsEvent(tree: QueryTree): boolean {
  switch (tree.kind) {
    case 'term':
      return tree.isOfEvent;
    case 'and':
      return tree.parts.some(needsEvent);
    case 'or':
      return tree.parts.every(needsEvent);
    default:
      return false;
  }
}
