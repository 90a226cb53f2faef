// Follows real actions through the code: how many files of src/ (but the lab's) each of them runs, by V8's own counts.
//   node scripts/files-touched.ts            a table of all actions
//   node scripts/files-touched.ts ps         the files of one, each with the capability that it serves alone, where that is a younger one
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { startLab } from '../src/lab/start.ts';
import { capabilityOf, listedFiles } from './files-since.ts';

interface Action {
  readonly words: readonly string[];
  /** Typed into the shell that the words open; the action is what happens from there on. */
  readonly typed?: string;
  /** So many it was at the beginning (of the functions called), before the capabilities of `files-since.ts`. */
  readonly first: number;
}

const shell = ['cblr', 'connect', '10'];
const actions: Readonly<Record<string, Action>> = {
  ps: { words: shell, typed: 'ps\r', first: 68 },
  get: { words: ['cblr', 'get', '10', 'C:\\lab\\folder with blanks\\read me first.txt', '.'], first: 118 },
  parents: { words: ['cbq', 'process', 'process_name:net.exe', '--limit', '1', '--parents'], first: 105 },
  ban: { words: ['cbq', 'ban', 'add', '--file', 'hashes.txt', '--text', 'May', '--yes'], first: 109 },
  tab: { words: shell, typed: 'ls C:\\Windows\\Sys\t', first: 43 },
};

/** Files that were loaded or in which a function ran, and the latter alone. */
interface Touched {
  readonly loaded: readonly string[];
  readonly called: readonly string[];
}

const self = fileURLToPath(import.meta.url);
const source = new URL('../src/', import.meta.url).href;
const [name, inside] = process.argv.slice(2);

if (inside === 'inside') await follow(actionOf(name));
else if (name === undefined) await table();
else console.log((await touchedBy(name)).called.map(shown).join('\n'));

function shown(file: string): string {
  const capability = capabilityOf(file);
  return capability === undefined ? file : `${file}  (${capability})`;
}

function actionOf(named: string | undefined): Action {
  const action = named === undefined ? undefined : actions[named];
  if (action === undefined)
    throw new Error(`no action ${named}; there are: ${Object.keys(actions).join(' ')}`);
  return action;
}

async function table(): Promise<void> {
  const gone = listedFiles.filter((file) => !existsSync(new URL(file, source)));
  if (gone.length > 0) throw new Error(`not there any more: ${gone.join(' ')}`);
  console.log(
    '| Action | A line of it runs | A function of it is called | of these for what came since | The rest | At the beginning |\n|---|---|---|---|---|---|',
  );
  for (const [each, { words, typed, first }] of Object.entries(actions)) {
    const { loaded, called } = await touchedBy(each);
    const what = typed === undefined ? words.join(' ') : `${JSON.stringify(typed)} in the shell`;
    const younger = called.filter((file) => capabilityOf(file) !== undefined).length;
    const figures = [loaded.length, called.length, younger, called.length - younger, first];
    console.log(`| \`${what}\` | ${figures.join(' | ')} |`);
  }
}

/** In a process of its own, with a home and a lab that know nothing of earlier ones. */
async function touchedBy(named: string): Promise<Touched> {
  actionOf(named);
  const home = await mkdtemp(join(tmpdir(), 'cblr-touched-'));
  const lab = await startLab({ checkInMs: 0, sensorLatencyMs: 0 });
  try {
    const profile = `[default]\nurl = ${lab.url}\ntoken = ${lab.token}\nssl_pin = ${lab.fingerprint}\n`;
    await writeFile(join(home, '.cbrc'), profile, { mode: 0o600 });
    await writeFile(join(home, 'hashes.txt'), 'd41d8cd98f00b204e9800998ecf8427e\n');
    const env = { ...process.env, HOME: home, XDG_STATE_HOME: '', NODE_NO_WARNINGS: '1' };
    const child = spawn(process.execPath, [self, named, 'inside'], {
      cwd: home,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const chunk of child.stdout) text += chunk;
    return JSON.parse(text.slice(text.lastIndexOf('\n{') + 1)) as Touched;
  } finally {
    await lab.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Runs the action with the counters on; the last line of stdout is what they say. */
async function follow({ words: [program, ...argv], typed }: Action): Promise<void> {
  const counters = new Session();
  counters.connect();
  await counters.post('Profiler.enable');
  await counters.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const { main } = await import('../src/programs/main.ts');
  const { makeNodeRuntime } = await import('../src/runtime/node.ts');
  const real = makeNodeRuntime(process);
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keys });
  const screen = { isTTY: true, write: async () => undefined };
  const streams = { ...real.streams, in: keys, out: screen, err: screen, canPrompt: true };
  const runtime = { ...real, argv, ...(typed === undefined ? {} : { streams }) };
  const read = async (): Promise<Touched> =>
    touchedIn((await counters.post('Profiler.takePreciseCoverage')).result);
  const name = program === 'cbq' ? 'cbq' : 'cblr';
  if (typed === undefined) {
    const exitCode = await main(name, runtime);
    if (exitCode !== 0) throw new Error(`${name} ${argv.join(' ')} ended with ${exitCode}`);
    return print(await read());
  }
  let end: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    end = resolve;
  });
  await new Promise<void>((prompted) => {
    void main(name, runtime, { prompt: prompted, done: end, completed: end });
  });
  // Counts begin anew with each reading.
  await read();
  for (const key of typed) {
    keys.write(key);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await answered;
  print(await read());
  process.exit(0);
}

function print(touched: Touched): void {
  process.stdout.write(`\n${JSON.stringify(touched)}\n`);
}

interface Counted {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

function touchedIn(scripts: readonly Counted[]): Touched {
  const own = scripts.filter(({ url }) => url.startsWith(source) && !url.startsWith(`${source}lab/`));
  const withAny = (isWanted: (isModule: boolean) => boolean): readonly string[] =>
    own
      .filter(({ functions }) =>
        functions.some(({ functionName, ranges: [range] }) => {
          const isModule = functionName === '' && range?.startOffset === 0;
          return range !== undefined && range.count > 0 && isWanted(isModule);
        }),
      )
      .map(({ url }) => url.slice(source.length))
      .toSorted();
  return { loaded: withAny(() => true), called: withAny((isModule) => !isModule) };
}
