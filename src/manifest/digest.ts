import { createHash, type Hash } from 'node:crypto';

/** Of a whole file; the two old ones only where a manifest is written. */
export interface Hashes {
  readonly sha256: string;
  readonly old?: OldHashes | undefined;
}

export interface OldHashes {
  readonly md5: string;
  readonly sha1: string;
}

/** A running SHA-256 and count, with MD5 and SHA-1 where they are wanted; the bytes of an earlier part may be fed before. */
export class Digest {
  readonly #sha256 = createHash('sha256');
  readonly #old: { readonly md5: Hash; readonly sha1: Hash } | undefined;
  #size = 0;

  constructor({ withOld = false }: { readonly withOld?: boolean } = {}) {
    this.#old = withOld ? { md5: createHash('md5'), sha1: createHash('sha1') } : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#old?.md5.update(bytes);
    this.#old?.sha1.update(bytes);
    this.#size += bytes.byteLength;
  }

  get size(): number {
    return this.#size;
  }

  /** The SHA-256 so far; more may follow. */
  hex(): string {
    return hexOf(this.#sha256);
  }

  /** All so far. */
  hashes(): Hashes {
    const old = this.#old;
    const both = old === undefined ? undefined : { md5: hexOf(old.md5), sha1: hexOf(old.sha1) };
    return { sha256: this.hex(), old: both };
  }
}

function hexOf(hash: Hash): string {
  return hash.copy().digest('hex');
}
