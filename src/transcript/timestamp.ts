import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { shortName } from '../text/short-name.ts';
import { DerFault, type DerValue, der, derContent, derInside, derTags, derValue, derValues } from './der.ts';
import { type Seal, sealsOf } from './seal.ts';

/** Beside a seal: the reply of who stamped it with the time (RFC 3161), in its exact bytes, as `openssl ts` reads and writes it. */
export function timestampOf(seal: string): string {
  return `${seal}.tsr`;
}

/** The seals of a file that have one, whether they are there or not. */
export function stampedSeals(file: string, names: readonly string[]): readonly Seal[] {
  return sealsOf(
    file,
    names.filter((name) => name.endsWith('.tsr')).map((name) => name.slice(0, -'.tsr'.length)),
  );
}

/** More than any reply takes, with its chain of certificates. */
export const mostTimestampBytes = 256 * 1024;

/** OID, as hex of its content, and what Node calls the hash. */
const hashes = new Map([
  ['608648016503040201', 'sha256'],
  ['608648016503040202', 'sha384'],
  ['608648016503040203', 'sha512'],
]);
const sha256Oid = '608648016503040201';
const signedDataOid = '2a864886f70d010702';
const timestampInfoOid = '2a864886f70d0109100104';

export interface TimestampQuery {
  /** DER, for `application/timestamp-query`. */
  readonly bytes: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Asks for the time of these bytes: their SHA-256 alone goes out, with a nonce, and the certificates are wanted. */
export function timestampQuery(stamped: Uint8Array): TimestampQuery {
  const nonce = randomBytes(8);
  // As an INTEGER it is positive and has no zeros in front.
  nonce[0] = (nonce.readUInt8(0) & 0x3f) | 0x40;
  const algorithm = der(derTags.sequence, der(derTags.oid, Buffer.from(sha256Oid, 'hex')), der(derTags.none));
  const imprint = der(
    derTags.sequence,
    algorithm,
    der(derTags.bytes, createHash('sha256').update(stamped).digest()),
  );
  const bytes = der(
    derTags.sequence,
    der(derTags.integer, Buffer.of(1)),
    imprint,
    der(derTags.integer, nonce),
    der(derTags.boolean, Buffer.of(0xff)),
  );
  return { bytes, nonce };
}

/** What a reply says. Nobody has checked its signature. */
export interface Timestamp {
  /** RFC 3339, UTC, with the digits of a second that it has. */
  readonly at: string;
  /** Subject of the certificate that it says it is signed with, where it brings that along. */
  readonly signer: string | undefined;
  readonly nonce: Uint8Array | undefined;
  /** True where it is of these bytes; undefined where it has a hash that is not known here. */
  isOf(stamped: Uint8Array): boolean | undefined;
}

/** A reply, or what is the matter with it, in words that may be the server's. */
export type TimestampReply = Timestamp | { readonly problem: string };

export function readTimestamp(reply: Uint8Array): TimestampReply {
  try {
    const [status, token] = derInside(derValue(reply), derTags.sequence);
    const refusal = refusalOf(derInside(status, derTags.sequence));
    if (refusal !== undefined) return { problem: refusal };
    if (token === undefined) return { problem: 'it is granted, and no time stamp is in it' };
    return readToken(token);
  } catch (error) {
    if (error instanceof DerFault) return { problem: `it is no reply of RFC 3161 (${error.message})` };
    throw error;
  }
}

/** The reply to a query; another one is a problem. */
export function answerTo(query: TimestampQuery, reply: Uint8Array, stamped: Uint8Array): TimestampReply {
  const found = readTimestamp(reply);
  if ('problem' in found) return found;
  if (found.isOf(stamped) !== true) return { problem: 'it is a time stamp of something else' };
  if (found.nonce === undefined || !Buffer.from(found.nonce).equals(query.nonce))
    return { problem: 'it answers another question (nonce)' };
  return found;
}

const granted: ReadonlySet<number> = new Set([0, 1]);

const statuses: Readonly<Record<number, string>> = {
  2: 'rejected',
  3: 'to be waited for',
  4: 'a certificate is about to be revoked',
  5: 'a certificate was revoked',
};

/** Bits of PKIFailureInfo (RFC 3161, 2.4.2). */
const failures: Readonly<Record<number, string>> = {
  0: 'unknown or unsupported hash',
  2: 'request not permitted',
  5: 'data in a wrong format',
  14: 'no source of time',
  15: 'policy not supported',
  16: 'extension not supported',
  17: 'information not available',
  25: 'system failure',
};

function refusalOf([status, ...more]: readonly DerValue[]): string | undefined {
  const number = smallNumber(derContent(status, derTags.integer));
  if (granted.has(number)) return undefined;
  const free = more.find(({ tag }) => tag === derTags.sequence);
  const said = free === undefined ? [] : derInside(free, derTags.sequence).map(textOf);
  const bits = more.find(({ tag }) => tag === derTags.bits)?.content.subarray(1) ?? new Uint8Array();
  const why = Object.entries(failures).flatMap(([bit, words]) =>
    ((bits[Number(bit) >> 3] ?? 0) & (0x80 >> (Number(bit) & 7))) === 0 ? [] : [words],
  );
  return [
    statuses[number] ?? `status ${number}`,
    ...why,
    ...said.slice(0, 1).map((each) => shortName(each, 200)),
  ].join(': ');
}

function smallNumber(content: Uint8Array): number {
  if (content.length !== 1) throw new DerFault('it is of another shape');
  return content[0] ?? 0;
}

function textOf(value: DerValue): string {
  return Buffer.from(derContent(value, derTags.text)).toString('utf8');
}

/** ContentInfo → SignedData → TSTInfo. */
function readToken(token: DerValue): TimestampReply {
  const [type, content] = derInside(token, derTags.sequence);
  mustBe(type, signedDataOid);
  const [signed] = derInside(content, derTags.first);
  const [, , inner, ...rest] = derInside(signed, derTags.sequence);
  const [innerType, innerContent] = derInside(inner, derTags.sequence);
  mustBe(innerType, timestampInfoOid);
  const [octets] = derInside(innerContent, derTags.first);
  const info = derInside(derValue(derContent(octets, derTags.bytes)), derTags.sequence);
  const [, , imprint, , time, ...others] = info;
  const [algorithm, hashed] = derInside(imprint, derTags.sequence);
  const [oid] = derInside(algorithm, derTags.sequence);
  const hash = hashes.get(hex(derContent(oid, derTags.oid)));
  const expected = Buffer.from(derContent(hashed, derTags.bytes));
  return {
    at: timeOf(derContent(time, derTags.time)),
    nonce: others.find(({ tag }) => tag === derTags.integer)?.content,
    signer: signerOf(rest),
    isOf: (stamped) =>
      hash === undefined ? undefined : createHash(hash).update(stamped).digest().equals(expected),
  };
}

function mustBe(value: DerValue | undefined, oid: string): void {
  if (hex(derContent(value, derTags.oid)) !== oid) throw new DerFault('something else is in it');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** GeneralizedTime as RFC 3161 wants it: `YYYYMMDDhhmmss[.s…]Z`. */
function timeOf(content: Uint8Array): string {
  const said = Buffer.from(content).toString('latin1');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(said);
  if (parts === null) throw new DerFault('its time is none');
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // What is no day of the calendar is not made another one.
  const isDate =
    Number.isFinite(Date.parse(`${whole}Z`)) && new Date(`${whole}Z`).toISOString().startsWith(whole);
  if (!isDate) throw new DerFault('its time is none');
  return `${whole}${fraction}Z`;
}

/** By issuer and serial number, as SignerInfo names it; undefined where the certificate is not among those that came along. */
function signerOf(rest: readonly DerValue[]): string | undefined {
  const certificates = rest.find(({ tag }) => tag === derTags.first);
  const signers = rest.findLast(({ tag }) => tag === derTags.set);
  if (certificates === undefined || signers === undefined) return undefined;
  const [signer] = derInside(signers, derTags.set);
  const [, sid] = derInside(signer, derTags.sequence);
  if (sid?.tag !== derTags.sequence) return undefined;
  const named = hex(sid.content);
  for (const { tag, whole, content } of derValues(certificates.content)) {
    if (tag !== derTags.sequence) continue;
    const fields = derInside(derValues(content)[0], derTags.sequence).filter(
      (each) => each.tag !== derTags.first,
    );
    const [serial, , issuer] = fields;
    if (serial === undefined || issuer === undefined) continue;
    if (hex(issuer.whole) + hex(serial.whole) === named) return subjectOf(whole);
  }
  return undefined;
}

function subjectOf(certificate: Uint8Array): string | undefined {
  try {
    return shortName(new X509Certificate(certificate).subject.replaceAll('\n', ', '), 200);
  } catch {
    return undefined;
  }
}
