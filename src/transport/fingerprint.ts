import { CbError } from '../errors/cb-error.ts';

/**
 * A SHA-256 fingerprint as `AA:BB:…`, from the spellings in use: with or without colons or blanks, any case, with a leading
 * `sha256` word. Undefined when it is not 32 bytes of hex.
 */
export function normaliseFingerprint(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^sha-?256(?:\s+fingerprint)?\s*[:=/ ]?\s*/i, '')
    .replaceAll(/[:\s-]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) return undefined;
  return digits.toUpperCase().match(/../g)?.join(':');
}

/** Kind `Tls`: the certificate is not the pinned one. */
export function pinMismatch(host: string, seen: string, pinned: string): CbError {
  return new CbError(
    'Tls',
    `the certificate of ${host} is not the pinned one: its SHA-256 fingerprint is ${seen}, pinned is ${pinned}`,
    {
      hint: 'ask the administrator whether the certificate was replaced; if so pin the new one with cblr profile add NAME --pin, or in ssl_pin of ~/.cbrc',
      context: { host, fingerprint: seen, pinned },
    },
  );
}
