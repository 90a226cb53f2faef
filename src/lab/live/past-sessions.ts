/** A closed session of an earlier run (`--data`): listed until its time to live is over, its files are gone. */
export interface PastSession {
  readonly id: number;
  /** Unix milliseconds. */
  readonly forgetAtMs: number;
  /** The session object as it was last sent. */
  readonly wire: Readonly<Record<string, unknown>>;
}
