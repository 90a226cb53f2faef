/** The one table of exit codes: kind of error → code and what raises it. Printed by `help exit-codes`. */
export const exitCodes = {
  CommandFailed: { code: 1, when: 'the sensor said no; its result code is decoded' },
  ServerError: { code: 1, when: 'the server said no' },
  Unsupported: { code: 1, when: 'the sensor does not offer this command object' },
  LocalFile: { code: 1, when: 'the local disk is full, read-only, or the file is there already' },
  Usage: {
    code: 2,
    when: 'bad arguments, unknown verb, ambiguous sensor, a query that cannot be read, missing --yes',
  },
  ReadOnly: { code: 2, when: 'a write on a readonly profile' },
  Declined: { code: 2, when: 'a question was answered no' },
  NotFound: {
    code: 3,
    when: 'the server has no such sensor, session file, process, binary or other thing; --expect with nothing found',
  },
  NotOnSensor: { code: 3, when: 'the sensor has no such file, folder, process, key or value' },
  Auth: { code: 4, when: 'the token is missing, refused, or lacks a right' },
  Offline: { code: 5, when: 'the sensor did not check in' },
  SessionTimeout: { code: 5, when: 'the session or a command took too long' },
  SessionGone: { code: 5, when: 'the session has ended, is closing, or is refused' },
  SessionExists: { code: 5, when: 'the sensor has a session that cannot be joined' },
  SessionLost: { code: 5, when: 'the session ended while something was under way in it' },
  LiveResponseOff: { code: 5, when: 'Live Response is switched off on the server' },
  NoFreeSlot: { code: 5, when: 'all Live Response sessions of the server are taken' },
  NotConfirmed: { code: 5, when: 'the sensor did not confirm in time' },
  Partial: { code: 6, when: 'some targets were done, some failed or are unknown' },
  Network: { code: 7, when: 'name not found, refused, reset' },
  Tls: { code: 7, when: 'the certificate was refused' },
  Timeout: { code: 7, when: 'no answer within --timeout' },
  BadReply: { code: 7, when: 'a reply that is not what it says' },
  Config: { code: 8, when: 'unreadable profile, bad value, unsafe file mode' },
  Integrity: { code: 9, when: 'size or hash of a transfer differs' },
  Bug: { code: 70, when: 'a fault of this program; please report it' },
  Interrupted: { code: 130, when: 'Ctrl-C' },
  Terminated: { code: 143, when: 'ended by a signal' },
} as const satisfies Record<string, { code: number; when: string }>;

export type ErrorKind = keyof typeof exitCodes;

/** The exit code of an error kind. */
export function exitCodeOf(kind: ErrorKind): number {
  return exitCodes[kind].code;
}
