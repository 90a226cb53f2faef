import { type LinkedKind, readConsoleLink } from './console-link.ts';
import { isMd5 } from './md5.ts';
import { readUniqueId } from './process-guid.ts';

/**
 * What kind of object a word means, as far as its form tells: a link says so, an MD5 is a binary, a number a sensor, the id of a feed and of a report a report. A process GUID and
 * the id of an alert look alike; the GUID ends in the time the process started, whose first digits are those of this age. Undefined for
 * what may be the name of anything.
 */
export function kindOfWord(word: string): LinkedKind | undefined {
  const text = word.trim();
  const link = readConsoleLink(text);
  if (link !== undefined) return link.kind;
  if (/^\d{1,15}$/.test(text)) return 'sensor';
  if (isMd5(text)) return 'binary';
  if (/^\d{1,9}:\S+$/.test(text)) return 'report';
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:[-/][0-9a-f]+)?$/i.test(text)) return undefined;
  if (/[/]|-[0-9a-f]{12}-/i.test(text)) return 'process';
  const startMs = readUniqueId(text)?.startMs;
  const isOfThisAge = startMs === undefined || (startMs > firstMs && startMs < lastMs);
  return isOfThisAge ? 'process' : 'alert';
}

/** Between 1970, which a sensor without a clock says, and the time of nobody here. */
const firstMs = -1;
const lastMs = Date.UTC(2100, 0);
