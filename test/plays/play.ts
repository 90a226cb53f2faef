/**
 * A play: what was typed and what came of it, as a file that can be read.
 *
 *     # Prose. `# terminal` or `# pipe` says what the streams are; `directive` below lists what else is obeyed.
 *     $ cblr ls 10 'C:\lab' | wc -l   a command of ours, perhaps into a local one or a file; or one of /bin/sh, in the local folder
 *     < pwd                          a line of its stdin (on a pipe)
 *       what it prints on stdout
 *     ! what it prints on stderr
 *     ? a question yes               and its answer
 *     [exit 3]                       where it is not 0
 *     $ cblr connect 10              on a terminal: a shell, and lines typed at its prompt
 *     WIN-EP7RMLTCLAJ C:\> pwd       ^D for Ctrl-D; ` ^C` at the end: Ctrl-C when the first output is there
 */
export interface Play {
  readonly isTerminal: boolean;
  readonly steps: readonly Step[];
}

export type Step = Text | Directive | Command;

/** A comment or blank line. */
export interface Text {
  readonly kind: 'text';
  readonly line: string;
}

export interface Directive {
  readonly kind: 'directive';
  readonly line: string;
  readonly name: DirectiveName;
  readonly value: string;
}

export interface Command {
  readonly kind: 'command';
  readonly line: string;
  readonly stdin: readonly string[];
  readonly answers: readonly string[];
  /** In the shell that it opens. */
  readonly typed: readonly Typed[];
}

/** A line typed at a prompt, with the comments above it. */
export interface Typed {
  readonly above: readonly string[];
  readonly line: string;
  readonly answers: readonly string[];
}

const directives = {
  terminal: 'all streams are a terminal',
  pipe: 'none is',
  lab: 'options of the lab, as for `cblr lab`',
  columns: 'width of the terminal',
  profile: 'a setting of the profile: `readonly = yes`',
  user: 'a further console user, with a profile of that name',
  fault: 'a fault of the lab from here on',
  'no-faults': 'ends them',
  clock: 'lets so many seconds pass on the server',
  later: 'lets so much time pass for everybody: `22h`',
  'stop-at': 'the next ` ^C` comes once the line of progress holds that',
} as const;

export type DirectiveName = keyof typeof directives;

const directiveLine = new RegExp(`^# (${Object.keys(directives).join('|')})(?: (.*))?$`);

interface OpenCommand extends Command {
  readonly stdin: string[];
  readonly answers: string[];
  readonly typed: OpenTyped[];
}

interface OpenTyped extends Typed {
  readonly answers: string[];
}

/** Reads a play; what was printed is dropped. */
export function parsePlay(text: string): Play {
  const steps: Step[] = [];
  let command: OpenCommand | undefined;
  /** Comments since the last line that was typed. */
  let above: string[] = [];

  const flush = () => {
    for (const line of above) steps.push(textOrDirective(line));
    above = [];
  };
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('$ ')) {
      flush();
      command = { kind: 'command', line: line.slice(2), stdin: [], answers: [], typed: [] };
      steps.push(command);
    } else if (line === '' || line.startsWith('#')) above.push(line);
    else if (/^( {2}|! |!$|\[exit )/.test(line)) continue;
    else if (command === undefined) throw new Error(`nothing has been typed yet: ${line}`);
    else if (/^<(?: |$)/.test(line)) command.stdin.push(line.slice(2));
    else if (line.startsWith('? '))
      (command.typed.at(-1) ?? command).answers.push(line.slice(line.lastIndexOf('? ') + 2));
    else if (!line.includes('> ')) throw new Error(`neither typed nor printed: ${line}`);
    else {
      command.typed.push({ above, line: line.slice(line.indexOf('> ') + 2), answers: [] });
      above = [];
    }
  }
  flush();
  const has = (name: DirectiveName) => steps.some((step) => step.kind === 'directive' && step.name === name);
  const isTyped = steps.some((step) => step.kind === 'command' && step.typed.length > 0);
  if (isTyped && !has('terminal')) throw new Error('only on a terminal is there a prompt to type at');
  if (has('terminal') === has('pipe')) throw new Error('a play says "# terminal" or "# pipe"');
  return { isTerminal: has('terminal'), steps };
}

function textOrDirective(line: string): Text | Directive {
  const [, name, value = ''] = directiveLine.exec(line) ?? [];
  if (name === undefined) return { kind: 'text', line };
  return { kind: 'directive', line, name: name as DirectiveName, value };
}

/** Our own words, whether to stop it, the file behind ` > `, and the local command behind an unquoted `|`. */
export const commandLine = /^((?:'[^']*'|"[^"]*"|[^'"|])*?)( \^C)?(?: > ([\w.-]+))?(?: \| (.*))?$/;

/** A command line without the local command behind it. */
export function ownPart(line: string): string {
  return commandLine.exec(line)?.[1] ?? line;
}
