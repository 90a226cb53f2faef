import { done } from '../../spec/result.ts';
import { formatDuration, formatRfc3339, formatTimeUtc } from '../../text/age.ts';
import { command } from '../context.ts';

const ordinaryMs = 10 * 60_000;

export const sessionKeep = command({
  name: 'session keep',
  about: 'open a session that one-shots on the sensor share',
  details:
    'Without it each one-shot opens a session and closes it. The server ends it when nobody has used it for that long; keep in a profile does the same for every one-shot.',
  group: 'sessions',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', about: 'sensor id, hostname or address' } },
  options: { for: { kind: 'durationMs', about: 'how long it stays open without use (10m)' } },
  search: ['open', 'reuse', 'share', 'fast'],
  examples: [
    { line: 'cblr session keep 10', shows: 'the next cblr ps 10, ls 10 … find a session that is open' },
    { line: 'cblr session keep FIN-WS-20 --for 30m', shows: 'the same for half an hour without use' },
  ],
  async run({ sensor, for: wantedMs = ordinaryMs }, { program, note }) {
    const kept = await program.keep({ sensor, forMs: wantedMs });
    const { isNew, id, sensorId, hostname, idleMs, untilMs } = kept;
    const idle = `${formatDuration(idleMs)} without use`;
    if (!isNew) note(`it was kept before, for ${idle}`);
    else if (idleMs < wantedMs) note(`the server gives ${idle}, not ${formatDuration(wantedMs)}`);
    const until = formatTimeUtc(untilMs);
    return done(
      `session ${id} on ${hostname} stays open for one-shots until ${until}, and longer while it is used`,
      {
        id,
        sensor_id: sensorId,
        session_timeout: idleMs / 1000,
        until: formatRfc3339(untilMs),
      },
    );
  },
});
