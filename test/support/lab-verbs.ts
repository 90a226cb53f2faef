import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { createCb } from '../../src/api/client.ts';
import type { ErrorKind } from '../../src/errors/exit-codes.ts';
import type { LabOptions, RunningLab } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/start.ts';
import { LiveBus } from '../../src/live/bus.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import { LeftFiles } from '../../src/live/left-files.ts';
import { Live } from '../../src/live/live.ts';
import type { AtPrompt } from '../../src/ports/at-prompt.ts';
import type { LocalEditor } from '../../src/ports/local-editor.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import type { ProgressTask } from '../../src/ports/progress.ts';
import { makeQuestions } from '../../src/programs/questions.ts';
import { makeCall } from '../../src/run/call.ts';
import { runCall } from '../../src/run/run-call.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { progressText } from '../../src/runtime/progress-text.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { wordsOf } from '../../src/spec/parse.ts';
import { mustBeOfFiles } from '../../src/spec/places.ts';
import { findSpec, unknownSpec } from '../../src/spec/registry.ts';
import type { ParsedWord } from '../../src/spec/scan-words.ts';
import { verbatimAfterDashes } from '../../src/spec/verbatim.ts';
import { escapeLine } from '../../src/text/escape.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { noRecorder } from '../../src/transcript/recorder.ts';
import { createHttp } from '../../src/transport/http.ts';
import type { DryRunRequest, Http, HttpRequest } from '../../src/transport/types.ts';
import type { VerbContext } from '../../src/verbs/context.ts';
import { verbs } from '../../src/verbs/index.ts';
import { noIsolations } from './no-isolations.ts';
import { noKeeper } from './no-keeper.ts';
import { makeSharedClock, type SharedClock } from './shared-clock.ts';
import { makeTestSink } from './test-sink.ts';

export interface RunOptions {
  /** stdout and stderr are terminals, and questions can be asked. */
  readonly tty?: boolean;
  /** Answers to questions, in order. */
  readonly answers?: readonly boolean[];
  readonly signal?: AbortSignal;
  /** Somebody sits at a prompt. */
  readonly prompt?: AtPrompt;
  /** What the editor does with its file; gives its exit code. */
  readonly editor?: LocalEditor['open'];
  /** Called with what goes to stderr, as it goes. */
  readonly onErr?: (text: string) => void;
  /** Called with what goes to stdout, as it goes. */
  readonly onOut?: (text: string) => void;
  /** Called with what progress says, as it says it. */
  readonly onProgress?: (text: string) => void;
  /** Called with the line of a bar, as it is drawn a second after the first. */
  readonly onAdvance?: (text: string) => void;
}

export interface Ran {
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
  readonly kind: ErrorKind | undefined;
  readonly questions: readonly string[];
  /** Progress texts that were shown. */
  readonly progress: readonly string[];
}

