/** What a file of ours is called while it is written, beside its place: without its own name, which may be as long as a name can be. */
export function temporaryName(random: Uint8Array): string {
  return `.cblr-${Buffer.from(random).toString('hex')}.tmp`;
}

/** True for what lies there yet where its writer was killed. */
export function isTemporaryName(name: string): boolean {
  return /^\.cblr-[0-9a-f]{16}\.tmp$/.test(name);
}
