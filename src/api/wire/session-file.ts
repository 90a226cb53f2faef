import { toBoolean, toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A file in a session's store as sent (contract/live-response-queue.md, "File object"). */
export interface SessionFileWire extends WireObject {
  readonly id?: number | string;
  readonly file_name?: string;
  readonly size?: number | string | null;
  readonly size_uploaded?: number | string;
  readonly status?: number | string;
  readonly delete?: boolean;
}

export interface SessionFile {
  /** 0 where the reply names none. */
  readonly id: number;
  /** What was uploaded: a base name; what was fetched: the remote path. Text from a sensor. */
  readonly name: string;
  /** Undefined where the transfer failed. */
  readonly sizeBytes: number | undefined;
  /** Bytes the server has so far. */
  readonly uploadedBytes: number | undefined;
  /** 0 is fine, else an error code, unsigned. */
  readonly statusCode: number;
  readonly isDeleted: boolean;
  readonly wire: SessionFileWire;
}

/** Reads a file object; never fails on what is missing or mistyped. */
export function readSessionFile(json: unknown): SessionFile {
  const wire = toObject(json);
  return {
    id: toNumber(wire['id']) ?? 0,
    name: toText(wire['file_name']) ?? '',
    sizeBytes: toNumber(wire['size']),
    uploadedBytes: toNumber(wire['size_uploaded']),
    statusCode: (toNumber(wire['status']) ?? 0) >>> 0,
    isDeleted: toBoolean(wire['delete']) ?? false,
    wire,
  };
}
