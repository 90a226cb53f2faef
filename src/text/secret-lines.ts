import { redactJson, redactUrl } from './redact.ts';

/**
 * Passwords and tokens on a line that was typed, or in a command line: the one list, by which history leaves a line out and a transcript
 * masks it. The patterns of an entry stand one behind the other, each looked for once and on its own (one pattern for all takes time by
 * the third power of a long line); what follows the last one is the secret.
 */
interface Secret {
  /** One of these stands in every text that holds one, in small letters: a pattern takes V8 longer to make than a line takes to read. */
  readonly marks: readonly string[];
  readonly lead: readonly RegExp[];
  /** From where the lead ends: a word when not said. */
  readonly value?: RegExp;
}

const secretName = 'passw|pwd|secret|token|credential';
const secretWord =
  '(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential)';

/** Quoted, or up to the next blank. */
const word = /[\s=:]*(?:"[^"]*"?|'[^']*'?|\S+)/y;
const restOfLine = /.+/sy;

/** Of `net user`, which takes them in front of the name, too. */
const switches = String.raw`(?:\s+/\S+)*`;

interface Program {
  readonly marks: Secret['marks'];
  readonly name: string;
  /** What follows its name, and then somewhere. */
  readonly words: readonly [string, ...string[]];
}

const programs: readonly Program[] = [
  {
    marks: ['user'],
    name: 'net1?',
    words: [String.raw`\s+user${switches}\s+(?:"[^"]*"|[^\s/"]\S*)${switches}\s+(?=[^\s/&|<>;)])`],
  },
  { marks: ['use'], name: 'net1?', words: [String.raw`\s+use\s+(?:\S{1,2}\s+)?\\\\\S+\s+(?=[^\s/*])`] },
  {
    marks: ['/u'],
    name: 'net1?',
    words: [String.raw`\s+use(?=\s)`, String.raw`\s/u(?:ser)?:\S+\s+(?=[^\s/*])`],
  },
  {
    marks: ['-p', '/p'],
    name: String.raw`(?:psexec|paexec|winexe|mongo|mongosh|docker|podman|az|sqlplus|wmic|netexec|nxc|crackmapexec|evil-winrm|rdesktop)\w*`,
    words: [String.raw`(?=\s)`, String.raw`\s[-/]p\s+(?=\S)`],
  },
  {
    marks: ['-p'],
    name: String.raw`(?:mysql|mariadb|7z|rar|unrar)\w*`,
    words: [String.raw`(?=\s)`, String.raw`-p(?=\S)`],
  },
  {
    marks: ['-p'],
    name: '(?:zip|unzip|sqlcmd|bcp|osql)',
    words: [String.raw`(?=\s)`, String.raw`-P\s*(?=\S)`],
  },
  {
    marks: ['-u'],
    name: '(?:curl|wget)',
    words: [String.raw`(?=\s)`, String.raw`(?:-u|-U|--user|--proxy-user)[\s=]{0,8}[^\s:]{0,300}:`],
  },
  {
    marks: ['-u'],
    name: '(?:smbclient|rpcclient|smbmap|net)',
    words: [String.raw`(?=\s)`, String.raw`\s-U\s{0,8}[^\s%]{1,300}%`],
  },
  {
    marks: ['-pw'],
    name: '(?:plink|pscp|psftp|putty)',
    words: [String.raw`(?=\s)`, String.raw`-pw\s`],
  },
  {
    marks: ['-w'],
    name: '(?:ldapsearch|ldapmodify|ldapadd)',
    words: [String.raw`(?=\s)`, String.raw`\s-w\s*(?=\S)`],
  },
  {
    marks: ['-p'],
    name: '(?:useradd|usermod)',
    words: [String.raw`(?=\s)`, String.raw`\s-p\s+(?=\S)`],
  },
  { marks: ['-k'], name: 'openssl', words: [String.raw`(?=\s)`, String.raw`\s-k\s+(?=\S)`] },
  {
    marks: ['secret', 'token'],
    name: 'aws',
    words: [String.raw`\s+configure\s+set\s+\S{0,40}(?:secret|token)\S{0,40}\s+(?=\S)`],
  },
  {
    marks: ['/setcredentials'],
    name: 'bitsadmin',
    words: [String.raw`\s+/setcredentials(?:\s+\S+){4}\s+(?=\S)`],
  },
  {
    marks: ['reg'],
    name: 'reg',
    words: [String.raw`\s+(?:set|add)(?=\s)`, secretName, String.raw`--data|\s/d\b|\s-d\b`],
  },
];

