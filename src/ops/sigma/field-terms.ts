import type { Match } from './expression.ts';
import type { KnownField } from './fields.ts';
import { pathTerm } from './path-terms.ts';
import { type Pattern, plainTextOf } from './pattern.ts';
import { all, term } from './query-tree.ts';
import { exactly, type SaidTerm, type Unsaid, wider } from './said.ts';
import {
  addressTerm,
  blockTerm,
  domainTerm,
  hashesTerm,
  hashTerm,
  nameTerm,
  numberTerm,
  parentTerm,
  signedTerm,
  userTerm,
} from './value-terms.ts';
import { commandLineWords, phraseTerm, type Tokens, textWords, wordTerms } from './word-terms.ts';

/** A query for all that a value of a field fits, or why there is none. */
export function termOf(known: KnownField, match: Match, tokens: Tokens): SaidTerm | Unsaid {
  const { type, field, isOfEvent = false } = known;
  if (match.type === 'cidr')
    return type === 'address' ? blockTerm(match.text) : { unsaid: 'only addresses are compared by CIDR' };
  if (match.type === 'number') {
    const { low, high } = match;
    if (type !== 'number') return { unsaid: 'only numbers are compared' };
    return exactly(term(`${field}:[${low ?? '*'} TO ${high ?? '*'}]`, isOfEvent));
  }
  return patternTerm(known, match.pattern, tokens);
}

function patternTerm(known: KnownField, pattern: Pattern, tokens: Tokens): SaidTerm | Unsaid {
  const { type, field, isOfEvent = false } = known;
  switch (type) {
    case 'path':
    case 'registry':
      return withCase(pathTerm(pattern, { field, isOfEvent, isRegistry: type === 'registry' }), pattern);
    case 'commandLine':
      return wordTerms(pattern, commandLineWords(tokens));
    case 'text': {
      const words = textWords(field, isOfEvent);
      return phraseTerm(pattern, words) ?? wordTerms(pattern, words);
    }
    case 'name':
      return nameTerm(field, pattern, isOfEvent);
    case 'user':
      return userTerm(field, pattern);
    case 'parent': {
      const said = parentTerm(field, pattern);
      return 'unsaid' in said ? said : withCase(said, pattern);
    }
    case 'domain':
      return domainTerm(field, pattern);
    case 'address':
      return addressTerm(pattern);
    case 'number':
      return numberTerm(field, pattern, isOfEvent);
    case 'hashes':
      return hashesTerm(
        pattern,
        isOfEvent ? { md5: 'md5' } : { md5: 'process_md5', sha256: 'process_sha256' },
      );
    case 'md5':
    case 'sha256':
      return hashTerm(type, plainTextOf(pattern) ?? '', { [type]: field });
    case 'signed':
      return signedTerm(field, pattern);
    case 'initiated':
      return plainTextOf(pattern)?.toLowerCase() === 'true'
        ? wider(all, 'whether a process began a connection is not searched')
        : { unsaid: 'of connections that came in, the end on this computer is not searched' };
  }
}

/** The index is in lower case. */
function withCase(said: SaidTerm, { isCased }: Pattern): SaidTerm {
  return isCased ? wider(said.query, 'upper and lower case are not told apart') : said;
}
