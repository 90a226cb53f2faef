import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

const yearMs = 365 * 86_400_000;

export interface ServerCertificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** SHA-256, `AA:BB:…`. */
  readonly fingerprint: string;
}

/** A self-signed certificate for loopback, valid for a year of the computer's own clock. */
export async function makeCertificate(): Promise<ServerCertificate> {
  const notBefore = Date.now() - 3_600_000;
  const made = await generate(
    [
      { name: 'commonName', value: 'localhost' },
      { name: 'organizationName', value: 'cblr lab' },
    ],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: new Date(notBefore),
      notAfterDate: new Date(notBefore + yearMs),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
            { type: 7, ip: '::1' },
          ],
        },
      ],
    },
  );
  return readCertificate(made.cert, made.private);
}

/** @throws Error when it is not a certificate. */
export function readCertificate(cert: string, key: string): ServerCertificate {
  return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
}

/** A kept certificate is used again while it has a day left. */
export function isStillGood(certificate: ServerCertificate): boolean {
  return new X509Certificate(certificate.cert).validToDate.getTime() - Date.now() > 86_400_000;
}
