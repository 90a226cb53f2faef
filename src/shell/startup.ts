import { CbError } from '../errors/cb-error.ts';
import { presentError } from '../output/present.ts';
import type { Sink } from '../ports/streams.ts';
import type { Outcome } from '../run/outcome.ts';
import { escapeLine } from '../text/escape.ts';
import { tokenise, type VerbStatement } from '../text/tokenise.ts';
import type { Ends } from './jobs/kept-output.ts';
import type { Origin } from './settings.ts';

/** A file that is run when a shell begins: its text, or why it is left alone, in words that follow its path. */
export interface StartupFile {
  readonly path: string;
  readonly text?: string | undefined;
  readonly fault?: string | undefined;
}

/** What only changes the shell: nothing of a startup file reaches a sensor, or runs a program. */
const allowed = ['alias', 'unalias', 'set', 'lcd'];
const mostFaults = 5;

export interface StartupRun {
  runVerb(statement: VerbStatement, ends: Ends, origin: Origin): Promise<Outcome>;
  readonly err: Sink;
  readonly note: (text: string) => void;
}

/** Runs startup files line by line. What is wrong in one is told with file and line, and stops nothing. */
export async function runStartup(files: readonly StartupFile[], run: StartupRun): Promise<void> {
  for (const { path, text = '', fault } of files) {
    if (fault !== undefined) run.note(`${path} was not read: it ${fault}`);
    let faults = 0;
    for (const [at, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
      const said = await runStartupLine(line, `${path}:${at + 1}`, run);
      if (said === undefined) continue;
      await run.err.write(`${escapeLine(path)}:${at + 1}: ${said}`).catch(() => undefined);
      faults += 1;
      if (faults < mostFaults) continue;
      run.note(`${path}: its other lines were left out`);
      break;
    }
  }
}

/** Gives what is wrong with it, presented. */
async function runStartupLine(line: string, origin: Origin, run: StartupRun): Promise<string | undefined> {
  let said = '';
  const out: Sink = { isTTY: false, write: async () => undefined };
  const err: Sink = {
    isTTY: false,
    write: async (chunk) => {
      said += Buffer.from(chunk as Uint8Array).toString('utf8');
    },
  };
  try {
    const outcome = await run.runVerb(onlyVerb(line), { out, err, note: () => undefined }, origin);
    return outcome.exitCode === 0 ? undefined : said;
  } catch (error) {
    return presentError(error, { mode: 'table', debug: false });
  }
}

function onlyVerb(line: string): VerbStatement {
  const { statements } = tokenise(line);
  const [only] = statements;
  if (
    statements.length === 1 &&
    only?.kind === 'verb' &&
    only.pipe === undefined &&
    only.redirect === undefined &&
    only.isJob === undefined &&
    allowed.includes(only.words[0]?.text ?? '')
  )
    return only;
  throw new CbError('Usage', `a startup file may hold ${allowed.join(', ')} and nothing else`, {
    hint: 'source FILE runs any verbs',
  });
}
