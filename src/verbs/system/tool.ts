import { CbError, isCbError } from '../../errors/cb-error.ts';
import { systemFolder } from '../../live/helper-path.ts';
import { withCode } from '../../live/program-output.ts';
import type { ExecEnded } from '../../live/programs.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';
import type { Spec } from '../../spec/spec.ts';
import { lastPart } from '../../text/remote-path.ts';
import { written } from '../../views/written.ts';
import { type VerbContext, verb } from '../context.ts';
import { programResult, stillNote } from '../program-result.ts';
import { readWhole } from './read-whole.ts';

/** A program of the sensor's system whose text is known well enough to be read. */
export interface SystemTool<Row> {
  /** One program with its arguments, below the folder of the system on Windows; no interpreter reads the line. */
  readonly line: string;
  /** Of the whole text, its lines ended by `\n`. Undefined where it is not what the program is known to print: then nobody guesses. */
  readonly parse: (text: string) => readonly Row[] | undefined;
}

export type SystemOs = 'windows' | 'linux' | 'macos';

/** One of `tools` after the other until the sensor has one; a text where its system has no such thing: what to do there. */
type Tools<Row> = Readonly<Record<SystemOs, readonly SystemTool<Row>[] | string>>;

/** What a system has of one kind, and which of its programs tell of it. */
export interface SystemList<Row> {
  readonly noun: string;
  readonly columns: readonly Column<Row>[];
  readonly tools: Tools<Row>;
}

interface SystemVerb<Row>
  extends SystemList<Row>,
    Pick<Spec<VerbContext>, 'name' | 'about' | 'search' | 'examples'> {
  readonly details: string;
  /** What the sensor itself knows better than the tool. */
  readonly completed?: (rows: readonly Row[], context: VerbContext) => Promise<readonly Row[]>;
}

const deadlineMs = 120_000;
const systemNames: Readonly<Record<SystemOs, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
};

/** A verb that asks a program of the sensor's system, and reads its text into rows. */
export function systemVerb<Row>({
  tools,
  columns,
  noun,
  completed,
  ...spec
}: SystemVerb<Row>): Spec<VerbContext> {
  return verb({
    ...spec,
    details: `${spec.details} ${toolWords(tools)} What a tool prints in another form is shown as it is, with exit 6.`,
    group: 'system',
    wire: ['create process', 'get file', 'delete file', 'directory list'],
    wireAtTimes: ['reg query value', ...(completed === undefined ? [] : ['process list' as const])],
    effect: 'changes',
    undo: { not: 'a program has run, which changes nothing else' },
    mayRepeat: true,
    operands: {},
    options: { raw: { kind: 'flag', about: "the tool's own text" } },

    async run({ raw }, context) {
      return await askTool(spec.name, { tools, columns, noun }, { raw, completed }, context);
    },
  });
}

interface Asking<Row> {
  readonly raw: boolean;
  readonly completed?: ((rows: readonly Row[], context: VerbContext) => Promise<readonly Row[]>) | undefined;
}

/** What a program of the sensor's system tells, as rows, or as it stands where its form is not known. */
export async function askTool<Row>(
  verbName: string,
  { tools, columns, noun }: SystemList<Row>,
  { raw, completed }: Asking<Row>,
  context: VerbContext,
): Promise<Result> {
  const os = await systemOf(context);
  const known = tools[os];
  if (typeof known === 'string')
    throw new CbError('Unsupported', `${verbName} is not for ${systemNames[os]}`, { hint: known });
  const { tool, ended } = await firstThere(known, context);
  if (!ended.sent) return written(context, '', {});
  if (raw) return programResult(ended.output, () => ended, false);
  const { text, again } = await readWhole(ended.output.chunks);
  const lost = ended.output.unread();
  const found =
    text === undefined || lost !== undefined ? undefined : tool.parse(text.replaceAll('\r\n', '\n'));
  if (found === undefined) {
    if (lost === undefined)
      context.note(`what ${programOf(tool)} prints here is in a form that is not known: its text as it is`);
    return programResult({ chunks: again(), unread: () => ended.output.unread() }, () => ended, false, {
      isPartial: () => true,
    });
  }
  const { returnCode } = ended;
  if (returnCode !== 0)
    context.note(`${programOf(tool)} ended${withCode(returnCode) || ' without an exit code'}`);
  return rows(completed === undefined ? found : await completed(found, context), columns, { noun });
}

export function programOf({ line }: { readonly line: string }): string {
  return lastPart(/^\S+/.exec(line)?.[0] ?? line);
}

function toolWords<Row>(tools: Tools<Row>): string {
  const named = Object.entries(systemNames).flatMap(([os, name]) => {
    const known = tools[os as SystemOs];
    return typeof known === 'string' ? [] : `${known.map(programOf).join(' or ')} on ${name}`;
  });
  return `It runs ${named.join(', ')}.`;
}

/** What the server says of the sensor; a Unix that it does not know has what Linux has, or text that is shown as it is. */
export async function systemOf({ live, cb, signal }: VerbContext): Promise<SystemOs> {
  if (live.paths.style === 'windows') return 'windows';
  const { os } = await cb.sensors.get(live.session.sensor.id, { signal });
  return os === 'macos' ? 'macos' : 'linux';
}

async function firstThere<Row>(
  tools: readonly SystemTool<Row>[],
  { live, writes, note }: VerbContext,
): Promise<{
  readonly tool: SystemTool<Row>;
  readonly ended: { readonly sent: false } | ({ readonly sent: true } & ExecEnded);
}> {
  const isWindows = live.paths.style === 'windows';
  // Not where the shell stands: what lies there may have the name of the tool.
  const directory = isWindows ? systemFolder(live.session.current.directory) : '/';
  let missing: unknown;
  for (const tool of tools) {
    try {
      const ended = await live.programs.run(isWindows ? `${directory}\\${tool.line}` : tool.line, {
        ...writes,
        directory,
        remoteOutput: undefined,
        deadlineMs,
        onHeld: () => note(stillNote(`running ${programOf(tool)}`)),
      });
      return { tool, ended };
    } catch (error) {
      // Only the sensor says that there is no such program.
      if (!isCbError(error, 'NotOnSensor')) throw error;
      missing = error;
    }
  }
  throw new CbError('NotOnSensor', `the sensor has no ${tools.map(programOf).join(' and no ')}`, {
    cause: missing,
  });
}
