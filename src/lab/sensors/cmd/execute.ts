import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import { failureOf } from '../failure.ts';
import type { Output } from '../programs/console.ts';
import { nowhere, openFileOutput, PipeOutput, unicode } from '../programs/outputs.ts';
import { findWindowsProgram, toProgram } from '../programs/resolve-command-line.ts';
import { startProgram, unlessKilled } from '../programs/start-program.ts';
import { splitWindowsArguments } from '../programs/windows-arguments.ts';
import { windowsMessage } from '../programs/windows-messages.ts';
import { runBatch, splitBatchArguments } from './batch.ts';
import { builtins, levelKeepers } from './builtins.ts';
import { CmdExit, type CmdSession, type CmdStreams, expansionScope } from './cmd-session.ts';
import { conditionHolds } from './conditions.ts';
import { expandDelayed, expandPercent } from './expand.ts';
import { loopItems } from './loops.ts';
import { parseCommandLine } from './parse.ts';
import { CmdSyntaxError, type Command, type Redirect } from './syntax.ts';

const NOT_RECOGNIZED = 9009;

/** Expands, parses and runs one line; the result is the exit code of its last command. */
export async function runLine(session: CmdSession, line: string, streams: CmdStreams): Promise<number> {
  const expanded = expandPercent(line, expansionScope(session));
  try {
    return await runCommand(session, parseCommandLine(expanded), streams);
  } catch (error) {
    if (error instanceof CmdSyntaxError) {
      streams.err.text(`${error.message}\n`);
      session.errorLevel = 1;
      return 1;
    }
    throw error;
  }
}

async function runCommand(session: CmdSession, command: Command, streams: CmdStreams): Promise<number> {
  session.signal.throwIfAborted();
  switch (command.kind) {
    case 'nothing':
      return 0;
    case 'simple':
      return redirected(session, command.redirects, streams, (inner) =>
        runSimple(session, substitute(session, command.text), inner),
      );
    case 'group':
      return redirected(session, command.redirects, streams, (inner) =>
        runCommand(session, command.body, inner),
      );
    case 'chain':
      return runChain(session, command, streams);
    case 'if': {
      const holds = conditionHolds(session, command.condition, (text) => substitute(session, text));
      return runCommand(session, holds ? command.body : command.otherwise, streams);
    }
    case 'for':
      return runFor(session, command, streams);
  }
}

async function runChain(
  session: CmdSession,
  { operator, left, right }: Extract<Command, { kind: 'chain' }>,
  streams: CmdStreams,
): Promise<number> {
  if (operator === '|') {
    const pipe = new PipeOutput(session.machine, session.console);
    await runCommand(session, left, { ...streams, out: pipe });
    return runCommand(session, right, { ...streams, input: await pipe.read() });
  }
  const code = await runCommand(session, left, streams);
  const goesOn = operator === '&' || (operator === '&&') === (code === 0);
  return goesOn ? runCommand(session, right, streams) : code;
}

async function runFor(
  session: CmdSession,
  command: Extract<Command, { kind: 'for' }>,
  streams: CmdStreams,
): Promise<number> {
  const capture = async (line: string) => {
    const pipe = new PipeOutput(session.machine, session.console);
    await runLine(session, line, { ...streams, out: pipe });
    return decodeText(await pipe.read(), session.machine.facts.codePage);
  };
  const outer = new Map(session.loopVariables);
  let code = 0;
  let turn = 0;
  for (const row of await loopItems(session, command, substitute(session, command.items), capture)) {
    for (const [offset, value] of row.entries())
      session.loopVariables.set(String.fromCharCode(command.variable.charCodeAt(0) + offset), value);
    turn += 1;
    await session.machine.clock.breathe(turn, session.signal);
    code = await runCommand(session, command.body, streams);
  }
  session.loopVariables.clear();
  for (const [name, value] of outer) session.loopVariables.set(name, value);
  return code;
}

/** Loop variables and delayed ones, put in when the command runs. */
function substitute(session: CmdSession, text: string): string {
  const looped = text.replace(/%~?([a-z])/gi, (whole, name: string) => {
    const value = session.loopVariables.get(name);
    return value === undefined ? whole : whole.startsWith('%~') ? value.replaceAll('"', '') : value;
  });
  return session.isDelayed ? expandDelayed(looped, expansionScope(session)) : looped;
}

