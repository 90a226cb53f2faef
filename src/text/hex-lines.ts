/** Sixteen bytes of a dump, the last line fewer. */
export interface HexLine {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const width = 16;

export function* hexLines(bytes: Uint8Array): Generator<HexLine> {
  for (let offset = 0; offset < bytes.length; offset += width)
    yield { offset, bytes: bytes.subarray(offset, offset + width) };
}

/** `4d 5a 90`. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Eight and eight, a short line filled up. */
export function groupedHex(bytes: Uint8Array): string {
  return `${hexOf(bytes.subarray(0, 8)).padEnd(23)}  ${hexOf(bytes.subarray(8)).padEnd(23)}`;
}

/** Printable ASCII as it is, a dot for all else. */
export function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
    '',
  );
}
