import type { Profile } from './profile.ts';

const unset = {
  label: undefined,
  path: undefined,
  asksForToken: false,
  tls: { verify: true, verifyHostname: true, ca: undefined, pin: undefined },
  proxy: undefined,
  ignoreSystemProxy: false,
  timeoutMs: undefined,
  keepMs: undefined,
  transcript: undefined,
  archive: undefined,
  undoMax: undefined,
  undoTotal: undefined,
  readonly: false,
} satisfies Omit<Profile, 'name' | 'url' | 'token'>;

/** A profile that no file holds: what is not given is as a section has it that does not say it. */
export function plainProfile(given: Pick<Profile, 'name' | 'url' | 'token'> & Partial<Profile>): Profile {
  return { ...unset, ...given };
}
