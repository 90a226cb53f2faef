import { CbError } from '../../errors/cb-error.ts';
import type { HttpReply } from '../../transport/types.ts';

/** How the bytes of a file come (contract/live-response-queue.md, binaries.md); a reply that names no type is taken for bytes, as HTTP has it. */
const bytes: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** For the archive of a session, which clients and boxes in between call many things. */
export const archiveTypes: readonly string[] = [
  'application/gzip',
  'application/x-gzip',
  'application/x-tar',
  'application/x-compressed-tar',
  'application/tar+gzip',
  'application/zip',
];

export const zipTypes: readonly string[] = [
  'application/zip',
  'application/x-zip-compressed',
  'application/x-zip',
];

/**
 * The reply, where its type is one that file content comes in; else `BadReply`, and its body is thrown away: the page of a proxy must
 * never become a part of the evidence. The type itself is the other side's word, so it is only named by its kind.
 */
export async function contentReply(
  reply: HttpReply,
  what: string,
  also: readonly string[] = [],
): Promise<HttpReply> {
  const type = (reply.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (reply.notSent || reply.status === 204 || bytes.has(type) || also.includes(type)) return reply;
  await reply.discard();
  throw new CbError('BadReply', `the server sent ${kindOf(type)} in place of ${what}`, {
    hint: 'something between may have answered, as a proxy; --debug shows the requests',
    context: { status: reply.status },
  });
}

function kindOf(type: string): string {
  if (/\bhtml\b/.test(type)) return 'an HTML page';
  if (/\bjson\b/.test(type)) return 'JSON';
  return 'something else';
}
