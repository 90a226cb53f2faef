import { PassThrough } from 'node:stream';
import { CbError } from '../../src/errors/cb-error.ts';
import type { RunOptions } from '../../src/run/run-call.ts';
import { bytes, done, rows, text } from '../../src/spec/result.ts';
import { type Spec, specFor } from '../../src/spec/spec.ts';

/** What the fake verbs run in: a log of what was called, and the run's own options. */
export interface FakeContext {
  readonly log: string[];
  readonly run: RunOptions;
}

const verb = specFor<FakeContext>();
const name = { field: 'name', head: 'name', of: (row: string) => row };

const ls = verb({
  name: 'ls',
  aliases: ['dir'],
  about: 'list a folder',
  group: 'files',
  effect: 'reads',
  wire: ['directory list'],
  operands: { path: { kind: 'remotePath', optional: true, about: 'a folder' } },
  options: { long: { kind: 'flag', short: 'l', about: 'more' } },
  examples: [{ line: 'ls', shows: 'the folder' }],
  run: ({ path }, { log }) => {
    log.push(`ls ${path ?? ''}`);
    return rows(['a.txt', 'b c.txt'], [name], { noun: 'entries' });
  },
});

const empty = verb({
  name: 'empty',
  about: 'find nothing',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'empty', shows: 'nothing' }],
  run: () => rows([], [name], { noun: 'entries' }),
});

const fail = verb({
  name: 'fail',
  about: 'fail, before or behind some rows',
  group: 'files',
  effect: 'reads',
  operands: { after: { kind: 'integer', optional: true, about: 'rows before it fails' } },
  options: {},
  examples: [{ line: 'fail', shows: 'a failure' }],
  run: ({ after = 0 }) => {
    async function* failing() {
      for (let count = 0; count < after; count += 1) yield `row ${count}`;
      throw new CbError('NotFound', 'there is no \u001b[31msuch file', { hint: 'look elsewhere' });
    }
    return rows(failing(), [name], { noun: 'entries' });
  },
});

const bug = verb({
  name: 'bug',
  about: 'show a fault of ours',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'bug', shows: 'a fault' }],
  run: () => {
    throw new TypeError('x is not a function');
  },
});

const rm = verb({
  name: 'rm',
  about: 'remove a file',
  group: 'files',
  effect: 'destroys',
  wire: ['delete file'],
  operands: { path: { kind: 'remotePath', many: true, about: 'files' } },
  options: {},
  question: ({ path }) => `remove ${path.length} files?`,
  examples: [{ line: 'rm a', shows: 'a is gone' }],
  run: ({ path }, { log, run }) => {
    log.push(`rm ${path.join(' ')}${run.dryRun ? ' (dry)' : ''}`);
    return done(`removed ${path.join(', ')}`, { removed: path.length });
  },
});

const put = verb({
  name: 'put',
  about: 'send a file',
  group: 'files',
  effect: 'changes',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  operands: { local: { kind: 'localPath', about: 'what' } },
  options: { force: { kind: 'flag', about: 'over what is there' } },
  examples: [{ line: 'put a', shows: 'a is sent' }],
  run: ({ local }, { log }) => {
    log.push(`put ${local}`);
    return done(`sent ${local}`);
  },
});

const regQuery = verb({
  name: 'reg query',
  about: 'list a key',
  group: 'registry',
  effect: 'reads',
  wire: ['reg enum key'],
  operands: { key: { kind: 'regKey', about: 'the key' } },
  options: {},
  examples: [{ line: 'reg query HKLM', shows: 'keys' }],
  run: ({ key }) => text([`${key}\n`]),
});

const exec = verb({
  name: 'exec',
  about: 'run a program',
  group: 'processes',
  effect: 'changes',
  operands: { command: { kind: 'commandLine', about: 'the command' } },
  options: { dir: { kind: 'remotePath', about: 'where' } },
  examples: [{ line: 'exec whoami', shows: 'who' }],
  run: ({ command }, { log }) => {
    log.push(`exec [${command.text}]`);
    return text(['output\n'], () => ({ fields: { return_code: 7 }, exitCode: 7 }));
  },
});

