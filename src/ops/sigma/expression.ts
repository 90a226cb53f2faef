import type { Pattern } from './pattern.ts';

/** What a value must be like. */
export type Match =
  | { readonly type: 'pattern'; readonly pattern: Pattern }
  | { readonly type: 'cidr'; readonly text: string }
  | { readonly type: 'number'; readonly low: number | undefined; readonly high: number | undefined };

/** One field and one value of a rule. */
export interface Item {
  readonly field: string;
  readonly match: Match;
  /** `FILE:LINE:COLUMN` of the value. */
  readonly place: string;
}

/** What a rule says of an event. */
export type RuleExpression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly RuleExpression[] }
  | { readonly kind: 'not'; readonly part: RuleExpression }
  | { readonly kind: 'item'; readonly item: Item };

export function itemOf(item: Item): RuleExpression {
  return { kind: 'item', item };
}

/** It is only true where some item of that kind is. */
export function requires(expression: RuleExpression, isMeant: (item: Item) => boolean): boolean {
  switch (expression.kind) {
    case 'item':
      return isMeant(expression.item);
    case 'not':
      return false;
    case 'and':
      return expression.parts.some((part) => requires(part, isMeant));
    case 'or':
      return expression.parts.length > 0 && expression.parts.every((part) => requires(part, isMeant));
  }
}

/** Why a rule, or a part of it, cannot be asked. */
export interface RuleRefusal {
  /** `FILE:LINE:COLUMN`. */
  readonly place: string;
  /** Of the rule; undefined where it is about the whole of it. */
  readonly field: string | undefined;
  /** Half a sentence. */
  readonly reason: string;
}
