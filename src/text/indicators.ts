/** What can be looked for. */
export const indicatorTypes = ['md5', 'sha256', 'ip', 'domain', 'file', 'registry'] as const;
export type IndicatorType = (typeof indicatorTypes)[number];

/** Something that a report says to look for. */
export interface Indicator {
  readonly type: IndicatorType;
  /** As it is looked for: hashes, domains and names of files in lower case. */
  readonly value: string;
}

export interface FoundIndicators {
  /** Each once, in the order of the text. */
  readonly indicators: readonly Indicator[];
  /** Addresses that are private, of documentation, or reach nobody. */
  readonly unroutable: number;
  /** Addresses and domains that stand plainly in a text that takes the sting out of others: what it refers to. */
  readonly plain: number;
  /** SHA-1 hashes, which the server knows nothing of. */
  readonly sha1: number;
}

export interface IndicatorOptions {
  readonly keepPrivate: boolean;
  /** Takes what stands plainly, too. */
  readonly keepPlain: boolean;
}

/** Names of files that people run, open or are sent; of those that are domains, too, a text must say that they are. */
const runnable =
  'exe|dll|sys|scr|ocx|cpl|drv|efi|msi|msp|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|jar|elf|ko|dylib|dmg|pkg|apk|iso|img|vhd|vhdx|cab|rar|7z|gz|tgz|zip|doc|docx|docm|dotm|xls|xlsx|xlsm|xll|ppt|pptx|pptm|rtf|pdf|one|chm|sh|py|pl|so|bin|dat|tmp';
/** Of what reports name besides. */
const pages =
  'html|htm|php|asp|aspx|jsp|log|txt|cfg|ini|conf|json|xml|yml|yaml|csv|md|png|jpg|gif|ico|inf|reg|swf|class|tar|rb';
const ambiguousEndings = 'sh|py|pl|so|zip|md|one|app';
const fileName = new RegExp(String.raw`^[\w$~][\w.()$~+-]{0,120}\.(?:${runnable})$`, 'i');
/** Endings of names of files only: as a domain nobody has them. */
const onlyFiles = new RegExp(String.raw`\.(?!(?:${ambiguousEndings})$)(?:${runnable}|${pages})$`, 'i');
const ambiguous = new RegExp(String.raw`\.(?:${ambiguousEndings})$`, 'i');

const common =
  'com|net|org|info|biz|xyz|top|club|online|site|store|shop|live|pro|app|dev|io|cloud|tech|space|website|icu|vip|work|link|click|win|bid|loan|men|date|download|stream|review|trade|party|science|racing|accountant|faith|cricket|gdn|mobi|name|tel|asia|edu|gov|mil|int|pw|cc|tk|ml|ga|cf|gq|su|onion|monster|buzz|rest|fun|host|press|today|world|life|email|support|services|solutions|systems|network|digital|agency|company|center|zone|news|media|studio|design|group|global|best|cyou|sbs|cfd|lol|quest|bar|beauty|hair|skin|makeup|one';
const labels = String.raw`(?<![\w.@-])((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.){1,10}`;
const domainName = new RegExp(String.raw`${labels}(?:${common}|[a-z]{2}))(?![\w-]|\.\w)`, 'gi');
/** Where a text says that it is one, by what it took out of it or by a scheme, each ending may be one. */
const saidDomain = new RegExp(String.raw`${labels}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}))(?![\w-]|\.\w)`, 'gi');

