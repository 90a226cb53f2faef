/** What a sensor says about a command that ended (contract/live-response-commands.md, "Result codes"). Texts are the sensor's own. */
export interface SensorResult {
  readonly type?: string | undefined;
  readonly code?: number | undefined;
  readonly desc?: string | undefined;
}

const win32Words: ReadonlyMap<number, string> = new Map([
  [1, 'incorrect function'],
  [2, 'file not found'],
  [3, 'path not found'],
  [4, 'too many open files'],
  [5, 'access denied'],
  [6, 'invalid handle'],
  [8, 'not enough memory'],
  [13, 'invalid data'],
  [14, 'out of memory'],
  [15, 'drive not found'],
  [16, 'the current directory cannot be removed'],
  [17, 'not the same device (or the destination is there already)'],
  [18, 'no more files'],
  [19, 'write protected'],
  [21, 'device not ready'],
  [23, 'data error (checksum)'],
  [29, 'write fault'],
  [30, 'read fault'],
  [31, 'device does not work'],
  [32, 'in use by another process'],
  [33, 'locked by another process'],
  [38, 'end of file'],
  [39, 'disk full'],
  [50, 'not supported'],
  [53, 'network path not found'],
  [64, 'network name no longer available'],
  [65, 'network access denied'],
  [67, 'network name not found'],
  [80, 'file exists'],
  [82, 'cannot be created'],
  [87, 'invalid parameter'],
  [110, 'cannot be opened'],
  [112, 'disk full'],
  [122, 'buffer too small'],
  [123, 'invalid name'],
  [126, 'module not found'],
  [127, 'procedure not found'],
  [145, 'directory not empty'],
  [161, 'invalid path'],
  [170, 'busy'],
  [183, 'already exists'],
  [193, 'not a valid program'],
  [206, 'name too long'],
  [216, 'not a program for this kind of machine'],
  [225, 'blocked as malware'],
  [226, 'removed as malware'],
  [234, 'more data'],
  [259, 'no more data'],
  [267, 'not a directory'],
  [299, 'only part was read or written'],
  [303, 'being deleted'],
  [740, 'elevation needed'],
  [995, 'aborted'],
  [997, 'still pending'],
  [998, 'invalid memory access'],
  [1009, 'registry damaged'],
  [1010, 'invalid registry key'],
  [1018, 'registry key is being deleted'],
  [1020, 'registry key has subkeys'],
  [1058, 'service disabled'],
  [1060, 'no such service'],
  [1168, 'not found'],
  [1223, 'cancelled'],
  [1260, 'blocked by policy'],
  [1314, 'privilege not held'],
  [1392, 'file damaged and unreadable'],
  [1450, 'not enough system resources'],
  [1460, 'timed out'],
  [1920, 'file cannot be accessed'],
  [4390, 'not a link'],
  [4551, 'blocked by application control'],
]);

const hresultWords: ReadonlyMap<number, string> = new Map([
  [0x80004001, 'not implemented'],
  [0x80004002, 'no such interface'],
  [0x80004004, 'aborted'],
  [0x80004005, 'unspecified error'],
  [0x8000ffff, 'unexpected failure'],
]);

/**
 * What a `CbError` would be if its code is an errno, as it seems to be on Linux and macOS; the contract has no list, so the words are
 * always beside the plain code (contract/live-response-commands.md, "Result codes").
 */
const errnoWords: ReadonlyMap<number, string> = new Map([
  [1, 'not permitted'],
  [2, 'no such file or directory'],
  [3, 'no such process'],
  [5, 'input or output error'],
  [8, 'no program'],
  [13, 'permission denied'],
  [16, 'busy'],
  [17, 'already exists'],
  [20, 'not a directory'],
  [21, 'is a directory'],
  [22, 'invalid argument'],
  [26, 'program is running'],
  [28, 'disk full'],
  [30, 'read-only file system'],
  [36, 'name too long'],
  [38, 'not supported'],
  [39, 'directory not empty'],
  [125, 'cancelled'],
]);

/**
 * The result in words: `0x80070002 file not found`, `0x80070cb2 Win32 error 3250`, `CbError 13 (0xd, as errno: permission denied)`, each
 * with the sensor's own description in the place of such a guess where it has one. May hold the sensor's text: escape it where it is
 * shown.
 */
export function describeResult({ type, code, desc }: SensorResult): string {
  const said = desc?.trim() ? `: ${desc.trim()}` : '';
  if (code === undefined) return `${type ?? 'no result code'}${said}`;
  if (type !== undefined && !isWindows(type)) {
    const errno = said === '' && type.toLowerCase() === 'cberror' ? errnoWords.get(code) : undefined;
    const guess = errno === undefined ? '' : `, as errno: ${errno}`;
    return `${type || 'error'} ${code} (0x${hex(code)}${guess})${said}`;
  }
  if (code === 0) return `success${said}`;
  const win32 = win32Of(type, code);
  const words =
    win32 === undefined
      ? (hresultWords.get(code >>> 0) ?? 'unknown error')
      : (win32Words.get(win32) ?? `Win32 error ${win32}`);
  return `0x${hex(code).padStart(8, '0')} ${words}${said}`;
}

/** The Win32 error inside a WinHresult (facility 7, signed or not, or a bare Win32 code); undefined where there is none. */
export function win32Of(type: string | undefined, code: number | undefined): number | undefined {
  if (code === undefined || !Number.isInteger(code) || (type !== undefined && !isWindows(type)))
    return undefined;
  const unsigned = code >>> 0;
  if (unsigned >>> 16 === 0x8007) return unsigned & 0xffff;
  return unsigned > 0 && unsigned <= 0xffff ? unsigned : undefined;
}

/** True where the file, key, value or other thing is not there: Win32 2, 3 and 1168; 2 (ENOENT) of a CbError, as Unix sensors may send. */
export function isNotFound(type: string | undefined, code: number | undefined): boolean {
  if (type !== undefined && type.toLowerCase() === 'cberror') return code === 2;
  const win32 = win32Of(type, code);
  return win32 === 2 || win32 === 3 || win32 === 1168;
}

/** True where another process holds the file: Win32 32 and 33. */
export function isInUse(type: string | undefined, code: number | undefined): boolean {
  const win32 = win32Of(type, code);
  return win32 === 32 || win32 === 33;
}

function isWindows(type: string): boolean {
  return type.toLowerCase() === 'winhresult';
}

function hex(code: number): string {
  return Number.isInteger(code) ? (code >>> 0).toString(16) : '?';
}
