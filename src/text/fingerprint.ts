/**
 * A SHA-256 fingerprint as `AA:BB:…`, from the spellings in use: with or without colons or blanks, any case, behind words such as
 * `sha256 Fingerprint=`. Undefined when it is not 32 bytes of hex.
 */
export function normaliseFingerprint(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^sha-?256(?:\s+fingerprint)?\s*[:=/ ]?\s*/i, '')
    .replaceAll(/[:\s-]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) return undefined;
  return digits.toUpperCase().match(/../g)?.join(':');
}