/** A session on one sensor of the lab. */
export interface LabSensor {
  readonly live: Live;
  /** One statement, as typed in the shell. A failure is in what comes back. */
  run(line: string, options?: RunOptions): Promise<Ran>;
  /** The same from words of argv, as a one-shot gets them. */
  runArgv(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs it, and fails the test when the verb fails; gives its stdout. */
  out(line: string, options?: RunOptions): Promise<string>;
  /** As `out` with `--json`, parsed. */
  json(line: string): Promise<unknown>;
  /** What was noted outside of a verb: about the session. */
  readonly notes: readonly string[];
  leave(keep?: boolean): Promise<void>;
}

export interface LabVerbs {
  readonly lab: RunningLab;
  /** Of the client and the lab: `await clock.sleep(3_600_000)` lets an hour pass for both. */
  readonly clock: SharedClock;
  readonly local: LocalFiles;
  /** The local directory of the verbs. */
  readonly folder: string;
  /** Sensor 10 is Windows, 1 is Linux. The session of a sensor is opened once and stays for the file's tests. */
  on(sensor: 1 | 10): Promise<LabSensor>;
  /** A further session holder: of its own process id, or with a dry run that gathers what would be sent. */
  open(sensor: number, options?: OpenOptions): Promise<LabSensor>;
}

export interface OpenOptions {
  readonly dryRun?: (request: DryRunRequest) => void;
  readonly pid?: number;
  readonly token?: string;
  /** What the verb hears in the place of what the lab said: a server that deviates. Called with each reply of JSON. */
  readonly onReply?: (asked: Pick<HttpRequest, 'method' | 'path'>, json: unknown) => unknown;
}

const hostnames: Readonly<Record<number, 'windows' | 'unix'>> = { 1: 'unix', 10: 'windows' };

/** One lab for a test file, over real HTTPS, with real files in a folder of its own; ended after the file's tests. */
export function labVerbs(options: LabOptions = {}): LabVerbs {
  let lab: RunningLab | undefined;
  let clock: SharedClock | undefined;
  let folder = '';
  let files: LocalFiles | undefined;
  const sensors = new Map<number, Promise<LabSensor>>();
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cblr-verbs-'));
    files = makeLocalFiles({ directory: folder, home: folder, temporary: tmpdir() });
    clock = makeSharedClock(Date.now());
    lab = await startLab({ checkInMs: 5, sensorLatencyMs: 1, time: clock, ...options });
  });
  afterAll(async () => {
    for (const close of closers) await close();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const self: LabVerbs = {
    get lab() {
      return must(lab);
    },
    get clock() {
      return must(clock);
    },
    get local() {
      return must(files);
    },
    get folder() {
      return folder;
    },
    on(sensor) {
      const known = sensors.get(sensor) ?? self.open(sensor);
      sensors.set(sensor, known);
      return known;
    },
    async open(sensor, how = {}) {
      const opened = await openSensor(self, sensor, how);
      closers.push(opened.close);
      return opened.sensor;
    },
  };
  return self;
}

async function openSensor(world: LabVerbs, sensorId: number, how: OpenOptions) {
  const { lab, local, clock } = world;
  const plain = createHttp({
    url: lab.url,
    token: how.token ?? lab.token,
    tls: { verify: true, verifyHostname: true, ca: lab.ca },
    clock,
    ...(how.dryRun === undefined ? {} : { dryRun: how.dryRun }),
  });
  const http = how.onReply === undefined ? plain : deviating(plain, how.onReply);
  const cb = createCb({ http });
  const sensor = await cb.sensors.get(sensorId);
  const notes: string[] = [];
  const progress: string[] = [];
  const own = { pid: how.pid ?? process.pid, isAlive: () => true };
  const state = join(world.folder, '.state');
  const live = await Live.open(
    {
      server: cb.liveResponse,
      clock,
      files: local,
      bus: new LiveBus(),
      ledger: new SessionLedger(local, clock, own, state, `lab-${sensorId}`),
      leftFiles: new LeftFiles(local, {}, state, `lab-${sensorId}`),
      removalLine: (paths, isFolder) => `cblr rm ${sensorId}${isFolder ? ' -r' : ''} ${paths.join(' ')}`,
      progress: { start: () => ({ say: () => undefined, advance: () => undefined, stop: () => undefined }) },
      note: (text) => void notes.push(text),
      recorder: noRecorder,
    },
    {
      sensor: {
        id: sensor.id,
        hostname: sensor.name,
        isOnline: sensor.isOnline,
        style: hostnames[sensorId] ?? (sensor.os === 'windows' ? 'windows' : 'unix'),
        lastCheckInMs: sensor.lastCheckInMs,
        nextCheckInMs: sensor.nextCheckInMs,
      },
      request: {},
      waitMs: 20_000,
      serverClock: cb.http.serverClock,
    },
    AbortSignal.timeout(20_000),
  );
  let hasLeft = false;
  const leave = async (keep = false) => {
    if (hasLeft) return;
    hasLeft = true;
    await live.leave({ keep });
  };

  const runWords = async (
    texts: readonly string[],
    words: readonly ParsedWord[],
    source: string | undefined,
    options: RunOptions,
  ): Promise<Ran> => {
    const found = findSpec(verbs, texts);
    if (found === undefined) throw unknownSpec(verbs, texts, { noun: 'verb' });
    const tty = options.tty ?? false;
    const out = makeTestSink(tty);
    const err = makeTestSink(tty);
    if (options.onErr !== undefined) err.onWrite(options.onErr);
    if (options.onOut !== undefined) out.onWrite(options.onOut);
    const questions: string[] = [];
    const answers = [...(options.answers ?? [])];
    const firstProgress = progress.length;
    const signal = options.signal ?? new AbortController().signal;
    const { editor: open } = options;
    const confirm = async (question: string) => {
      questions.push(question);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`no answer was given to: ${question}`);
      return answer;
    };
    const prompter = {
      confirm,
      select: unasked,
      letter: unasked,
      pick: unasked,
      input: unasked,
      secret: unasked,
    };
    const call = makeCall(found.spec, words.slice(found.used), {
      globals: how.dryRun === undefined ? {} : { dryRun: true },
      globalOptions,
      now: clock.now(),
      ...(source === undefined ? {} : { source }),
    });
    const outcome = await runCall<VerbContext>(call, {
      recorder: noRecorder,
      runtime: {
        streams: {
          in: new PassThrough(),
          out,
          err,
          onResize: () => () => undefined,
          rows: () => 1000,
          columns: () => 100,
          colorLevel: { out: 0, err: 0 },
          canPrompt: tty,
        },
        clock,
        prompter,
        note: (text) => void err.write(`${escapeLine(text)}\n`),
      },
      globalOptions,
      isReadonly: () => false,
      check: (input) => mustBeOfFiles(found.spec, input, live.place.key !== undefined),
      supports: (context, name) => context.live.session.supports(name),
      context: (run) => ({
        live,
        cb,
        local,
        progress: { start: (text) => recorded(text, progress, options) },
        signal,
        clock,
        note: run.note,
        isTerminal: tty,
        dryRun: run.dryRun,
        writes: { signal, dryRun: how.dryRun },
        manifest: async () => undefined,
        editor: open === undefined ? undefined : () => ({ line: 'ed', open }),
        prompt: options.prompt,
        keeper: noKeeper,
        isolations: async () => noIsolations,
        undoing: unasked.bind(undefined, 'undo'),
        ask: makeQuestions(
          { streams: { canPrompt: tty }, prompter },
          { yes: run.globals.yes === true, dryRun: run.dryRun },
        ),
      }),
      signal,
    });
    return {
      stdout: out.text(),
      bytes: out.bytes(),
      stderr: err.text(),
      exitCode: outcome.exitCode,
      kind: outcome.kind,
      questions,
      progress: progress.slice(firstProgress),
    };
  };

  const opened: LabSensor = {
    live,
    notes,
    leave,
    run(line, options = {}) {
      const parsed = tokenise(line, { verbatimAfterDashes: verbatimAfterDashes(verbs, globalOptions) });
      const [statement, ...others] = parsed.statements;
      if (statement?.kind !== 'verb' || others.length > 0) throw new Error(`not one verb: ${line}`);
      const texts = statement.words.map(({ text }) => text);
      return runWords(texts, statement.words, statement.source, options);
    },
    runArgv: (argv, options = {}) => runWords(argv, wordsOf(argv), undefined, options),
    async out(line, options) {
      const ran = await opened.run(line, options);
      if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}: ${ran.stderr}`);
      return ran.stdout;
    },
    json: async (line) => JSON.parse(await opened.out(`${line} --json`)),
  };
  const close = async () => {
    await leave();
    await cb.close();
  };
  return { sensor: opened, close };
}

function deviating(http: Http, onReply: NonNullable<OpenOptions['onReply']>): Http {
  return {
    get serverClock() {
      return http.serverClock;
    },
    close: () => http.close(),
    async request(request) {
      const reply = await http.request(request);
      return {
        ...reply,
        body: reply.body,
        json: async () => onReply(request, await reply.json()),
      };
    },
  };
}

function recorded(text: string, texts: string[], { onProgress, onAdvance }: RunOptions): ProgressTask {
  texts.push(text);
  let said = text;
  return {
    say(next) {
      said = next;
      texts.push(next);
      onProgress?.(next);
    },
    advance: (done, total, unit) => onAdvance?.(progressText(said, { done, total, unit, elapsedMs: 1000 })),
    stop: () => undefined,
  };
}

async function unasked(question: string): Promise<never> {
  throw new Error(`unexpected question: ${question}`);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the lab runs only within tests');
  return value;
}
