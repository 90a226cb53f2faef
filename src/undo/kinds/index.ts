import type { ThingName } from '../../ports/keeper.ts';
import { alertThing } from './alert.ts';
import { bannedHash } from './ban.ts';
import { feedThing } from './feed.ts';
import { remoteFile } from './file.ts';
import { groupThing } from './group-settings.ts';
import { ingressThing } from './ingress-filter.ts';
import { movedFile } from './moved-file.ts';
import { endedProcess } from './process.ts';
import { registryKey } from './registry-key.ts';
import { registryValue } from './registry-value.ts';
import { sensorGroup, sensorIsolation } from './sensor-state.ts';
import type { ThingKind } from './thing-kind.ts';
import { watchlistThing } from './watchlist.ts';

/** How each kind of thing is looked at and put back. */
export const thingKinds: Readonly<Record<ThingName, ThingKind>> = {
  'registry value': registryValue,
  'registry key': registryKey,
  file: remoteFile,
  'moved file': movedFile,
  process: endedProcess,
  isolation: sensorIsolation,
  'sensor group': sensorGroup,
  'group settings': groupThing,
  ban: bannedHash,
  'ingress filter': ingressThing,
  watchlist: watchlistThing,
  feed: feedThing,
  alert: alertThing,
};
