import { toText } from '../../text/number.ts';
import type { Item, RuleExpression } from './expression.ts';
import type { Category, KnownField } from './fields.ts';
import { matches, type Pattern, plainTextOf } from './pattern.ts';

/** A document of a search, by the names of the wire. */
export type HeldDocument = Readonly<Record<string, unknown>>;

/**
 * What a rule says of a document by itself: true or false, and undefined where it is about what no document of a search holds. So what is
 * false is no hit, however wide the query was.
 */
export function ruleHolds(
  expression: RuleExpression,
  category: Category,
  document: HeldDocument,
): boolean | undefined {
  switch (expression.kind) {
    case 'item':
      return itemIn(expression.item, category, document);
    case 'not': {
      const is = ruleHolds(expression.part, category, document);
      return is === undefined ? undefined : !is;
    }
    case 'and':
    case 'or': {
      // One such part decides.
      const decisive = expression.kind === 'or';
      let isKnown = true;
      for (const part of expression.parts) {
        const is = ruleHolds(part, category, document);
        if (is === decisive) return decisive;
        isKnown &&= is !== undefined;
      }
      return isKnown ? !decisive : undefined;
    }
  }
}

function itemIn({ field, match }: Item, category: Category, document: HeldDocument): boolean | undefined {
  const known = Object.hasOwn(category.fields, field) ? category.fields[field] : undefined;
  if (known?.held === undefined || match.type !== 'pattern') return undefined;
  return patternIn(match.pattern, known, document);
}

/** Names and paths are in lower case there, and what the server does not know it may call so. */
function patternIn(
  pattern: Pattern,
  { type, held = '' }: KnownField,
  document: HeldDocument,
): boolean | undefined {
  if (type === 'hashes') {
    const [, kind = '', hash = ''] =
      /(MD5|SHA256)=([0-9a-f]+)/i.exec(pattern.parts.filter((part) => typeof part === 'string').join('')) ??
      [];
    const value = textIn(document, held + kind.toLowerCase());
    return value === undefined || hash === '' ? undefined : value.toLowerCase() === hash.toLowerCase();
  }
  const value = textIn(document, held);
  if (value === undefined) return undefined;
  switch (type) {
    case 'commandLine':
      return matches(pattern, value);
    case 'parent':
      return matches({ ...pattern, isCased: false }, `\\${value}`) ? sure(pattern) : false;
    case 'path':
    case 'user':
    case 'name':
    case 'number':
      return matches({ ...pattern, isCased: false }, value) ? sure(pattern) : false;
    case 'md5':
    case 'sha256':
      return value.toLowerCase() === plainTextOf(pattern)?.toLowerCase();
    default:
      return undefined;
  }
}

/** What is cased may be so or not: it was made lower. */
function sure({ isCased }: Pattern): true | undefined {
  return isCased ? undefined : true;
}

function textIn(document: HeldDocument, name: string): string | undefined {
  const value = toText(document[name]);
  return value === undefined || value === '' || value === '(unknown)' ? undefined : value;
}
