import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import type { RunLine } from './builtin.ts';
import { CmdExit, CmdGoto, type CmdSession, type CmdStreams, expansionScope } from './cmd-session.ts';
import { expandPercent } from './expand.ts';

/** Arguments as `%1` has them: blanks, `,`, `;` and `=` separate, quotes hold together and stay. */
export function splitBatchArguments(tail: string): readonly string[] {
  return tail.match(/(?:"[^"]*"?|[^\s,;="])+/g) ?? [];
}

/** Runs the lines of a batch file in a session; `exit /b` ends only the file. */
export async function runBatch(
  session: CmdSession,
  path: string,
  args: readonly string[],
  streams: CmdStreams,
  runLine: RunLine,
): Promise<number> {
  const { machine } = session;
  const file = machine.files.getFile(path, session.workingDirectory);
  const lines = joinLines(
    decodeText(await contentBytes(file.content), machine.facts.codePage).split(/\r?\n/),
  );
  const outer = session.batchArguments;
  session.batchArguments = [machine.files.pathOf(file), ...args];
  let at = 0;
  let turn = 0;
  try {
    while (at < lines.length) {
      const line = lines[at] ?? '';
      at += 1;
      turn += 1;
      await machine.clock.breathe(turn, session.signal);
      try {
        await runBatchLine(session, line, streams, runLine);
      } catch (error) {
        if (!(error instanceof CmdGoto)) throw error;
        const target = findLabel(lines, error.label);
        if (target === undefined) {
          streams.err.text(`The system cannot find the batch label specified - ${error.label}\n`);
          session.errorLevel = 1;
          return 1;
        }
        at = target;
      }
    }
    return session.errorLevel;
  } catch (error) {
    if (error instanceof CmdExit && error.onlyBatch) {
      session.errorLevel = error.code;
      return error.code;
    }
    throw error;
  } finally {
    session.batchArguments = outer;
  }
}

async function runBatchLine(
  session: CmdSession,
  line: string,
  streams: CmdStreams,
  runLine: RunLine,
): Promise<void> {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith(':')) return;
  if (session.isEchoOn && !trimmed.startsWith('@'))
    streams.out.text(`\n${session.workingDirectory}>${expandPercent(trimmed, expansionScope(session))} \n`);
  await runLine(session, line, streams);
}

/** Puts the lines of a parenthesised block, and those that end in a caret, together. */
function joinLines(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let open: string | undefined;
  for (const line of lines) {
    const whole: string = open === undefined ? line : `${open}\n${line}`;
    if (/(^|[^^])\^$/.test(line)) open = whole.slice(0, -1);
    else if (depthOf(whole) > 0) open = whole;
    else {
      joined.push(whole);
      open = undefined;
    }
  }
  return open === undefined ? joined : [...joined, open];
}

function depthOf(text: string): number {
  const isRemark = /^\s*@?(rem\b|::?)/i.test(text);
  const plain = text.replace(/"[^"\n]*"/g, '').replace(/\^./g, '');
  return isRemark || !/(^|[\s&|(@])\(|\b(do|else)\s*\(/i.test(plain)
    ? 0
    : count(plain, '(') - count(plain, ')');
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** The line behind a label; `:eof` is the end. */
function findLabel(lines: readonly string[], label: string): number | undefined {
  const wanted = label.replace(/^:/, '').toLowerCase();
  if (wanted === 'eof') return lines.length;
  const index = lines.findIndex((line) => /^\s*:([^\s:]+)/.exec(line)?.[1]?.toLowerCase() === wanted);
  return index < 0 ? undefined : index + 1;
}
