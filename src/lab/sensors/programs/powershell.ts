import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import { failureOf } from '../failure.ts';
import type { Program, ProgramRun } from '../machine.ts';
import { cmdlets } from './powershell-cmdlets.ts';
import { splitWindowsArguments } from './windows-arguments.ts';
import { modulesText, wmiText } from './wmi.ts';

/** Ends the script. */
class ScriptExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.name = 'ScriptExit';
    this.code = code;
  }
}

/** `powershell -Command …`, `-EncodedCommand …`, `-File …`: a few cmdlets, `;`, single variables of the environment. */
export const powershell: Program = async (run) => {
  const script = await readScript(run);
  if (script === undefined) {
    run.err.text(
      "The argument to the -File parameter does not exist. Provide the path to an existing '.ps1' file.\n",
    );
    return 0xfffd0000;
  }
  let code = 0;
  try {
    for (const statement of splitStatements(script)) {
      run.signal.throwIfAborted();
      code = await runStatement(run, statement);
    }
  } catch (error) {
    if (error instanceof ScriptExit) return error.code;
    throw error;
  }
  return code;
};

async function readScript({
  tail,
  args,
  machine,
  workingDirectory,
}: ProgramRun): Promise<string | undefined> {
  let at = 0;
  while (at < args.length) {
    const option = (args[at] ?? '').toLowerCase().replace(/^\//, '-');
    if (/^-(e|ec|enc|encodedcommand)$/.test(option))
      return Buffer.from(args[at + 1] ?? '', 'base64').toString('utf16le');
    if (/^-(f|file)$/.test(option)) {
      const node = machine.files.find(args[at + 1] ?? '', workingDirectory);
      return node?.kind === 'file' ? decodeText(await contentBytes(node.content), 'utf8') : undefined;
    }
    if (/^-(c|command)$/.test(option)) return commandText(tail, args.slice(at + 1));
    if (!option.startsWith('-')) return args.slice(at).join(' ');
    at += /^-(ex|ep|exec|executionpolicy|w|windowstyle|version|inputformat|outputformat)$/.test(option)
      ? 2
      : 1;
  }
  return '';
}

// What stands behind -Command is a script of its own: a pair of quotes around all of it goes, others stay.
function commandText(tail: string, words: readonly string[]): string {
  const typed = /[-/](?:c|command)\s+([\s\S]*)$/i.exec(tail)?.[1]?.trim() ?? '';
  return /^".*"$/s.test(typed) && splitWindowsArguments(typed).length === 1 ? words.join(' ') : typed;
}

function splitStatements(script: string): string[] {
  return (script.match(/(?:"[^"]*"|'[^']*'|\{[^}]*\}|[^;\n"'{]|[{"'])+/g) ?? [])
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !statement.startsWith('#'));
}

async function runStatement(run: ProgramRun, statement: string): Promise<number> {
  // Formatting at the end of a pipeline changes nothing that matters here.
  const [first = '', ...pipeline] = statement.split(/\s+\|\s+/);
  const [name = '', ...args] = splitWords(run, first);
  const exit = /^exit(?:\s+(-?\d+))?$/i.exec(statement);
  if (exit !== null) throw new ScriptExit(Number(exit[1] ?? 0));
  if (/^(?:Get-WmiObject|gwmi)$/i.test(name)) {
    const text = wmiText(run.machine, args, pipeline);
    if (text === undefined) run.err.text(`Get-WmiObject : Invalid class\n`);
    else run.out.text(text);
    return text === undefined ? 1 : 0;
  }
  const modules = /^\(Get-Process -Id (\d+)\)\.Modules$/i.exec(first)?.[1];
  if (modules !== undefined) {
    const text = modulesText(run.machine, Number(modules), pipeline);
    if (text === undefined)
      run.err.text(`Get-Process : Cannot find a process with the process identifier ${modules}.\n`);
    else run.out.text(text);
    return text === undefined ? 1 : 0;
  }
  const cmdlet = cmdlets.get(name.toLowerCase());
  if (cmdlet === undefined && !/^["'$]/.test(first)) {
    run.err.text(
      `${name} : The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program.\n` +
        `    + CategoryInfo          : ObjectNotFound: (${name}:String) [], CommandNotFoundException\n`,
    );
    return 1;
  }
  try {
    if (cmdlet === undefined) {
      run.out.text(`${[name, ...args].join(' ')}\n`);
      return 0;
    }
    return await cmdlet(run, args);
  } catch (error) {
    if (run.signal.aborted) throw error;
    run.err.text(`${name} : ${failureOf(error)}\n`);
    return 1;
  }
}

function splitWords({ environment, machine }: ProgramRun, statement: string): string[] {
  const expand = (text: string) =>
    text
      .replace(/\$env:(\w+)/gi, (_whole, name: string) => environment.get(name) ?? '')
      .replace(
        /\$PSVersionTable(\.PSVersion)?/gi,
        machine.facts.version.startsWith('6.1') ? '2.0' : '5.1.19041.1',
      );
  return (statement.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []).map((word) =>
    word.startsWith("'") ? word.slice(1, -1) : expand(word.startsWith('"') ? word.slice(1, -1) : word),
  );
}
