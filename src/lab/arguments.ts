import { Command, CommanderError, Option } from 'commander';
import { parseFault } from './faults/fault.ts';
import type { LabOptions } from './lab.ts';
import { readSettings } from './settings.ts';

/** The words of `cblr lab …` and of `CBLR_LAB` (docs/lab.md). */
function labOptions(): readonly Option[] {
  return [
    option('--port <N>', 'port to serve on; a free one if not said', whole(0, 65_535)),
    option('--no-tls', 'plain HTTP'),
    option('--data <DIR>', 'keep the store, the certificate and the token there', text),
    option('--seed <N>', 'what the made-up data is made from; 1 if not said', whole(0)),
    option('--now <ISO>', 'the time the clock of the lab starts at', time),
    option('--era <5.2|6.2|7.8>', 'which age of server it plays; 7.8 if not said', era),
    option('--sensors <N>', 'how many sensors; 60 if not said', whole(1, 1_000_000)),
    option('--processes <N>', 'how many process documents; 5000 if not said', whole(0, 10_000_000)),
    option('--arrivals <N>', 'how many more come in a minute; none if not said', whole(0, 600)),
    option('--alerts <N>', 'how many alerts; 60 if not said', whole(0, 1_000_000)),
    option('--check-in <DURATION>', 'time between two check-ins of a sensor; 400ms if not said', duration),
    option(
      '--check-in-spread <N%>',
      'how far the interval of a sensor may be off that; 0 if not said',
      share,
    ),
    option('--check-in-jitter <N%>', 'how far each check-in may be off its rhythm; 0 if not said', jitter),
    option('--offline <N%>', 'how many of the sensors are away', share),
    option('--back-after <DURATION>', 'when these come back; never if not said', duration),
    option('--colleagues <N>', 'how many sessions others hold', whole(0, 1000)),
    option('--sensor-latency <DURATION>', 'time a command takes; 40ms if not said', duration),
    option('--user <NAME>', 'whose token it gives: admin if not said; analyst, viewer ...', text),
    option('--fault <NAME[=VALUE]>', 'a fault from the start; may be repeated', fault),
    option('--set <NAME=VALUE>', 'of its cb.conf: CbLRMaxActiveSessions ...; may be repeated', setting),
    option('--this-machine', 'sensor 5 is this computer: list processes and folders, get files'),
    option('--allow-write', 'let it also write, delete, kill and start programs on this computer'),
    option('--listen-anywhere', 'serve other computers too'),
  ];
}

/** What commander calls them. */
interface Typed
  extends Pick<
    LabOptions,
    Exclude<keyof LabOptions, 'tls' | 'checkInMs' | 'sensorLatencyMs' | 'backAfterMs' | 'faults' | 'settings'>
  > {
  /** True where `--no-tls` was not said. */
  readonly tls: boolean;
  readonly checkIn?: number;
  readonly sensorLatency?: number;
  readonly backAfter?: number;
  readonly fault?: readonly string[];
  readonly set?: readonly string[];
}

/** Reads lab options, `--name value` or `--name=value`. @throws Error that says what is wrong. */
export function parseLabArguments(argv: readonly string[]): LabOptions {
  const options = labOptions();
  const command = new Command()
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const each of options) command.addOption(each);
  command.argument('[words...]').allowUnknownOption();
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? lackingValue(error, options) : error;
  }
  const [word] = command.args;
  if (word !== undefined) throw unknownWord(word, options);
  const {
    tls,
    checkIn,
    sensorLatency,
    backAfter,
    fault: faults,
    set: settings,
    ...others
  } = command.opts<Typed>();
  if ((others.arrivals ?? 0) > 0 && others.data !== undefined)
    throw new Error('--data keeps processes as they are: it does not go with --arrivals');
  if (others.allowWrite === true && others.thisMachine !== true)
    throw new Error('--allow-write means nothing without --this-machine');
  return {
    ...others,
    ...(tls ? {} : { tls }),
    ...(checkIn === undefined ? {} : { checkInMs: checkIn }),
    ...(sensorLatency === undefined ? {} : { sensorLatencyMs: sensorLatency }),
    ...(backAfter === undefined ? {} : { backAfterMs: backAfter }),
    ...(faults === undefined ? {} : { faults }),
    ...(settings === undefined ? {} : { settings }),
  };
}

type Reader = (word: string, name: string, before: readonly string[]) => unknown;

const dayMs = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: dayMs };

function option(flags: string, about: string, read?: Reader): Option {
  const made = new Option(flags, about);
  if (read === undefined) return made;
  const name = made.long ?? flags;
  return made.argParser((word: string, before: unknown) => {
    if (word === '') throw lacking(made);
    return read(word, name, Array.isArray(before) ? before : []);
  });
}

function lacking({ long, flags, description }: Option): Error {
  return new Error(`${long} needs a value: ${flags.replace(/[<>]/g, '')}  ${description}`);
}

/** Commander refuses nothing else by itself: it names the option by its flags. */
function lackingValue(error: CommanderError, options: readonly Option[]): Error {
  const meant = options.find(({ flags }) => error.message.includes(`'${flags}'`));
  return meant === undefined ? error : lacking(meant);
}

function unknownWord(word: string, options: readonly Option[]): Error {
  const [name = ''] = word.split('=', 1);
  const names = options.map(({ long }) => long);
  if (names.includes(name)) return new Error(`${name} takes no value`);
  return new Error(`unknown lab option ${JSON.stringify(name)}; there are: ${names.join(' ')}`);
}

const text: Reader = (word) => word;

function whole(min: number, max = Number.MAX_SAFE_INTEGER): Reader {
  return (word, name) => {
    const value = Number(word);
    if (/^\d+$/.test(word) && value >= min && value <= max) return value;
    throw new Error(`${name} needs a whole number from ${min} to ${max}, not ${JSON.stringify(word)}`);
  };
}

/** `400ms`, `30s`, `5m`; a bare number is seconds. */
const duration: Reader = (word, name) => {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/i.exec(word) ?? [];
  const value = Math.round(Number(amount) * (unitsMs[unit.toLowerCase()] ?? 1));
  if (amount !== undefined && value <= dayMs) return value;
  throw new Error(
    `${name} needs a duration of a day at most, such as 400ms or 30s, not ${JSON.stringify(word)}`,
  );
};

/** `20%`. */
const share: Reader = (word, name) => {
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%?$/.exec(word) ?? [];
  const value = Number(percent) / 100;
  if (percent !== undefined && value <= 1) return value;
  throw new Error(`${name} needs a share from 0% to 100%, not ${JSON.stringify(word)}`);
};

/** Two check-ins must not change places. */
const jitter: Reader = (word, name, before) => {
  const value = Number(share(word, name, before));
  if (value <= 0.9) return value;
  throw new Error(`${name} needs a share from 0% to 90%, not ${JSON.stringify(word)}`);
};

const time: Reader = (word, name) => {
  const value = /^\d{4}-\d\d-\d\d/.test(word) ? Date.parse(word) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw new Error(`${name} needs a time such as 2024-05-14T09:30:00Z, not ${JSON.stringify(word)}`);
};

const era: Reader = (word) => {
  if (['5.2', '6.2', '7.8'].includes(word)) return word;
  throw new Error(`--era is 5.2, 6.2 or 7.8, not ${JSON.stringify(word)}`);
};

const fault: Reader = (word, _name, before) => [...before, parseFault(word).text];

const setting: Reader = (word, _name, before) => {
  const all = [...before, word];
  readSettings(all);
  return all;
};
