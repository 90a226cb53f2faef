const mask = '***';
const secretKeys = new Set([
  'password',
  'confirm_password',
  'current_password',
  'ssl_client_key',
  'auth_token',
  'token',
  'x-auth-token',
  'authorization',
]);
const tokenHeader = /(x-auth-token["']?\s*[:=]\s*["']?)[^\s"',;]+/gi;

/** The text with every secret, also as it stands in a URL or in JSON, and any `X-Auth-Token` value replaced by `***`. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(spellings));
  let redacted = text;
  // The longest first: one secret may begin with another.
  for (const form of [...forms].sort((a, b) => b.length - a.length)) {
    redacted = redacted.replaceAll(form, mask);
  }
  return redacted.replace(tokenHeader, `$1${mask}`);
}

/** The address with `***` for a password in front of its host. */
export function redactUrl(url: string): string {
  return url.replace(/^(\s*[a-z][a-z\d+.-]*:\/\/[^/?#@:]*:)[^/?#]*@/i, `$1${mask}@`);
}

/** A copy of a JSON value in which the values of keys that hold secrets are `***`, and passwords in addresses, at any depth. */
export function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => {
      if (secretKeys.has(key.toLowerCase()) && held !== null && held !== '') return [key, mask];
      return [key, typeof held === 'string' && /url$/i.test(key) ? redactUrl(held) : redactJson(held)];
    }),
  );
}

/** The texts under keys that hold secrets, at any depth: what a server must not be heard to repeat. */
export function secretsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    if (!secretKeys.has(key.toLowerCase())) return secretsIn(held);
    return typeof held === 'string' && held !== '' ? [held] : [];
  });
}

const secretLines: readonly RegExp[] = [
  /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/i, // an API token
  /(?:^|\s)--?(?:password|passwd|passphrase|pass|pwd|secret|token|auth[-_]?token|api[-_]?key)\b/i,
  /(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key)["']?\s*[=:]/i,
  /(?:^|\s)\/(?:p|pw|pwd|pass|password|rp):/i,
  /(?:^|\s)\/rp\s/i, // schtasks
  /x-auth-token|authorization\s*[:=]|convertto-securestring|\bsshpass\b/i,
  /\bnet1?(?:\.exe)?\s+user\s+\S+\s+[^\s/]/i,
  /:\/\/[^\s/@:]+:[^\s/@]+@/, // user:password@ in a URL
];

/** True for a line that history must not keep: it seems to hold a token or a password. */
export function isSecretLine(line: string): boolean {
  return secretLines.some((pattern) => pattern.test(line));
}

function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, secret.isWellFormed() ? encodeURIComponent(secret) : secret];
}