const secrets: readonly Secret[] = [
  // An API token.
  { marks: [''], lead: [/(?<![0-9a-f])(?=[0-9a-f]{40}(?![0-9a-f]))/i], value: /[0-9a-f]{40}/iy },
  {
    marks: ['-'],
    lead: [
      /(?:^|[\s"'])--?(?:password|passwd|passphrase|pass|pwd|secret|token|auth[-_]?token|api[-_]?key)\b/i,
    ],
  },
  {
    marks: ['=', ':'],
    lead: [new RegExp(String.raw`${secretWord}\w{0,40}["']?\s{0,8}[=:]`, 'i')],
  },
  // `DB_PASS=`, `ADMINPW=`; not `bypass=`.
  { marks: ['pass', 'pw'], lead: [/(?:(?<!by|com|sur|tres)pass|pw)["']?\s{0,8}[=:]/i] },
  { marks: [':'], lead: [/(?:^|\s)\/(?:p|pw|pwd|pass|password|rp):/i] },
  { marks: ['/pass', '/pw'], lead: [/(?:^|\s)\/(?:pass|password|pwd|pw)\s{1,8}(?=[^\s/])/i] },
  // Of `NAME:PASSWORD | chpasswd`.
  {
    marks: ['chpasswd'],
    lead: [/(?:^|[\s"'])[^\s:"']{1,64}:(?=[^\s|]{1,200}\s{0,8}\|\s{0,8}(?:sudo\s{1,8})?chpasswd)/i],
    value: /[^\s|"']{1,200}/y,
  },
  { marks: ['/rp'], lead: [/(?:^|\s)\/rp\s/i] }, // schtasks
  {
    marks: ['auth', 'convertto-', 'pass'],
    lead: [
      /x-auth-token|authorization\s*[:=]|convertto-securestring|\bsshpass\b|\bpass(?:in|out)?\s+(?:pass|env):/i,
    ],
    value: restOfLine,
  },
  { marks: ['://'], lead: [/:\/\/[^\s/@:]+:(?=[^\s/@]+@)/], value: /[^\s/@]+/y }, // user:password@ in a URL
  // And without one.
  {
    marks: ['@'],
    lead: [/(?:^|[\s/])[^\s:@/\\]{1,100}:(?=[^\s:@/\\]{1,100}@[\w.-])/],
    value: /[^\s:@/\\]{1,100}/y,
  },
  ...programs.map(({ marks, name, words: [first, ...behind] }) => ({
    marks,
    lead: [String.raw`(?:^|[\s\\/"'!(&|;])${name}(?:\.exe)?["']?${first}`, ...behind].map(
      (pattern) => new RegExp(pattern, 'i'),
    ),
  })),
];

const mask = '***';

/** Where the lead of a secret ends, from `at` on; undefined where there is none. */
function leadEnd({ lead }: Secret, line: string, at: number): number | undefined {
  let end = at;
  for (const pattern of lead) {
    const found = pattern.exec(line.slice(end));
    if (found === null) return undefined;
    end += found.index + found[0].length;
  }
  return end;
}

/** The secrets that the line may hold, by their marks. */
function possibleIn(line: string): readonly Secret[] {
  const small = line.toLowerCase();
  return secrets.filter(({ marks }) => marks.some((mark) => small.includes(mark)));
}

/** True for a line that history must not keep: it seems to hold a token or a password. */
export function isSecretLine(line: string): boolean {
  return possibleIn(line).some((secret) => leadEnd(secret, line, 0) !== undefined);
}

/** No text is looked at beyond this; what follows is left out. */
const longest = 8000;

/** The line with `***` for what seems to be a token or a password; a long one is cut. */
export function maskSecretLine(line: string): string {
  const looked = line.slice(0, longest);
  const masked = possibleIn(looked).reduce(maskOne, looked);
  return looked === line ? masked : `${masked}… (${line.length} characters)`;
}

function maskOne(line: string, secret: Secret): string {
  const { value = word } = secret;
  let masked = '';
  let at = 0;
  for (let end = leadEnd(secret, line, at); end !== undefined; end = leadEnd(secret, line, at)) {
    value.lastIndex = end;
    const found = value.exec(line)?.[0] ?? '';
    // The blank, `=` or `:` in front of a word is none of it.
    const before = value === word ? (/^[\s=:]*/.exec(found)?.[0] ?? '') : '';
    masked += line.slice(at, end) + before + (found.length > before.length ? mask : '');
    // An empty lead at the same place would be found for ever.
    at = Math.max(end + found.length, at + 1);
  }
  return masked + line.slice(at);
}

/** A body as a transcript may show it: known keys, passwords in addresses, and what `maskSecretLine` finds in any text of it. */
export function maskBody(value: unknown): unknown {
  return maskTexts(redactJson(value));
}

function maskTexts(value: unknown): unknown {
  if (typeof value === 'string') return maskSecretLine(redactUrl(value));
  if (Array.isArray(value)) return value.map(maskTexts);
  if (typeof value !== 'object' || value === null) return value;
  const isSecret = 'object' in value && typeof value.object === 'string' && namesSecret.test(value.object);
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [
      key,
      // What `reg set` writes is known by the name of its value.
      isSecret && key === 'value_data' ? mask : maskTexts(held),
    ]),
  );
}

const namesSecret = new RegExp(secretName, 'i');

/** What is held under a name, which may say that it is a secret. */
export function maskNamed(name: string, held: string): string {
  return namesSecret.test(name) ? mask : maskSecretLine(held);
}
