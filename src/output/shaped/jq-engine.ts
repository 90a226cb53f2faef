import { Script } from 'node:vm';
import { type Jq, loadJq } from 'jq-wasm/inline';
import { CbError } from '../../errors/cb-error.ts';
import { isPlainPath } from './plain-path.ts';

/** One line in front of what was typed: a row is all that an expression sees, and no row ends the work on the others. */
const prelude =
  'def input: error("a row is worked on by itself: there is no other input"); def inputs: input; ' +
  'def halt: error("a row is worked on by itself: halt ends nothing"); def halt_error: halt; def halt_error($c): halt;\n';

/** What came of some rows. */
export interface JqReply {
  /** The values, a line of JSON each. */
  readonly values: string;
  /** Rows, from 1 on, and what they failed with. */
  readonly failed: readonly { readonly row: number; readonly message: string }[];
  /** What `debug` and `stderr` of the expression wrote. */
  readonly said: string;
}

/** An expression of jq, checked. Each call works on some rows. */
export type JqProgram = (rows: string) => JqReply;

/** At a prompt no Ctrl-C is heard while it runs: no page takes so long. */
const longestMs = 30_000;

/** Kind `Usage` for what is no expression, with the place. */
export async function compileJq(expression: string, limitMs = longestMs): Promise<JqProgram> {
  const jq = await loadJq();
  const direct = (rows: string): Ran => jq.raw(rows, prelude + expression, ['-c']);
  const guarded = (rows: string): Ran => interruptible(() => direct(rows), limitMs);
  const run = isPlainPath(expression) ? direct : guarded;
  // V8 compiles what it runs of jq: the first run takes ten times as long as the next. Without a row it ends by itself.
  const { stderr, exitCode } = checked(() => direct(''), limitMs);
  if (exitCode !== 0) throw notCompiled(stderr, expression);
  return (rows) => {
    const { stdout, stderr } = checked(() => run(rows), limitMs);
    return { values: stdout, ...readErrors(stderr) };
  };
}

function checked(work: () => Ran, limitMs: number): Ran {
  const { error: say } = console;
  // What jq runs in tells of its end by itself, in words that nobody can use.
  console.error = () => undefined;
  try {
    return work();
  } catch (error) {
    throw named(error, limitMs);
  } finally {
    console.error = say;
  }
}

type Ran = ReturnType<Jq['raw']>;

const held = Symbol.for('cblr.jq');
let script: Script | undefined;

/** Nothing else is heard while an expression runs, and one may never end: Ctrl-C ends it, and so does time. It takes two threads. */
function interruptible(work: () => Ran, limitMs: number): Ran {
  script ??= new Script("globalThis[Symbol.for('cblr.jq')]()");
  Reflect.set(globalThis, held, work);
  try {
    return script.runInThisContext({ breakOnSigint: true, timeout: limitMs }) as Ran;
  } finally {
    Reflect.deleteProperty(globalThis, held);
  }
}

/** Kinds `Interrupted`, and `CommandFailed` for what took too long or too much. */
function named(error: unknown, limitMs: number): CbError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') return new CbError('Interrupted', 'stopped by Ctrl-C');
  const why =
    code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ? `had not ended after ${limitMs / 1000} s`
      : 'took more memory than there is';
  return new CbError('CommandFailed', `--jq: the expression ${why}`, { cause: error });
}

const compileError = /^jq: error: (.*?) at <top-level>, line (\d+)(?:, column (\d+))?:?$/m;

function notCompiled(stderr: string, expression: string): CbError {
  const [, message, line, column] = compileError.exec(stderr) ?? [];
  const said = message ?? /^jq: error: (.*)$/m.exec(stderr)?.[1] ?? 'it does not compile';
  if (line === undefined) return new CbError('Usage', `--jq: ${said}`);
  const row = Number(line) - 1;
  const lines = expression.split('\n');
  const place = `${lines.length > 1 ? `line ${row}, ` : ''}${column === undefined ? '' : `column ${column}`}`;
  return new CbError('Usage', `--jq: ${said}, at ${place || `line ${row}`}`, {
    hint: hintOf(lines[row - 1] ?? '', column === undefined ? undefined : Number(column)),
    context: { line: row, column: column === undefined ? undefined : Number(column) },
  });
}

/** What stands in front of the place, and behind it; jq counts bytes. */
function hintOf(line: string, column: number | undefined): string | undefined {
  if (column === undefined) return undefined;
  const before = Buffer.from(line)
    .subarray(0, column - 1)
    .toString('utf8');
  return `here: ${before} >>> ${line.slice(before.length)}`;
}

const rowError = /^jq: error \(at [^)\n]*?:(\d+)\)(?: \(not a string\))?: /gm;

function readErrors(stderr: string): Omit<JqReply, 'values'> {
  if (stderr === '') return { failed: [], said: '' };
  const found = [...stderr.matchAll(rowError)];
  const failed = found.map((match, i) => ({
    row: Number(match[1]),
    message: stderr.slice(match.index + match[0].length, found[i + 1]?.index).trimEnd(),
  }));
  return { failed, said: stderr.slice(0, found[0]?.index) };
}
