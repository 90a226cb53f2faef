import type { SessionArchive } from './session-archive.ts';
import type { ToldSession } from './told-session.ts';

/** Clocks are as far apart as that where a transcript does not know better. */
const marginMs = 10 * 60_000;
/** How long a session may be idle where its server does not say. (contract/live-response.md, `CbLRSessionTimeout`) */
const ordinaryIdleSec = 300;

/** False for a transcript of another session of the same number: another server has them, too, and one that was set up anew. */
export function isOfArchive({ session, commands }: SessionArchive, told: ToldSession): boolean {
  if (session === undefined) return true;
  if (told.sensor !== undefined && session.sensorId !== 0 && told.sensor !== session.sensorId) return false;
  const { createdMs, sessionTimeoutSec = ordinaryIdleSec } = session;
  if (createdMs === undefined) return true;
  const lastMs = [...commands.values()].reduce(
    (last, command) => Math.max(last, command.createdMs ?? 0, command.completedMs ?? 0),
    createdMs,
  );
  return (
    told.joinedMs >= createdMs - marginMs && told.joinedMs <= lastMs + sessionTimeoutSec * 1000 + marginMs
  );
}
