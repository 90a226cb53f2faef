import { type Item, type RuleExpression, type RuleRefusal, requires } from './expression.ts';
import { termOf } from './field-terms.ts';
import { type Category, categories, products } from './fields.ts';
import { and, countTerms, needsEvent, none, not, or, type QueryTree, term, treeText } from './query-tree.ts';
import type { SigmaRule } from './rule.ts';
import type { Tokens } from './word-terms.ts';

/** A rule as a query. `exact`: the query finds what the rule means; `wider`: that and more. It never finds less. */
export interface Translated {
  readonly query: string;
  readonly match: 'exact' | 'wider';
  /** Why it finds more, each reason once. */
  readonly why: readonly string[];
  readonly category: Category;
}

export type Translation = Translated | { readonly refusals: readonly RuleRefusal[] };

const inbound =
  'of connections that came in, the end on this computer is not searched: Initiated: true is missing';

/** Servers take 1024 clauses; what a hunt adds needs some of them. */
const mostClauses = 1000;

/** The query for a rule. What cannot be said of it is refused by rule and field, and nothing is left out. */
export function translate(rule: SigmaRule, { tokens }: { readonly tokens: Tokens }): Translation {
  const { product, service, place } = rule;
  const category = Object.hasOwn(categories, rule.category) ? categories[rule.category] : undefined;
  const system = Object.hasOwn(products, product) ? products[product] : undefined;
  const refuse = (reason: string): Translation => ({ refusals: [{ place, field: undefined, reason }] });
  if (category === undefined || service !== '') {
    const source = [rule.category, service].filter((word) => word !== '').join(' ');
    return refuse(`the server holds no events of ${source === '' ? 'any product' : `"${source}"`}`);
  }
  if (product !== '' && system === undefined) return refuse(`the server has no sensors of "${product}"`);
  const work = new Translator(category, tokens, rule.expression);
  const found = work.over(rule.expression);
  const refusals = [...rule.refusals, ...work.refusals];
  if (refusals.length > 0) return { refusals };
  if (found.query.kind === 'all')
    return refuse('all of it is what cannot be searched: it would find everything');
  if (found.query.kind === 'none') return refuse('it can never be true');
  const tree = and([
    ...(system === undefined ? [] : [term(`os_type:${system}`)]),
    found.query,
    ...(category.count === undefined || needsEvent(found.query) ? [] : [term(`${category.count}:[1 TO *]`)]),
  ]);
  const clauses = countTerms(tree);
  if (clauses > mostClauses) return refuse(`it has ${clauses} terms, and servers take ${mostClauses}`);
  const why = [...work.why, ...(category.wider === undefined ? [] : [category.wider])];
  const isExact = found.isExact && category.wider === undefined;
  return { query: treeText(tree), match: isExact ? 'exact' : 'wider', why: [...new Set(why)], category };
}

interface Part {
  readonly query: QueryTree;
  readonly isExact: boolean;
  /** Something of it is about one event. */
  readonly isOfEvent: boolean;
}

/**
 * A document stands for a process and all of its events, a rule for one event. `over` finds every document with such an event; `under` only documents
 * of which every event is such a one: what may stand behind a NOT.
 */
class Translator {
  readonly refusals: RuleRefusal[] = [];
  readonly why = new Set<string>();
  readonly #category: Category;
  readonly #tokens: Tokens;
  readonly #isOutgoing: boolean;

  constructor(category: Category, tokens: Tokens, expression: RuleExpression) {
    this.#category = category;
    this.#tokens = tokens;
    this.#isOutgoing = requires(expression, ({ field }) => category.fields[field]?.type === 'initiated');
  }

  over(expression: RuleExpression): Part {
    switch (expression.kind) {
      case 'item':
        return this.#item(expression.item, true);
      case 'not': {
        const part = this.#under(expression.part);
        return { ...part, query: not(part.query) };
      }
      case 'and':
        return this.#joined(
          'and',
          expression.parts.map((part) => this.over(part)),
          true,
        );
      case 'or':
        return this.#joined(
          'or',
          expression.parts.map((part) => this.over(part)),
          false,
        );
    }
  }

  #under(expression: RuleExpression): Part {
    switch (expression.kind) {
      case 'item':
        return this.#item(expression.item, false);
      case 'not': {
        const part = this.over(expression.part);
        return { ...part, query: not(part.query) };
      }
      case 'and':
        return this.#joined(
          'and',
          expression.parts.map((part) => this.#under(part)),
          false,
        );
      case 'or':
        return this.#joined(
          'or',
          expression.parts.map((part) => this.#under(part)),
          true,
        );
    }
  }

  /** `isOfOne`: several parts about an event are about the same one, which a document does not tell. */
  #joined(kind: 'and' | 'or', parts: readonly Part[], isOfOne: boolean): Part {
    const ofEvents = parts.filter(({ isOfEvent }) => isOfEvent).length;
    const isSplit = isOfOne && ofEvents > 1;
    if (isSplit) this.why.add('what it says of one event may be true of several');
    return {
      query: (kind === 'and' ? and : or)(parts.map(({ query }) => query)),
      isExact: parts.every(({ isExact }) => isExact) && !isSplit,
      isOfEvent: ofEvents > 0,
    };
  }

  #item({ field, match, place }: Item, isOver: boolean): Part {
    const known = Object.hasOwn(this.#category.fields, field) ? this.#category.fields[field] : undefined;
    const refuse = (reason: string): Part => {
      this.refusals.push({ place, field, reason });
      return { query: none, isExact: false, isOfEvent: false };
    };
    if (known === undefined) return refuse(this.#category.unsaid[field] ?? 'no field of the server holds it');
    const { isOfEvent = false } = known;
    if (known.isRemote && !this.#isOutgoing) return refuse(inbound);
    const said = termOf(known, match, this.#tokens);
    if ('unsaid' in said) return refuse(said.unsaid);
    if (!said.isExact) this.why.add(said.why);
    if (isOver) return { query: said.query, isExact: said.isExact, isOfEvent };
    if (isOfEvent) this.why.add('what it excludes of an event may be true of another one');
    return {
      query: said.isExact && !isOfEvent ? said.query : none,
      isExact: said.isExact && !isOfEvent,
      isOfEvent,
    };
  }
}
