import { parseServerTime } from '../../text/age.ts';
import { distinctNames } from '../../text/distinct-names.ts';
import { toNumber, toText } from '../../text/number.ts';
import { toObject, toTexts, type WireObject } from './read.ts';

/** A binary of the module store (contract/binaries.md). What is missing is undefined or empty. */
export interface Binary {
  /** Upper-case hex; empty where the document names none. */
  readonly md5: string;
  readonly names: readonly string[];
  readonly sizeBytes: number | undefined;
  /** `Signed`, `Unsigned`, `Bad Signature` …; empty where the server does not say. */
  readonly signature: string;
  readonly publisher: string;
  /** Unix ms. */
  readonly signedMs: number | undefined;
  /** `HOSTNAME|sensor_id`, split; one that stands there in both cases is one. */
  readonly endpoints: readonly { readonly hostname: string; readonly sensorId: number | undefined }[];
  readonly wire: WireObject;
}

/** Reads a binary document; never fails on what is missing or mistyped. */
export function readBinary(json: unknown): Binary {
  const wire = toObject(json);
  return {
    md5: (toText(wire['md5']) ?? '').trim().toUpperCase(),
    names: toTexts(wire['observed_filename']),
    sizeBytes: toNumber(wire['orig_mod_len']),
    signature: toText(wire['digsig_result']) ?? toText(wire['signed']) ?? '',
    publisher: toText(wire['digsig_publisher']) ?? '',
    signedMs: parseServerTime(wire['digsig_sign_time']),
    endpoints: distinctNames(toTexts(wire['endpoint']), (text) => text.trim()).map(readEndpoint),
    wire,
  };
}

function readEndpoint(text: string): Binary['endpoints'][number] {
  const bar = text.lastIndexOf('|');
  return bar < 0
    ? { hostname: text, sensorId: undefined }
    : { hostname: text.slice(0, bar), sensorId: toNumber(text.slice(bar + 1)) };
}