const hash = /(?<![\w])([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![\w])/gi;
const ipv4 = /(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w]|\.\d)/g;
const ipv6 = /(?<![\w:.])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:])/gi;
const registryPath = /(?<![\w\\])((?:HKLM|HKCU|HKU|HKCR|HKCC|HKEY_[A-Z_]{5,25}):?\\[^\s"'`<>|,;)]{1,400})/gi;

/** Stands in the place of what was defanged, until it is known where that was. */
const mark = '\u0001';

/** What a text says to look for: defanged or not. A text of more than so many characters is cut up by whoever reads it. */
export function indicatorsIn(text: string, { keepPrivate, keepPlain }: IndicatorOptions): FoundIndicators {
  const refanged = refang(text);
  const isDefanged = refanged.includes(mark);
  const found = new Map<string, Indicator>();
  let [unroutable, plain, sha1] = [0, 0, 0];
  const add = (type: IndicatorType, value: string): void => {
    const key = `${type} ${value}`;
    if (!found.has(key)) found.set(key, { type, value });
  };
  const addPlace = (type: 'ip' | 'domain', raw: string): void => {
    const value = raw.replaceAll(mark, '').toLowerCase();
    if (isDefanged && !raw.includes(mark) && !keepPlain) plain += 1;
    else if (type === 'ip' && !keepPrivate && isUnroutable(value)) unroutable += 1;
    else add(type, value);
  };

  const rest = refanged.replace(hash, (whole) => {
    if (whole.length === 40) sha1 += 1;
    else add(whole.length === 64 ? 'sha256' : 'md5', whole.toLowerCase());
    return ' ';
  });
  const withoutRegistry = rest.replace(registryPath, (whole) => {
    add('registry', whole.replaceAll(mark, '').replace(/[.:]+$/, ''));
    return ' ';
  });
  // Where a place was defanged its marks stand behind its dots and colons: there all of it is looked at once.
  const marked = withMarks(withoutRegistry);
  for (const { type, raw } of marked.places) addPlace(type, raw);
  for (const [word] of marked.rest.matchAll(/[^\s"'`<>|,;:\\/?*=@&#]+/g)) {
    const name = word.replace(/^[([{]+|[.)\]}]+$/g, '');
    if (name.length <= 140 && fileName.test(name)) add('file', name.toLowerCase());
  }
  return { indicators: [...found.values()], unroutable, plain, sha1 };
}

interface Marked {
  readonly places: readonly { readonly type: 'ip' | 'domain'; readonly raw: string }[];
  readonly rest: string;
}

/** Scheme and host, or one step of the path behind them. */
const partOfUrl = /^(?:[^/:]*:\/\/)?[^/]+|\/[^/]*/g;

function withMarks(text: string): Marked {
  const places: { type: 'ip' | 'domain'; raw: string }[] = [];
  const look = (part: string): string => {
    const bare = part.replaceAll(mark, '');
    const isMarked = bare.length < part.length;
    const take = (type: 'ip' | 'domain') => (whole: string, value: string) => {
      if (type === 'domain' && !isDomain(value, isMarked, bare)) return whole;
      if (type === 'ip' && !isAddress(value)) return whole;
      places.push({ type, raw: isMarked ? mark + value : value });
      return ' ';
    };
    const domain = isMarked || isOfUrl(bare) ? saidDomain : domainName;
    return bare.replace(ipv4, take('ip')).replace(ipv6, take('ip')).replace(domain, take('domain'));
  };
  // A word at a time: its marks say whether it was defanged, and no pattern has to know of them. What stands behind a host is a path.
  const rest = text.replace(/[^\s"'`<>|,;()]+/g, (word) => word.replace(partOfUrl, look));
  return { places, rest };
}

/** `evil[.]com`, `hxxps://`, `1.2.3(.)4`, `evil[dot]com`, `fe80[:]1`: as they were, with a mark in their place. */
function refang(text: string): string {
  return text
    .replaceAll(mark, '')
    .replace(/\bh(?:xx|\*\*|tt\[?t?\]?)p(s?)\b(?=\[?:|:)/gi, (whole, s: string) =>
      /^https?$/i.test(whole) ? whole : `${mark}http${s}`,
    )
    .replace(/\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi, `${mark}.`)
    .replace(/[[({]:[\])}]/g, `${mark}:`)
    .replace(/\[:?\/\/\]/g, `${mark}://`)
    .replace(/\\\./g, `${mark}.`);
}

function isOfUrl(part: string): boolean {
  return /^[a-z]{3,6}:\/\//i.test(part);
}

function isDomain(value: string, isMarked: boolean, word: string): boolean {
  if (isOfUrl(word)) return true;
  if (isMarked) return !onlyFiles.test(value);
  // `System.Net` and `main.py` are no places.
  return value === value.toLowerCase() && !onlyFiles.test(value) && !ambiguous.test(value);
}

function isAddress(value: string): boolean {
  if (!value.includes(':')) return value.split('.').every((part) => Number(part) <= 255);
  return /[0-9a-f]/i.test(value) && value.length > 5 && URL.canParse(`http://[${value}]/`);
}

/** Private, loopback, link-local, multicast, documentation, benchmarks, and what is nobody's (RFC 6890). */
export function isUnroutable(address: string): boolean {
  if (address.includes(':')) return /^(?:::1?$|f[cd]|fe[89ab]|ff|2001:0?db8|::ffff:)/i.test(address);
  const [a = 0, b = 0, c = 0] = address.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113)
  );
}
