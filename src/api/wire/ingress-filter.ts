import { toBoolean, toId, toText } from '../../text/number.ts';
import { toObject, toTexts, type WireObject } from './read.ts';

/** A filter by which the server throws away what sensors send (contract/server-admin.md). */
export interface IngressFilter {
  /** A text that whoever made it chose. */
  readonly id: string;
  readonly name: string;
  /** One that does not say so is. */
  readonly isEnabled: boolean;
  readonly paths: readonly string[];
  readonly commandLines: readonly string[];
  readonly md5s: readonly string[];
  readonly wire: WireObject;
}

/** Reads a filter; never fails on what is missing or mistyped. */
export function readIngressFilter(json: unknown): IngressFilter {
  const wire = toObject(json);
  return {
    id: toId(wire['id']) ?? '',
    name: toText(wire['name']) ?? '',
    isEnabled: toBoolean(wire['enabled']) ?? true,
    paths: toTexts(wire['path_filters']),
    commandLines: toTexts(wire['command_line_filters']),
    md5s: toTexts(wire['md5_filters']),
    wire,
  };
}
