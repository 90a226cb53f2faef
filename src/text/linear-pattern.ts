import { CbError } from '../errors/cb-error.ts';

/** A regular expression that is tried on a text from end to end. */
export type LinearPattern = (text: string) => boolean;

const longestSource = 1000;
/** `(a{99}){99}` is short and would be ten thousand states. */
const mostStates = 5000;
const known = /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|[dDwWsStnrfv0])/y;
const characterClass = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const counted = /\{(\d+)(?:(,)(\d*))?\}/y;

type Step =
  | { readonly kind: 'unit'; readonly isOne: (unit: string) => boolean; readonly next: number }
  | { readonly kind: 'either'; first: number; readonly second: number }
  | {
      readonly kind: 'at';
      readonly holds: (before: string, after: string) => boolean;
      readonly next: number;
    };

/** Makes the steps of one part, given those that come behind it; gives where it begins. */
type Part = (next: number) => number;

/** Nothing in it means anything but itself. */
const literal = /^[\w \-:;,@#%&="'<>~!/]{1,100}$/;

/**
 * A regular expression as JavaScript writes it, without regard to case unless that is said, that reads each text once: all ways through it are gone side by side,
 * so that no text, whoever wrote it, makes it go back and forth. What needs that - back references, looking ahead or behind - is `Usage`.
 */
export function linearPattern(
  source: string,
  label: string,
  { ignoreCase = true }: { readonly ignoreCase?: boolean } = {},
): LinearPattern {
  const flags = ignoreCase ? 'i' : '';
  if (literal.test(source)) {
    const word = new RegExp(source, flags);
    return (text) => word.test(text);
  }
  const steps: Step[] = [];
  const begin = new PatternReader(source, { label, flags, steps }).read()(-1);
  const seen = new Int32Array(steps.length);
  let mark = 0;
  return (text) => {
    let now: number[] = [];
    for (let at = 0; ; at += 1) {
      mark = mark === 0x7fffffff ? 1 : mark + 1;
      if (mark === 1) seen.fill(0);
      const [before, unit] = [text.charAt(at - 1), text.charAt(at)];
      const next: number[] = [];
      const open = [begin, ...now.toReversed()];
      for (let step = open.pop(); step !== undefined; step = open.pop()) {
        if (step === -1) return true;
        if (seen[step] === mark) continue;
        seen[step] = mark;
        const it = steps[step];
        if (it === undefined) continue;
        if (it.kind === 'either') open.push(it.second, it.first);
        else if (it.kind === 'at') {
          if (it.holds(before, unit)) open.push(it.next);
        } else if (unit !== '' && it.isOne(unit)) next.push(it.next);
      }
      if (at >= text.length) return false;
      now = next;
    }
  };
}

class PatternReader {
  readonly #source: string;
  readonly #label: string;
  readonly #flags: string;
  readonly #steps: Step[];
  readonly #units = new Map<string, (unit: string) => boolean>();
  #at = 0;
  #copies = 0;

  constructor(source: string, { label, flags, steps }: { label: string; flags: string; steps: Step[] }) {
    this.#source = source;
    this.#label = label;
    this.#flags = flags;
    this.#steps = steps;
  }

  read(): Part {
    if (this.#source.length > longestSource)
      throw this.#refused(`a regular expression of at most ${longestSource} characters`);
    try {
      new RegExp(this.#source);
    } catch (error) {
      const words = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : '';
      throw this.#refused(
        `a regular expression, not ${JSON.stringify(this.#source)} (${words.toLowerCase()})`,
      );
    }
    return this.#alternatives();
  }

  #alternatives(): Part {
    let all = this.#sequence();
    while (this.#take('|')) {
      const [first, second] = [all, this.#sequence()];
      all = (next) => this.#add({ kind: 'either', first: first(next), second: second(next) });
    }
    return all;
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
      parts.push(this.#repeated(this.#atom()));
    return (next) => parts.reduceRight((behind, part) => part(behind), next);
  }

  #repeated(part: Part): Part {
    const [least, most] = this.#count();
    // Whether it takes as much or as little as it can changes nothing of whether it is found.
    this.#take('?');
    return (next) => {
      let from = next;
      if (most === undefined) {
        const loop: Step = { kind: 'either', first: -1, second: next };
        from = this.#add(loop);
        loop.first = part(from);
      }
      for (let n = least; n < (most ?? least); n += 1)
        from = this.#add({ kind: 'either', first: this.#copy(part, from), second: next });
      for (let n = 0; n < least; n += 1) from = this.#copy(part, from);
      return from;
    };
  }

  /** Also of what has no steps of its own: `((){999}){999}`. */
  #copy(part: Part, next: number): number {
    this.#copies += 1;
    if (this.#copies > mostStates) throw this.#refused('a smaller regular expression');
    return part(next);
  }

  #count(): readonly [least: number, most: number | undefined] {
    if (this.#take('*')) return [0, undefined];
    if (this.#take('+')) return [1, undefined];
    const found = this.#match(counted);
    if (found === undefined) {
      const isOptional = this.#take('?');
      return [isOptional ? 0 : 1, 1];
    }
    const least = Number(found[1]);
    if (found[2] === undefined) return [least, least];
    return [least, found[3] === '' ? undefined : Number(found[3])];
  }

  #atom(): Part {
    if (this.#take('(')) {
      if (this.#take('?') && !this.#take(':'))
        throw this.#refused('a regular expression without (?= (?! (?< : they look back and forth');
      const inner = this.#alternatives();
      this.#take(')');
      return inner;
    }
    if (this.#take('^')) return this.#place((before) => before === '');
    if (this.#take('$')) return this.#place((_before, after) => after === '');
    if (this.#take('\\b')) return this.#place((before, after) => isWord(before) !== isWord(after));
    if (this.#take('\\B')) return this.#place((before, after) => isWord(before) === isWord(after));
    const whole = this.#match(characterClass)?.[0] ?? this.#match(known)?.[0];
    if (whole !== undefined) return this.#unit(whole);
    if (this.#take('.')) return this.#unit('[^]');
    if (this.#take('\\') && /[\dA-Za-z]/.test(this.#source.charAt(this.#at)))
      throw this.#refused(`a regular expression without \\${this.#source.charAt(this.#at)}`);
    const unit = this.#source.charCodeAt(this.#at);
    this.#at += 1;
    return this.#unit(`\\u${unit.toString(16).padStart(4, '0')}`);
  }

  #unit(source: string): Part {
    let isOne = this.#units.get(source);
    if (isOne === undefined) {
      const one = new RegExp(`^${source}$`, this.#flags);
      const known: (boolean | undefined)[] = [];
      isOne = (unit) => {
        const code = unit.charCodeAt(0);
        known[code] ??= one.test(unit);
        return known[code];
      };
      this.#units.set(source, isOne);
    }
    const is = isOne;
    return (next) => this.#add({ kind: 'unit', isOne: is, next });
  }

  #place(holds: (before: string, after: string) => boolean): Part {
    return (next) => this.#add({ kind: 'at', holds, next });
  }

  #add(step: Step): number {
    if (this.#steps.length >= mostStates) throw this.#refused('a smaller regular expression');
    return this.#steps.push(step) - 1;
  }

  #take(text: string): boolean {
    const isThere = this.#source.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  #refused(wanted: string): CbError {
    return new CbError('Usage', `${this.#label} wants ${wanted}`);
  }
}

function isWord(unit: string): boolean {
  return /\w/.test(unit);
}
