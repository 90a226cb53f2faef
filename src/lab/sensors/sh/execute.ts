import { failureOf } from '../failure.ts';
import { PipeOutput } from '../programs/outputs.ts';
import { findUnixProgram, toProgram } from '../programs/resolve-command-line.ts';
import { startProgram, unlessKilled } from '../programs/start-program.ts';
import { unixMessage } from '../programs/unix-messages.ts';
import { shellBuiltins } from './builtins.ts';
import { type Capture, expandText, expandWords } from './expand.ts';
import { parseScript } from './parse.ts';
import { openRedirects } from './redirects.ts';
import { copySession, LoopJump, ShellExit, type ShellSession, type ShellStreams } from './shell-session.ts';
import { type ShellNode, type ShellRedirect, ShellSyntaxError } from './syntax.ts';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const BAD_SYNTAX = 2;

/** Runs a whole script; the result is its exit status. */
export async function runScript(
  session: ShellSession,
  script: string,
  streams: ShellStreams,
): Promise<number> {
  try {
    return await runNode(session, parseScript(script), streams);
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    if (error instanceof ShellSyntaxError) {
      streams.err.text(`sh: -c: line 0: ${error.message}\n`);
      return BAD_SYNTAX;
    }
    if (error instanceof LoopJump) return session.status;
    throw error;
  }
}

async function runNode(session: ShellSession, node: ShellNode, streams: ShellStreams): Promise<number> {
  session.signal.throwIfAborted();
  switch (node.kind) {
    case 'simple':
      return runSimple(session, node, streams);
    case 'pipeline':
      return runPipeline(session, node, streams);
    case 'list':
      return runList(session, node, streams);
    case 'group':
      return redirected(session, node.redirects, streams, async (inner) => {
        const own = node.isApart ? copySession(session) : session;
        session.status = await (node.isApart
          ? untilExit(runNode(own, node.body, inner))
          : runNode(own, node.body, inner));
        return session.status;
      });
    case 'if':
      for (const [condition, body] of node.clauses) {
        if ((await runNode(session, condition, streams)) === 0) return runNode(session, body, streams);
      }
      session.status = 0;
      return node.otherwise === undefined ? 0 : runNode(session, node.otherwise, streams);
    case 'while':
      return runLoop(
        session,
        streams,
        node.body,
        async () => ((await runNode(session, node.condition, streams)) === 0) !== node.until,
      );
    case 'for': {
      const words =
        node.words === undefined
          ? session.args.slice(1)
          : await expandWords(session, node.words, captureIn(session, streams));
      const rest = words.values();
      return runLoop(session, streams, node.body, async () => {
        const next = rest.next();
        if (!next.done) session.environment.set(node.name, next.value);
        return !next.done;
      });
    }
  }
}

async function runLoop(
  session: ShellSession,
  streams: ShellStreams,
  body: ShellNode,
  goesOn: () => Promise<boolean>,
): Promise<number> {
  let status = 0;
  for (let turn = 1; await goesOn(); turn += 1) {
    await session.machine.clock.breathe(turn, session.signal);
    try {
      status = await runNode(session, body, streams);
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      if (!error.goesOn) break;
    }
  }
  session.status = status;
  return status;
}

async function runList(
  session: ShellSession,
  { items }: Extract<ShellNode, { kind: 'list' }>,
  streams: ShellStreams,
): Promise<number> {
  let skips = false;
  for (const { node, operator } of items) {
    if (!skips) {
      if (operator === '&') runApart(session, node, streams);
      else session.status = await runNode(session, node, streams);
    }
    // A skipped part hands its operator on: `false && a || b` runs b.
    skips = operator === '&&' ? session.status !== 0 : operator === '||' ? session.status === 0 : false;
  }
  return session.status;
}

function runApart(session: ShellSession, node: ShellNode, streams: ShellStreams): void {
  session.lastBackgroundPid = session.pid + 1;
  untilExit(runNode(copySession(session), node, streams)).catch(() => {});
  session.status = 0;
}

async function runPipeline(
  session: ShellSession,
  { commands, negated }: Extract<ShellNode, { kind: 'pipeline' }>,
  streams: ShellStreams,
): Promise<number> {
  let { input } = streams;
  let status = 0;
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const pipe = new PipeOutput(session.machine, session.console);
    const own = isLast && commands.length === 1 ? session : copySession(session);
    status = await untilExit(runNode(own, command, { ...streams, input, out: isLast ? streams.out : pipe }));
    input = await pipe.read();
  }
  session.status = negated ? Number(status === 0) : status;
  return session.status;
}

async function untilExit(running: Promise<number>): Promise<number> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    throw error;
  }
}

function captureIn(session: ShellSession, streams: ShellStreams): Capture {
  return async (script) => {
    const pipe = new PipeOutput(session.machine, session.console);
    session.status = await runScript(copySession(session), script, { ...streams, out: pipe });
    return (await pipe.read()).toString('utf8');
  };
}

async function runSimple(
  session: ShellSession,
  node: Extract<ShellNode, { kind: 'simple' }>,
  streams: ShellStreams,
): Promise<number> {
  const capture = captureIn(session, streams);
  const assigned = new Map<string, string>();
  for (const [name, value] of node.assignments) assigned.set(name, await expandText(session, value, capture));
  const [name, ...args] = await expandWords(session, node.words, capture);
  const keeps = name === undefined;
  const environment = keeps ? session.environment : session.environment.copy();
  for (const [variable, value] of assigned) environment.set(variable, value);
  return redirected(session, node.redirects, streams, async (inner) => {
    if (name === undefined) {
      session.status = node.assignments.length > 0 ? session.status : 0;
      return node.words.length === 0 && node.assignments.length > 0 ? 0 : session.status;
    }
    const builtin = shellBuiltins.get(name);
    session.status =
      builtin === undefined
        ? await runExternal({ ...session, environment }, name, args, inner)
        : await builtin({ session, args, ...inner, runScript, runProgram: runExternal });
    return session.status;
  });
}

async function runExternal(
  session: ShellSession,
  name: string,
  args: readonly string[],
  streams: ShellStreams,
): Promise<number> {
  const { machine, workingDirectory, environment } = session;
  const node = findUnixProgram(machine, name, workingDirectory, environment);
  if (node === undefined) {
    streams.err.text(
      name.includes('/') ? `sh: ${name}: No such file or directory\n` : `sh: ${name}: command not found\n`,
    );
    return NOT_FOUND;
  }
  try {
    const { program, path } = await toProgram(machine, node);
    const { ended } = startProgram(machine, {
      program,
      console: session.console,
      path,
      commandLine: [name, ...args].join(' '),
      args,
      tail: args.join(' '),
      workingDirectory,
      environment: environment.copy(),
      input: streams.input,
      out: streams.out,
      err: streams.err,
      parentPid: session.pid,
      umask: session.umask,
    });
    return await unlessKilled(ended, session.signal);
  } catch (error) {
    streams.err.text(`sh: ${name}: ${unixMessage(failureOf(error))}\n`);
    return NOT_EXECUTABLE;
  }
}

async function redirected(
  session: ShellSession,
  redirects: readonly ShellRedirect[],
  streams: ShellStreams,
  run: (streams: ShellStreams) => Promise<number>,
): Promise<number> {
  const opened = await openRedirects(session, redirects, streams, captureIn(session, streams));
  if (opened === undefined) {
    session.status = 1;
    return 1;
  }
  try {
    return await run(opened.streams);
  } finally {
    opened.close();
  }
}