const said = verb({
  name: 'said',
  about: 'list, and say something about it',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'said', shows: 'a list' }],
  run: () => rows(['a.txt', 'b c.txt'], [name], { noun: 'entries', notes: () => ['said of it'] }),
});

const runs = verb({
  name: 'runs',
  about: 'run a program whose exit code is only shown',
  group: 'processes',
  effect: 'changes',
  operands: { command: { kind: 'commandLine', optional: true, about: 'the command' } },
  options: { unknown: { kind: 'flag', about: 'nobody knows how it ended' } },
  examples: [{ line: 'runs', shows: 'output' }],
  run: ({ unknown }, { log }) => {
    log.push('runs');
    if (unknown) return text(['output\n'], () => ({ fields: {}, note: 'ended', ran: 'not known' }));
    return text(['output\n'], () => ({ fields: { return_code: 5 }, note: 'exit code 5', ran: 5 }));
  },
});

const linger = verb({
  name: 'linger',
  about: 'wait for Ctrl-C',
  group: 'processes',
  effect: 'reads',
  operands: {},
  options: {
    slow: { kind: 'flag', about: 'stop only when let go' },
    held: { kind: 'flag', about: 'end well when let go' },
  },
  examples: [{ line: 'linger', shows: 'nothing' }],
  run: async ({ slow, held }, { log, run }) => {
    log.push('linger begins');
    if (held) {
      await new Promise<void>((resolve) => lettingGo.push(resolve));
      return done('let go');
    }
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = () => {
      log.push('linger stops');
      if (!slow) reject(new CbError('Interrupted', 'interrupted; command 4 was cancelled'));
      else lettingGo.push(() => reject(run.signal.reason));
    };
    run.signal.addEventListener('abort', stop, { once: true });
    return promise;
  },
});

const program = verb({
  name: 'program',
  about: 'write what it is told to, while somebody may sit at a prompt',
  group: 'processes',
  effect: 'reads',
  operands: {},
  options: {
    stubborn: { kind: 'flag', about: 'cannot be ended' },
    deaf: { kind: 'flag', about: 'goes on all the same' },
  },
  examples: [{ line: 'program', shows: 'lines' }],
  run: ({ stubborn, deaf }, { log, run }) => {
    const { prompt, signal } = run;
    log.push(`program begins${prompt === undefined ? ', waited for' : ''}`);
    const written = new PassThrough();
    const release = prompt?.onInterrupt({
      ask() {
        const choices = ['wait', 'leave'].map((letter) => ({ letter, about: letter, value: letter }));
        void prompt.choose('what now', choices).then((choice) => choice === 'leave' && prompt.leaveRunning());
        return true;
      },
      async end() {
        if (stubborn) throw new CbError('CommandFailed', 'kill 7: access denied');
        if (!deaf) written.end('ended\n');
      },
    });
    signal.addEventListener('abort', () => written.end('parted\n'), { once: true });
    programs.push((line) => {
      if (line === undefined) written.end();
      else written.write(line);
    });
    return text(
      (async function* () {
        for await (const chunk of written) yield String(chunk);
        release?.();
      })(),
    );
  },
});

/** What the programs that run write next; nothing ends one. */
export const programs: ((line: string | undefined) => void)[] = [];

const asks = verb({
  name: 'asks',
  about: 'ask before it does anything',
  group: 'files',
  effect: 'destroys',
  operands: {},
  options: {},
  examples: [{ line: 'asks', shows: 'a question' }],
  run: () => done('asked'),
});

/** Lets `linger --slow`, or `--held`, end. */
export const lettingGo: (() => void)[] = [];

const raw = verb({
  name: 'raw',
  about: 'give bytes',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'raw', shows: 'bytes' }],
  run: () =>
    bytes(
      (async function* () {
        yield Uint8Array.of(0xff, 0x00);
        yield Uint8Array.of(0x1b);
      })(),
    ),
});

export const fakeVerbs: readonly Spec<FakeContext>[] = [
  ls,
  empty,
  fail,
  bug,
  rm,
  put,
  regQuery,
  exec,
  said,
  runs,
  linger,
  program,
  asks,
  raw,
];
