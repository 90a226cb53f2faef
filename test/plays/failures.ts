/** What went wrong in a play: an exit code and the lines on stderr before it, of a command or of a line typed in its shell. */
export interface Failure {
  readonly line: string;
  readonly exit: number;
  readonly said: readonly string[];
}

interface Part {
  readonly line: string;
  readonly said: string[];
  exit: number;
}

/** The failures of a play as it is written; a typed line's exit code stands in the prompt after it. */
export function failuresOf(text: string): Failure[] {
  const parts: Part[] = [];
  let isTyped = false;
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    const [, prompt, exitBefore, typed] = /^([^ !?<#$[].*?)(?: !(\d+))?> (.*)$/.exec(line) ?? [];
    if (line.startsWith('$ ')) {
      parts.push({ line: line.slice(2), said: [], exit: 0 });
      isTyped = false;
    } else if (prompt !== undefined) {
      if (isTyped && last !== undefined) last.exit = Number(exitBefore ?? 0);
      parts.push({ line: typed ?? '', said: [], exit: 0 });
      isTyped = true;
    } else if (last !== undefined && line.startsWith('! ')) last.said.push(line.slice(2));
    else if (last !== undefined) last.exit = Number(/^\[exit (\d+)\]$/.exec(line)?.[1] ?? last.exit);
  }
  return parts.filter(({ exit }) => exit !== 0);
}
