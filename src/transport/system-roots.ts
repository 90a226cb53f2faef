import tls from 'node:tls';

/** What says that a chain ends at a root that is not in the list, not that something is wrong with it. */
const unknownRoot: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

let roots: tls.SecureContext | 'none' | undefined;

/**
 * A context that trusts the CAs of this computer beside those that Node brings, so that what curl trusts is trusted here. Made only when a
 * certificate was refused for want of a root: reading the system's list takes 30 to 60 ms. Undefined where it would change nothing.
 */
export function systemRootsAfter(error: unknown): tls.SecureContext | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !unknownRoot.has(code) || roots !== undefined) return undefined;
  roots = withSystemRoots() ?? 'none';
  return knownSystemRoots();
}

/** The same, once it was made. */
export function knownSystemRoots(): tls.SecureContext | undefined {
  return roots === 'none' ? undefined : roots;
}

function withSystemRoots(): tls.SecureContext | undefined {
  const ours = new Set(tls.getCACertificates('default'));
  const added = tls.getCACertificates('system').filter((pem) => !ours.has(pem));
  return added.length === 0
    ? undefined
    : tls.createSecureContext({ ca: [...ours, ...added], minVersion: 'TLSv1.2' });
}
