/** Digits are those of any code page: ¹, ² and ³ count. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)$/i;

/** True for a name that Windows has for a device in every directory, whatever extension or blanks are behind it: `nul`, `com1.txt`. */
export function isDeviceName(name: string): boolean {
  // No device has a longer name; a hostile one may have a million characters.
  const [stem = ''] = name.slice(0, 300).split(/[.:]/, 1);
  return device.test(stem.trimEnd());
}

/** Without the dots and blanks behind it, which Win32 drops. */
export function trimmedName(name: string): string {
  let end = name.length;
  while (name[end - 1] === '.' || name[end - 1] === ' ') end -= 1;
  return name.slice(0, end);
}

/** True for what NTFS lets a file be called: no separator, stream or wildcard, no quote, no control character. */
export function isNtfsName(name: string): boolean {
  return name !== '' && name.length <= 255 && !/[\u0000-\u001f"*/:<>?\\|]/.test(name);
}
