import { CbError } from '../errors/cb-error.ts';

/** Kind `Tls`: the certificate is not the pinned one. */
export function pinMismatch(host: string, seen: string, pinned: string): CbError {
  return new CbError(
    'Tls',
    `the certificate of ${host} is not the pinned one: its SHA-256 fingerprint is ${seen}, pinned is ${pinned}`,
    {
      hint: 'ask the administrator whether the certificate was replaced; if so pin the new one with cblr profile add NAME --pin --force, or in ssl_pin of ~/.cbrc',
      context: { host, fingerprint: seen, pinned },
    },
  );
}
