import type { TimedIsolations } from '../ports/timed-isolations.ts';
import { formatDuration } from '../text/age.ts';
import { shortName } from '../text/short-name.ts';

/** So many are named. */
const mostNamed = 3;

/** Says what was to be released by now: nothing ends by itself. */
export async function remindOfIsolations(
  isolations: TimedIsolations,
  nowMs: number,
  note: (text: string) => void,
): Promise<void> {
  const due = (await isolations.all()).filter(({ untilMs }) => untilMs <= nowMs);
  for (const { host, sensorId, untilMs } of due.slice(0, mostNamed)) {
    const since = formatDuration(nowMs - untilMs);
    note(
      `the isolation of ${shortName(host)} (${sensorId}) was to end ${since} ago: cbq isolate due releases it`,
    );
  }
  if (due.length > mostNamed) note(`… and ${due.length - mostNamed} more isolations`);
}
