/** Why what was read is not the whole archive of a session: it breaks off, it is damaged, or it is something else. */
export class ArchiveFault extends Error {
  override readonly name = 'ArchiveFault';
  readonly state: 'cut' | 'changed' | 'unknown';

  constructor(state: ArchiveFault['state'], words: string, cause?: unknown) {
    super(words, cause === undefined ? undefined : { cause });
    this.state = state;
  }
}
