import { command } from './context.ts';

export const connect = command({
  name: 'connect',
  about: 'open a Live Response shell on a sensor',
  details:
    'A pending or active session on the sensor is reused, else one is created; what was created here is closed on the way out, unless somebody else uses it by then. Without a terminal the verbs are read from stdin, one a line. On one ~/.config/cblr/shellrc and shellrc-PROFILE beside it say how the shell begins: alias, unalias, set and lcd.',
  group: 'live response',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', about: 'sensor id, hostname or address' } },
  options: {
    command: { kind: 'text', short: 'c', value: 'VERBS', about: 'run these verbs, separated by ; and leave' },
    script: { kind: 'localPath', value: 'FILE', about: 'run the verbs in a file, one a line, and leave' },
    keepGoing: { kind: 'flag', about: 'go on after a verb that failed' },
    keep: { kind: 'flag', about: 'leave the session open' },
    wait: { kind: 'durationMs', optionalValue: true, about: 'wait for a sensor that is offline (20m)' },
    allowLocal: { kind: 'flag', about: 'local commands (! and |) without a terminal too' },
    noRc: { kind: 'flag', about: 'run no startup file (~/.config/cblr/shellrc)' },
    checkInTimeout: { kind: 'durationMs', about: 'how long the server waits for the sensor' },
    sessionTimeout: { kind: 'durationMs', about: 'idle time after which the session ends' },
    sensorWaitTimeout: { kind: 'durationMs', about: "length of the sensor's long poll" },
    commandTimeout: { kind: 'durationMs', about: 'how long the sensor works at a command' },
    storageTtl: { kind: 'durationMs', about: 'how long the server keeps the session after its end' },
  },
  conflicts: [['command', 'script']],
  search: ['shell', 'attach', 'session', 'ssh', 'live response'],
  examples: [
    { line: 'cblr connect 10', shows: 'a shell on sensor 10' },
    { line: "cblr connect FIN-WS-20 -c 'ps; ls C:\\Users'", shows: 'run two verbs and leave' },
    {
      line: 'cblr connect 10.20.1.22 --wait=1h --script triage.txt',
      shows: 'wait for the sensor, then run a script',
    },
  ],
  run(input, { program }) {
    const seconds = (ms: number | undefined) =>
      ms === undefined ? undefined : Math.max(1, Math.round(ms / 1000));
    const timeouts = defined({
      checkin_timeout: seconds(input.checkInTimeout),
      session_timeout: seconds(input.sessionTimeout),
      sensor_wait_timeout: seconds(input.sensorWaitTimeout),
      default_command_timeout: seconds(input.commandTimeout),
      storage_ttl: input.storageTtl === undefined ? undefined : input.storageTtl / 86_400_000,
    });
    return program.connect({
      sensor: input.sensor,
      commands: input.command,
      script: input.script,
      keepGoing: input.keepGoing,
      keep: input.keep,
      allowLocal: input.allowLocal,
      noRc: input.noRc,
      wait: input.wait,
      timeouts,
    });
  },
});

/** The entries that are there: an absent option is left out of the request. */
function defined<T extends Readonly<Record<string, number | undefined>>>(
  values: T,
): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: number;
  };
}
