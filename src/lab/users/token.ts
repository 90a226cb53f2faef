import { createHash, randomBytes } from 'node:crypto';

/** 40 hex digits, as the console shows them; random whatever the seed. */
export function newToken(): string {
  return randomBytes(20).toString('hex');
}

/** Tokens are looked up by their hash, so that the time of a look-up tells nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
