/**
 * What a sensor answers when it cannot do a thing.
 * Windows: HRESULTs of facility 7, the low 16 bits are a Win32 error (contract/live-response-commands.md, "Result codes").
 * Linux and macOS: the contract names only the type `CbError`; that its code is an errno is INFERRED, and stands here alone.
 */
export type Failure = keyof typeof HRESULTS;

const win32 = (code: number) => 0x8007_0000 + code;

export const HRESULTS = {
  fileNotFound: win32(2),
  pathNotFound: win32(3),
  accessDenied: win32(5),
  notReady: win32(21),
  ioError: win32(29),
  sharingViolation: win32(32),
  networkPathNotFound: win32(53),
  fileExists: win32(80),
  invalidParameter: win32(87),
  diskFull: win32(112),
  invalidName: win32(123),
  directoryNotEmpty: win32(145),
  alreadyExists: win32(183),
  badExecutable: win32(193),
  invalidDirectory: win32(267),
  notFound: win32(1168),
  cancelled: win32(1223),
  noSuchProcess: win32(87),
  isDirectory: win32(5),
  notDirectory: win32(267),
} as const;

export const ERRNOS: Readonly<Record<Failure, number>> = {
  fileNotFound: 2,
  pathNotFound: 2,
  accessDenied: 13,
  notReady: 19,
  ioError: 5,
  sharingViolation: 26,
  networkPathNotFound: 2,
  fileExists: 17,
  invalidParameter: 22,
  diskFull: 28,
  invalidName: 22,
  directoryNotEmpty: 39,
  alreadyExists: 17,
  badExecutable: 8,
  invalidDirectory: 20,
  notFound: 2,
  cancelled: 125,
  noSuchProcess: 3,
  isDirectory: 21,
  notDirectory: 20,
};

export const UNIX_RESULT_TYPE = 'CbError' as const;
export const WINDOWS_RESULT_TYPE = 'WinHresult' as const;

/** `CbError` for a command name that the sensor does not know; the number is ours, the contract asks only for non-zero. */
export const UNKNOWN_COMMAND_CODE = 38;
