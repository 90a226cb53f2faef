import iconv from 'iconv-lite';

/** How the bytes of a text are made. A number is a Windows code page. */
export type TextEncoding = 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16le-bom' | number;

export function encodeText(text: string, encoding: TextEncoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8');
    case 'utf8-bom':
      return Buffer.from(`\ufeff${text}`, 'utf8');
    case 'utf16le':
      return Buffer.from(text, 'utf16le');
    case 'utf16le-bom':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    default:
      return iconv.encode(text, `cp${encoding}`);
  }
}

/** Bytes of a file as a program would understand them: by BOM, else by the code page given. */
export function decodeText(bytes: Buffer, codePage: number | 'utf8'): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return codePage === 'utf8' ? bytes.toString('utf8') : iconv.decode(bytes, `cp${codePage}`);
}
