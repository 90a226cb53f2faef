export interface ExpansionScope {
  variable(name: string): string | undefined;
  /** Arguments of a batch file, `%0` first; undefined on a command line, where an unknown variable stays as typed. */
  readonly batchArguments: readonly string[] | undefined;
}

/** Replaces `%NAME%`, `%NAME:a=b%`, `%NAME:~1,2%`, and in a batch file `%1`, `%*`, `%~dp0` and `%%`. */
export function expandPercent(line: string, scope: ExpansionScope): string {
  const { batchArguments } = scope;
  let out = '';
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    if (!rest.startsWith('%')) {
      out += rest.charAt(0);
      at += 1;
      continue;
    }
    const argument = batchArguments === undefined ? undefined : expandArgument(rest, batchArguments);
    const replaced = argument ?? expandNamed(rest, '%', scope);
    out += replaced?.text ?? '%';
    at += replaced?.length ?? 1;
  }
  return out;
}

/** `!NAME!`, when delayed expansion is on. */
export function expandDelayed(line: string, scope: ExpansionScope): string {
  return line.replace(
    /![^!\s][^!]*!/g,
    (whole) => expandNamed(whole, '!', { ...scope, batchArguments: [] })?.text ?? '',
  );
}

interface Replaced {
  readonly text: string;
  readonly length: number;
}

function expandArgument(rest: string, args: readonly string[]): Replaced | undefined {
  if (rest.startsWith('%%')) return { text: '%', length: 2 };
  if (rest.startsWith('%*')) return { text: args.slice(1).join(' '), length: 2 };
  const found = /^%(~[a-z]*)?([0-9])/i.exec(rest);
  if (found === null) return undefined;
  const argument = args[Number(found[2])] ?? '';
  const plain = argument.replaceAll('"', '');
  const folder = plain.includes('\\') ? plain.slice(0, plain.lastIndexOf('\\') + 1) : '';
  const text = found[1] === undefined ? argument : /d|p/i.test(found[1]) ? folder : plain;
  return { text, length: found[0].length };
}

function expandNamed(rest: string, mark: '%' | '!', scope: ExpansionScope): Replaced | undefined {
  const end = rest.indexOf(mark, 1);
  if (end < 2) return undefined;
  const inside = rest.slice(1, end);
  const colon = inside.indexOf(':', 1);
  const name = colon < 0 ? inside : inside.slice(0, colon);
  const value = scope.variable(name);
  if (value === undefined) {
    // A batch file drops what it does not know; on a command line it stays, and a caret in it splits `call` from its value.
    return scope.batchArguments === undefined ? undefined : { text: '', length: end + 1 };
  }
  return { text: colon < 0 ? value : modify(value, inside.slice(colon + 1)), length: end + 1 };
}

function modify(value: string, modifier: string): string {
  // Either number may be left out, and is 0 then: `%CD:~,%` is empty.
  const slice = /^~(-?\d*)(?:,(-?\d*))?$/.exec(modifier);
  if (slice !== null) {
    const start = Number(slice[1]);
    const from = start < 0 ? Math.max(0, value.length + start) : start;
    const count = slice[2] === undefined ? undefined : Number(slice[2]);
    const to = count === undefined ? value.length : count < 0 ? value.length + count : from + count;
    return value.slice(from, to);
  }
  const [search = '', replacement = ''] = modifier.split('=', 2);
  return search === ''
    ? value
    : value.replaceAll(new RegExp(escapeExpression(search), 'gi'), () => replacement);
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
