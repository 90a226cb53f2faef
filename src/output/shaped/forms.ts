import { escapeAsJson, escapeText } from '../../text/escape.ts';
import { yamlOf } from './yaml.ts';

/** Text of values, each of which is a line of JSON. */
export interface Form {
  write(json: string): string;
  /** Behind the last one. */
  end(): string;
}

export interface FormOptions {
  /** On a terminal nothing goes out that could steer it, -0 or not. */
  readonly isTTY: boolean;
  /** NUL ends each of them. */
  readonly zero: boolean;
}

/** Text as it is, all else as JSON: a line each, or NUL behind each and then the very text. */
export function textForm({ isTTY, zero }: FormOptions): Form {
  return {
    write: (json) =>
      json.startsWith('"')
        ? ended(JSON.parse(json) as string, { isTTY, zero })
        : ended(escapeAsJson(json), { isTTY, zero }),
    end: () => '',
  };
}

/** With -0 on a pipe the text is exact, but for a NUL in it, which would end it. */
export function ended(text: string, { isTTY, zero }: FormOptions): string {
  if (zero && !isTTY) return `${text.replaceAll('\0', '\\u{0}')}\0`;
  return `${escapeText(text)}${zero ? '\0' : '\n'}`;
}

export function ndjsonForm({ zero }: Pick<FormOptions, 'zero'>): Form {
  return { write: (json) => `${escapeAsJson(json)}${zero ? '\0' : '\n'}`, end: () => '' };
}

export function jsonForm(): Form {
  let count = 0;
  return {
    write: (json) => `${count++ === 0 ? '[\n' : ',\n'}${escapeAsJson(json)}`,
    end: () => (count === 0 ? '[]\n' : '\n]\n'),
  };
}

/** A sequence of all, or each by itself: what is one thing is no list. */
export function yamlForm({ isList }: { readonly isList: boolean }): Form {
  let count = 0;
  return {
    write(json) {
      count += 1;
      return yamlOf(json, { isItem: isList });
    },
    end: () => (isList && count === 0 ? '[]\n' : ''),
  };
}
