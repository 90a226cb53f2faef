import { CbError } from '../errors/cb-error.ts';
import type { StreamedBody, UploadedFile } from './types.ts';

const pieceBytes = 256 * 1024;

/**
 * A `multipart/form-data` body of one part named `file` (contract/live-response-queue.md), made by hand: found to be twice as fast as
 * FormData. The size is known, so the body carries its length; a file that turns out longer or shorter is an error of kind
 * `LocalFile`.
 */
export function multipartFile(file: UploadedFile): StreamedBody & { readonly contentLength: number } {
  const boundary = `----cblr${crypto.randomUUID().replaceAll('-', '')}`;
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoteFileName(file.name)}"\r\n` +
      'content-type: application/octet-stream\r\n\r\n',
    'utf8',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.length + file.size + tail.length,
    chunks: parts(head, file, tail),
  };
}

/** A file name between double quotes, as browsers write it (RFC 7578, section 4.2): UTF-8, with quotes and control characters as %XX. */
function quoteFileName(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(
      /["\u0000-\u001F\u007F]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}

async function* parts(head: Uint8Array, file: UploadedFile, tail: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head;
  let sent = 0;
  for await (const chunk of file.chunks) {
    sent += chunk.byteLength;
    if (sent > file.size) throw changed(file.name);
    for (let at = 0; at < chunk.byteLength; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
  }
  if (sent !== file.size) throw changed(file.name);
  yield tail;
}

function changed(name: string): CbError {
  return new CbError('LocalFile', `${name} changed its size while it was sent`, { hint: 'send it again' });
}
