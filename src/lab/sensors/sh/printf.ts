/** What `printf FORMAT ARGS…` prints; the format is used again while arguments are left. */
export function printfText(format: string, args: readonly string[]): string {
  const rest = [...args];
  let text = '';
  do {
    const before = rest.length;
    text += once(format, rest);
    if (rest.length === before) break;
  } while (rest.length > 0);
  return text;
}

function once(format: string, rest: string[]): string {
  return format.replace(
    /\\(n|t|r|a|b|f|v|e|\\|0?[0-7]{1,3}|x[0-9a-f]{1,2})|%(-?0?\d*)(?:\.(\d+))?([sdixXoucb%])/gi,
    (
      _whole,
      code: string | undefined,
      width: string | undefined,
      precision: string | undefined,
      kind: string,
    ) => {
      if (code !== undefined) return unescapeChar(code);
      if (kind === '%') return '%';
      const value = formatted(rest.shift() ?? '', kind, precision);
      const wanted = Number(width?.replace('-', '') || '0');
      const fill = width?.startsWith('0') === true ? '0' : ' ';
      return width?.startsWith('-') === true ? value.padEnd(wanted) : value.padStart(wanted, fill);
    },
  );
}

function formatted(value: string, kind: string, precision: string | undefined): string {
  switch (kind) {
    case 'd':
    case 'i':
    case 'u':
      return String(Math.trunc(Number(value)) || 0);
    case 'x':
      return (Math.trunc(Number(value)) || 0).toString(16);
    case 'X':
      return (Math.trunc(Number(value)) || 0).toString(16).toUpperCase();
    case 'o':
      return (Math.trunc(Number(value)) || 0).toString(8);
    case 'c':
      return value.charAt(0);
    case 'b':
      return once(value.replaceAll('%', '%%'), []);
    default:
      return precision === undefined ? value : value.slice(0, Number(precision));
  }
}

const named: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001b',
  '\\': '\\',
};

function unescapeChar(code: string): string {
  const known = named[code];
  if (known !== undefined) return known;
  return String.fromCharCode(
    code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8),
  );
}
