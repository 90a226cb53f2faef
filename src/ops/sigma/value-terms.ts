import { isIPv4, isIPv6 } from '../../text/ip.ts';
import { queryValue, quotedValue } from '../../text/query-filters.ts';
import { isRun, type Pattern, plainTextOf } from './pattern.ts';
import { and, or, type QueryTree, term } from './query-tree.ts';
import { exactly, type SaidTerm, saidAs, type Unsaid, unasked, wider } from './said.ts';
import { wildWord } from './wild-word.ts';
import { domainLabels, wordTerms } from './word-terms.ts';

/** A field that is searched as one word. */
export function nameTerm(field: string, { parts, isCased }: Pattern, isOfEvent = false): SaidTerm {
  const cells = parts.flatMap((part) => (typeof part === 'string' ? [...part.toLowerCase()] : [null]));
  const word = wildWord(cells);
  if (word.isEmpty) return unasked(`${field} is any`);
  const isExact = word.isWhole && !isCased && parts.every((part) => typeof part === 'string' || isRun(part));
  return saidAs(
    term(`${field}:${word.text}`, isOfEvent),
    isExact,
    `${field} is searched without regard to case and marks`,
  );
}

/** A user is found with and without the domain in front. */
export function userTerm(field: string, pattern: Pattern): SaidTerm {
  const said = nameTerm(field, pattern);
  const [first] = pattern.parts;
  const isWhole = first === undefined || typeof first !== 'string' || first.includes('\\');
  return isWhole ? said : wider(said.query, `${field} is found in any domain`);
}

/** Of the parent only the name is searched. */
export function parentTerm(field: string, pattern: Pattern): SaidTerm | Unsaid {
  const unsaid = { unsaid: 'of a parent only the name is searched, not its folder' };
  const [front, text, back] = pattern.parts;
  if (front === undefined || !isRun(front) || typeof text !== 'string' || back !== undefined) return unsaid;
  const name = text.startsWith('\\') ? text.slice(1) : text;
  if (name === '' || /[\\/]/.test(name)) return unsaid;
  if (text.startsWith('\\')) return exactly(term(`${field}:${queryValue(name.toLowerCase())}`));
  return nameTerm(field, pattern);
}

/** Names of hosts: labels, anchored by dots (contract/query-language.md, "Domains"). */
export function domainTerm(field: string, pattern: Pattern): SaidTerm {
  const labels = domainLabels(field);
  const isPlain = (text: string): boolean =>
    text !== '' && text.split('.').every((label) => /^[\p{L}\p{N}_-]+$/u.test(label));
  const [front, text, back] = pattern.parts;
  const whole = plainTextOf(pattern)?.toLowerCase();
  const widerThan = `${field} is searched by labels`;
  if (whole !== undefined && isPlain(whole)) return wider(term(`${field}:${whole}`, true), widerThan);
  if (front !== undefined && isRun(front) && typeof text === 'string' && back === undefined) {
    const suffix = text.slice(1).toLowerCase();
    if (text.startsWith('.') && isPlain(suffix) && !pattern.isCased)
      return exactly(term(`${field}:.${suffix}`, true));
  }
  return wordTerms(pattern, labels);
}

const partAddress = 'a part of an address cannot be searched: only whole ones and CIDR';

/** Addresses, whole or by their first bytes. */
export function addressTerm(pattern: Pattern): SaidTerm | Unsaid {
  const whole = plainTextOf(pattern);
  if (whole !== undefined) return blockTerm(whole);
  const [text, back] = pattern.parts;
  const bytes =
    typeof text === 'string' && back !== undefined && isRun(back)
      ? /^((?:\d{1,3}\.){1,3})$/.exec(text)?.[1]
      : undefined;
  if (bytes === undefined || pattern.parts.length !== 2) return { unsaid: partAddress };
  const known = bytes.split('.').slice(0, -1);
  return blockTerm(`${[...known, '0', '0', '0'].slice(0, 4).join('.')}/${known.length * 8}`);
}

/** `a.b.c.d`, `a.b.c.d/nn`, and the same of IPv6. */
export function blockTerm(text: string): SaidTerm | Unsaid {
  const [address = '', bits, more] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  const isBlock = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (most < 0 || !isBlock || more !== undefined) return { unsaid: `"${text}" is no address` };
  return exactly(most === 32 ? term(`ipaddr:${text}`, true) : term(`ipv6addr:${quotedValue(text)}`, true));
}

/** Whole numbers. */
export function numberTerm(field: string, pattern: Pattern, isOfEvent: boolean): SaidTerm | Unsaid {
  const text = plainTextOf(pattern);
  if (text === undefined || !/^\d{1,9}$/.test(text))
    return { unsaid: `${field} is searched by whole numbers` };
  return exactly(term(`${field}:${Number(text)}`, isOfEvent));
}

/** `MD5=…`, `SHA256=…` in a list of hashes. */
export function hashesTerm(
  pattern: Pattern,
  fields: Readonly<Record<string, string | undefined>>,
): SaidTerm | Unsaid {
  const texts = pattern.parts.filter((part) => typeof part === 'string');
  const [, kind = '', hash = ''] = /^,?(MD5|SHA1|SHA256|IMPHASH)=([0-9a-f]+),?$/i.exec(texts.join('')) ?? [];
  if (texts.length !== 1 || kind === '') return { unsaid: 'a part of a hash cannot be searched' };
  return hashTerm(kind.toLowerCase(), hash, fields);
}

const hashLengths: Readonly<Record<string, number>> = { md5: 32, sha256: 64 };

export function hashTerm(
  kind: string,
  hash: string,
  fields: Readonly<Record<string, string | undefined>>,
): SaidTerm | Unsaid {
  const field = fields[kind];
  if (field === undefined) return { unsaid: `${kind.toUpperCase()} hashes are not searched` };
  if (hash.length !== hashLengths[kind] || !/^[0-9a-f]+$/i.test(hash))
    return { unsaid: 'a part of a hash cannot be searched' };
  const query = term(`${field}:${hash.toLowerCase()}`, field === 'md5');
  return saidAs(query, field !== 'md5', 'md5 is that of any program or file of the process');
}

const unsigned = ['Unsigned'];
const signed = [
  'Signed',
  'Bad Signature',
  'Invalid Signature',
  'Expired',
  'Invalid Chain',
  'Untrusted Root',
  'Explicit Distrust',
];

/** Whether a module is signed, by what the server knows of its binary. */
export function signedTerm(field: string, pattern: Pattern): SaidTerm | Unsaid {
  const text = plainTextOf(pattern)?.toLowerCase();
  const results =
    text === 'true' ? signed : text === 'false' ? unsigned : text === 'valid' ? ['Signed'] : undefined;
  if (results === undefined) return { unsaid: 'this state of a signature is not known here' };
  const terms: readonly QueryTree[] = results.map((result) => term(`${field}:${queryValue(result)}`, true));
  return wider(and([or(terms)]), 'signatures are those of any binary that was loaded');
}
