import type { Era } from '../era.ts';
import type { Draft } from './draft.ts';

/** Service accounts of Windows: SYSTEM, LOCAL SERVICE, NETWORK SERVICE. */
const ownSids = /^S-1-5-(?:18|19|20)$/i;
/** What its documents of 2016 and 2017 say was said by an older server (seed 001). */
const oldSensor = 3;

/** The user of a document: Windows' own accounts carry their domain since 7.0, `SYSTEM` before. */
export function accountName({ account, host }: Draft, era: Era): string {
  const { username, sid } = account;
  const isLong = era.sha256 && host.sensorId !== oldSensor && ownSids.test(sid) && !username.includes('\\');
  return isLong ? `NT AUTHORITY\\${username}` : username;
}

/** How a user of Windows logged on, as documents since 7.0 say it: 0 the system, 5 a service, 2 at the keyboard. */
export function logonType(sid: string): number {
  return sid.toUpperCase() === 'S-1-5-18' ? 0 : ownSids.test(sid) ? 5 : 2;
}
