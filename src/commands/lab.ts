import { CbError } from '../errors/cb-error.ts';
import { formatRfc3339 } from '../text/age.ts';
import { spanWords } from '../text/time-words.ts';
import { command } from './context.ts';

const ms = (duration: number | undefined) => (duration === undefined ? undefined : `${duration}ms`);

const longestLatencyMs = 5 * 60_000;

export const lab = command({
  name: 'lab',
  about: 'serve the embedded lab: an EDR server with sensors on this computer',
  details:
    'Ctrl-C ends it. While it runs, --lab (or -p lab) of other commands uses it, as the administrator or as --user says. Where none runs, --lab starts one for a single command, with these options from CBLR_LAB: what is written there ends with it. It listens on 127.0.0.1 only unless told otherwise.',
  group: 'setup',
  effect: 'reads',
  operands: {},
  options: {
    port: { kind: 'integer', value: 'N', about: 'port to serve on; a free one if not said' },
    noTls: { kind: 'flag', about: 'plain HTTP' },
    data: { kind: 'localPath', value: 'DIR', about: 'keep the store, the certificate and the token there' },
    seed: { kind: 'integer', value: 'N', about: 'what the made-up data is made from' },
    now: { kind: 'timeMs', about: 'what its clock starts at' },
    era: { kind: 'choice', choices: ['5.2', '6.2', '7.8'], about: 'which age of server it plays' },
    sensors: { kind: 'integer', value: 'N', about: 'how many sensors; 60 if not said' },
    processes: { kind: 'integer', value: 'N', about: 'how many process documents' },
    arrivals: {
      kind: 'integer',
      value: 'N',
      about: 'how many more come in a minute, some of them late; none if not said',
    },
    alerts: { kind: 'integer', value: 'N', about: 'how many alerts; 60 if not said' },
    checkIn: { kind: 'durationMs', about: 'time between two check-ins of a sensor; 400ms if not said' },
    checkInSpread: {
      kind: 'text',
      proposes: ['20%'],
      value: 'N%',
      about: 'how far the interval of a sensor may be off that; each then keeps its rhythm',
    },
    offline: { kind: 'text', proposes: ['20%'], value: 'N%', about: 'how many of the sensors are away' },
    backAfter: { kind: 'durationMs', about: 'when these come back: 30s; never if not said' },
    colleagues: { kind: 'integer', value: 'N', about: 'how many sessions others hold' },
    sensorLatency: { kind: 'durationMs', about: 'time a command takes; 40ms if not said' },
    user: {
      kind: 'text',
      proposes: ['admin', 'analyst', 'viewer'],
      value: 'NAME',
      about: 'whose token --lab uses: admin if not said; analyst, viewer',
    },
    fault: { kind: 'text', value: 'NAME[=VALUE]', repeat: true, about: 'a fault from the start' },
    set: {
      kind: 'text',
      value: 'NAME=VALUE',
      repeat: true,
      about: 'a value of its cb.conf, such as CbLRMaxActiveSessions=2',
    },
    thisMachine: { kind: 'flag', about: 'sensor 5 is this computer: list processes and folders, get files' },
    allowWrite: { kind: 'flag', about: 'let it also write, delete, kill and start programs here' },
    listenAnywhere: { kind: 'flag', about: 'serve other computers too: whoever has the token is in' },
  },
  search: ['server', 'demo', 'test', 'simulate'],
  examples: [
    { line: 'cblr lab', shows: 'serve it, then in another terminal: cblr --lab connect 10' },
    {
      line: 'cblr lab --json --seed 7 --now 2024-05-14T09:30:00Z',
      shows: 'the same data each time, for tests',
    },
    { line: 'cblr lab --user viewer', shows: 'what somebody sees who may change nothing' },
  ],
  run({ data, ...input }, { program, runtime }) {
    const { sensorLatency } = input;
    if (sensorLatency !== undefined && sensorLatency > longestLatencyMs) throw tooSlow(sensorLatency);
    const folder = data === undefined ? undefined : runtime.files.resolve(data);
    const given = {
      ...input,
      data: folder,
      now: input.now === undefined ? undefined : formatRfc3339(input.now),
      checkIn: ms(input.checkIn),
      sensorLatency: ms(input.sensorLatency),
      backAfter: ms(input.backAfter),
    };
    const words = Object.entries(given).flatMap(([key, value]) => {
      const name = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value === true) return [name];
      if (Array.isArray(value)) return value.map((each) => `${name}=${each}`);
      return value === false || value === undefined ? [] : [`${name}=${value}`];
    });
    return program.serveLab(words);
  },
});

/** A number without a unit is seconds, and who types 1500 here means milliseconds. */
function tooSlow(latencyMs: number): CbError {
  return new CbError(
    'Usage',
    `a sensor that takes ${spanWords(latencyMs)} for a command is one that never answers`,
    {
      hint: `${latencyMs / 1000}ms is in milliseconds; --fault sensor-silent is for sensors that do not answer`,
    },
  );
}