async function redirected(
  session: CmdSession,
  redirects: readonly Redirect[],
  streams: CmdStreams,
  run: (streams: CmdStreams) => Promise<number>,
): Promise<number> {
  const { machine, workingDirectory } = session;
  const closers: (() => void)[] = [];
  let { input } = streams;
  const outputs: Record<number, Output> = { 1: streams.out, 2: streams.err };
  try {
    for (const { handle, target, append } of redirects) {
      if ('handle' in target) {
        outputs[handle] = outputs[target.handle] ?? nowhere;
        continue;
      }
      const path = substitute(session, target.file);
      if (handle === 0) {
        input = isNul(path)
          ? Buffer.alloc(0)
          : await contentBytes(machine.files.getFile(path, workingDirectory).content);
      } else if (isNul(path)) outputs[handle] = nowhere;
      else {
        const file = openFileOutput(machine, path, { append, workingDirectory, console: session.console });
        closers.push(file.close);
        outputs[handle] = file;
      }
    }
  } catch (error) {
    for (const close of closers) close();
    streams.err.text(`${windowsMessage(failureOf(error))}\n`);
    session.errorLevel = 1;
    return 1;
  }
  try {
    return await run({ input, out: outputs[1] ?? nowhere, err: outputs[2] ?? nowhere });
  } finally {
    for (const close of closers) close();
  }
}

function isNul(path: string): boolean {
  return /^(.*[\\/])?nul:?$/i.test(path);
}

async function runSimple(session: CmdSession, text: string, streams: CmdStreams): Promise<number> {
  const line = text.replace(/^[\s,;=@]+/, '');
  if (line === '') return 0;
  const word = /^([a-z]+)(?=$|[\s.,:;=/\\+"([\]])/i.exec(line)?.[1]?.toLowerCase();
  const builtin = word === undefined ? undefined : builtins.get(word);
  if (word !== undefined && builtin !== undefined) {
    const own = session.isUnicode ? { ...streams, out: unicode(streams.out) } : streams;
    const code = await builtin({ session, tail: line.slice(word.length), ...own, runLine });
    if (!levelKeepers.has(word) || code !== 0) session.errorLevel = code;
    return code;
  }
  session.errorLevel = await runExternal(session, line, streams);
  return session.errorLevel;
}

async function runExternal(session: CmdSession, line: string, streams: CmdStreams): Promise<number> {
  const { machine, workingDirectory, environment } = session;
  const [name, tail] = splitName(line);
  const extensions = (environment.get('PATHEXT') ?? '.EXE').split(';');
  const find = (wanted: string) =>
    findWindowsProgram(machine, wanted, workingDirectory, environment, extensions);
  // `ipconfig/all`: an option may follow without a blank.
  const slash = name.indexOf('/', 1);
  const short = slash > 0 ? find(name.slice(0, slash)) : undefined;
  const node = short ?? find(name);
  if (node === undefined) {
    streams.err.text(
      `'${name}' is not recognized as an internal or external command,\noperable program or batch file.\n`,
    );
    return NOT_RECOGNIZED;
  }
  const given = short === undefined ? tail : `${name.slice(slash)} ${tail}`;
  if (/\.(bat|cmd)$/i.test(node.name))
    return runBatchInPlace(session, machine.files.pathOf(node), given, streams);
  try {
    const { program, path } = await toProgram(machine, node);
    const { ended } = startProgram(machine, {
      program,
      console: session.console,
      path,
      commandLine: line.trimEnd(),
      args: splitWindowsArguments(given),
      tail: given,
      workingDirectory,
      environment: environment.copy(),
      input: streams.input,
      out: streams.out,
      err: streams.err,
      parentPid: session.pid,
    });
    return await unlessKilled(ended, session.signal);
  } catch (error) {
    streams.err.text(`${windowsMessage(failureOf(error))}\n`);
    return 1;
  }
}

/** A batch file runs in this very cmd.exe, so its `exit` ends that; called without `call` from another one, it does not come back to it. */
async function runBatchInPlace(
  session: CmdSession,
  path: string,
  tail: string,
  streams: CmdStreams,
): Promise<number> {
  const isInBatch = session.batchArguments !== undefined;
  const code = await runBatch(session, path, splitBatchArguments(tail), streams, runLine);
  if (isInBatch) throw new CmdExit(code, true);
  return code;
}

function splitName(line: string): readonly [name: string, tail: string] {
  const quoted = /^"([^"]*)"?/.exec(line);
  if (quoted !== null) return [quoted[1] ?? '', line.slice(quoted[0].length).trimStart()];
  const name = /^[^\s"]+/.exec(line)?.[0] ?? line;
  return [name, line.slice(name.length).trimStart()];
}
