import { CbError } from '../errors/cb-error.ts';

/** A key of a section; `line` counts from 1, `lastLine` is that of its last continuation. */
export interface CbrcValue {
  readonly value: string;
  readonly line: number;
  readonly lastLine: number;
}

export interface CbrcSection {
  readonly name: string;
  readonly line: number;
  /** Its own keys, in lower case. */
  readonly values: ReadonlyMap<string, CbrcValue>;
}

/** A profile file as read, with the lines of everything so that it can be edited in place. */
export interface Cbrc {
  readonly path: string;
  /** In their order, without `[DEFAULT]`. */
  readonly sections: readonly CbrcSection[];
  /** `[DEFAULT]`: inherited by every section. */
  readonly defaults: ReadonlyMap<string, CbrcValue>;
  /** `use = NAME` above the first section. */
  readonly use: CbrcValue | undefined;
  /** Lines of all headers, `[DEFAULT]` too. */
  readonly headerLines: readonly number[];
}

/**
 * Reads the dialect of contract/credentials.md, that is Python's raw config parser: `=` or `:`, whole-line comments only, `%` and `;` in a
 * value are plain, an indented line continues the value above it, keys without case, sections with. What Python refuses is refused, with
 * the file and line and without the text, which may be a secret. Kind `Config`.
 */
export function parseCbrc(text: string, path: string, options: { readonly allowUse?: boolean } = {}): Cbrc {
  const sections: { name: string; line: number; values: Map<string, CbrcValue> }[] = [];
  const defaults = new Map<string, CbrcValue>();
  const above = new Map<string, CbrcValue>();
  let current: { readonly name: string | undefined; readonly values: Map<string, CbrcValue> } = {
    name: undefined,
    values: above,
  };
  let open: { readonly key: string; readonly parts: string[]; readonly line: number } | undefined;
  let indent = 0;
  const headerLines: number[] = [];

  for (const [index, raw] of splitLines(text).entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '') {
      open?.parts.push('');
      continue;
    }
    if (/^[#;]/.test(content)) continue;
    const depth = raw.length - raw.trimStart().length;
    if (open && depth > indent) {
      open.parts.push(content);
      current.values.set(open.key, { value: open.parts.join('\n').trim(), line: open.line, lastLine: line });
      continue;
    }
    indent = depth;
    const header = /^\[(.+)\]/s.exec(content)?.[1];
    if (header !== undefined) {
      open = undefined;
      headerLines.push(line);
      current = { name: header, values: defaults };
      if (header === 'DEFAULT') continue;
      const before = sections.find((section) => section.name === header);
      if (before) throw badLine(path, line, `the section is there twice, first on line ${before.line}`);
      const section = { name: header, line, values: new Map<string, CbrcValue>() };
      sections.push(section);
      current = section;
      continue;
    }
    const [, key, value = ''] = /^([^=:]*?)\s*[=:]\s*(.*)$/s.exec(content) ?? [];
    if (!key) throw badLine(path, line, 'is no section, no key with a value and no comment');
    const name = key.toLowerCase();
    if (current.name === undefined && !(options.allowUse && name === 'use')) {
      throw badLine(
        path,
        line,
        `stands above the first section${options.allowUse ? ', where only use = NAME may be' : ''}`,
      );
    }
    const before = current.values.get(name);
    if (before) throw badLine(path, line, `repeats a key of the section, first on line ${before.line}`);
    current.values.set(name, { value, line, lastLine: line });
    open = { key: name, parts: [value], line };
  }
  return { path, sections, defaults, use: above.get('use'), headerLines };
}

/** The key of a section, its own or inherited from `[DEFAULT]`. */
export function settingOf(cbrc: Cbrc, section: CbrcSection, key: string): CbrcValue | undefined {
  return section.values.get(key) ?? cbrc.defaults.get(key);
}

/** Lines without their ends; a byte order mark is no part of the first. */
function splitLines(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

/** Kind `Config`, naming the file and line; `why` must hold nothing of the line that could be a secret. */
export function badLine(path: string, line: number, why: string, hint?: string): CbError {
  return new CbError('Config', `${path}, line ${line}: ${why}`, {
    hint: hint ?? 'correct that line, or see .cbrc.example',
    context: { path, line },
  });
}
