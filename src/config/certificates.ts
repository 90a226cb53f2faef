import { X509Certificate } from 'node:crypto';
import type { Checked } from './values.ts';

/** One certificate or more in PEM. */
export function checkCertificates(text: string): Checked<string> {
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) return { problem: 'names a file without a certificate in PEM' };
  try {
    for (const pem of found) new X509Certificate(pem);
    return { value: found.join('\n') };
  } catch {
    return { problem: 'names a file whose certificate cannot be read' };
  }
}
