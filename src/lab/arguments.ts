import { parseFault } from './faults/fault.ts';
import type { LabOptions } from './lab.ts';
import { readSettings } from './settings.ts';

/** The words of `cblr lab …` and of `CBLR_LAB`, one line each for help. (docs/lab.md) */
export const labUsage = {
  '--port': 'N  port to serve on; a free one if not said',
  '--no-tls': 'plain HTTP',
  '--data': 'DIR  keep the store, the certificate and the token there',
  '--seed': 'N  what the made-up data is made from; 1 if not said',
  '--now': 'ISO  the time the clock of the lab starts at',
  '--era': '5.2|6.2|7.8  which age of server it plays; 7.8 if not said',
  '--sensors': 'N  how many sensors; 60 if not said',
  '--processes': 'N  how many process documents; 5000 if not said',
  '--alerts': 'N  how many alerts; 60 if not said',
  '--check-in': 'MS  time between two check-ins of a sensor; 400 if not said',
  '--sensor-latency': 'MS  time a command takes; 40 if not said',
  '--user': 'NAME  whose token it gives: admin if not said; analyst, viewer ...',
  '--fault': 'NAME[=VALUE]  a fault from the start; may be repeated',
  '--set': 'NAME=VALUE  of its cb.conf: CbLRMaxActiveSessions, CbLRMaxStoreSizeMB ...; may be repeated',
  '--this-machine': 'sensor 5 is this computer: list processes and folders, get files',
  '--allow-write': 'let it also write, delete, kill and start programs on this computer',
  '--listen-anywhere': 'serve other computers too',
} as const;

type Flag = keyof typeof labUsage;
type Settings = { -readonly [K in keyof LabOptions]: LabOptions[K] };

/** Reads lab options, `--name value` or `--name=value`. @throws Error that says what is wrong. */
export function parseLabArguments(argv: readonly string[]): LabOptions {
  const options: Settings = {};
  const faults: string[] = [];
  const settings: string[] = [];
  const words = [...argv];

  while (words.length > 0) {
    const word = words.shift() ?? '';
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const glued = at < 0 ? undefined : word.slice(at + 1);
    if (!isFlag(name)) {
      throw new Error(
        `unknown lab option ${JSON.stringify(name)}; there are: ${Object.keys(labUsage).join(' ')}`,
      );
    }
    const value = () => {
      const text = glued ?? words.shift();
      if (text === undefined || text === '')
        throw new Error(`${name} needs a value: ${name} ${labUsage[name]}`);
      return text;
    };
    const flag = () => {
      if (glued !== undefined) throw new Error(`${name} takes no value`);
      return true;
    };
    const number = (min: number, max: number) => wholeNumber(name, value(), min, max);

    switch (name) {
      case '--port':
        options.port = number(0, 65_535);
        break;
      case '--no-tls':
        options.tls = !flag();
        break;
      case '--data':
        options.data = value();
        break;
      case '--seed':
        options.seed = number(0, Number.MAX_SAFE_INTEGER);
        break;
      case '--now':
        options.now = time(name, value());
        break;
      case '--era':
        options.era = era(value());
        break;
      case '--sensors':
        options.sensors = number(1, 1_000_000);
        break;
      case '--processes':
        options.processes = number(0, 10_000_000);
        break;
      case '--alerts':
        options.alerts = number(0, 1_000_000);
        break;
      case '--check-in':
        options.checkInMs = number(0, 86_400_000);
        break;
      case '--sensor-latency':
        options.sensorLatencyMs = number(0, 86_400_000);
        break;
      case '--user':
        options.user = value();
        break;
      case '--fault':
        faults.push(parseFault(value()).text);
        break;
      case '--set':
        settings.push(value());
        readSettings(settings);
        break;
      case '--this-machine':
        options.thisMachine = flag();
        break;
      case '--allow-write':
        options.allowWrite = flag();
        break;
      case '--listen-anywhere':
        options.listenAnywhere = flag();
        break;
    }
  }
  if (options.allowWrite === true && options.thisMachine !== true)
    throw new Error('--allow-write means nothing without --this-machine');
  return {
    ...options,
    ...(faults.length === 0 ? {} : { faults }),
    ...(settings.length === 0 ? {} : { settings }),
  };
}

/** Cuts the text of `CBLR_LAB` into words; `"` and `'` keep blanks together. @throws Error for an open quote. */
export function splitLabText(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of text) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) throw new Error(`a quote is open in ${JSON.stringify(text)}`);
  return word === undefined ? words : [...words, word];
}

function isFlag(name: string): name is Flag {
  return Object.hasOwn(labUsage, name);
}

function wholeNumber(name: Flag, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new Error(`${name} needs a whole number from ${min} to ${max}, not ${JSON.stringify(text)}`);
  return value;
}

function time(name: Flag, text: string): number {
  const value = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value))
    throw new Error(`${name} needs a time such as 2024-05-14T09:30:00Z, not ${JSON.stringify(text)}`);
  return value;
}

function era(text: string): '5.2' | '6.2' | '7.8' {
  if (text === '5.2' || text === '6.2' || text === '7.8') return text;
  throw new Error(`--era is 5.2, 6.2 or 7.8, not ${JSON.stringify(text)}`);
}
