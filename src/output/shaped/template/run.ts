import { CbError } from '../../../errors/cb-error.ts';
import { escapeLine, escapeText } from '../../../text/escape.ts';
import { ended, type FormOptions } from '../forms.ts';
import type { Shaper } from '../shaper.ts';
import { called, functionNames, type Surroundings } from './functions.ts';
import { type Node, type Pipe, parseTemplate, type TemplateOperand } from './parse.ts';
import { RowsTable } from './rows-table.ts';
import { isList, isMembers, isTrue, memberOf, nameOf, printed, TemplateError, type Value } from './values.ts';

/** Of what `range` goes through for one row. */
const mostSteps = 1_000_000;

/** A template, checked: each row's text ends its line, and what gives no text gives no line. Kind `Usage`, with the place. */
export function compileTemplate(
  template: string,
  { now }: { readonly now: () => number },
): (how: FormOptions) => Shaper {
  const nodes = parseTemplate(template, functionNames);
  return (how) => {
    const table = new RowsTable();
    const cellsOf = {
      add: (cells: readonly string[]) => table.add(cells.map(escapeLine)),
      draw: () => table.draw(),
    };
    const around = { now, table: cellsOf };
    if (how.zero && /\btablerow\b/.test(template))
      throw new CbError('Usage', 'tablerow draws lines, and --null ends none');
    const shown = (row: Value): string => {
      const text = new Run(row, around).textOf(nodes);
      if (text === '') return table.draw(false);
      const line = text.endsWith('\n') ? text.slice(0, -1) : text;
      return table.draw() + (how.zero ? ended(line, how) : `${escapeText(line)}\n`);
    };
    return {
      write(lines) {
        let text = '';
        const failed: { row: number; message: string }[] = [];
        for (const [i, line] of lines.split('\n').entries()) {
          if (line === '') continue;
          try {
            text += shown(JSON.parse(line) as Value);
          } catch (error) {
            if (!(error instanceof TemplateError)) throw error;
            failed.push({ row: i + 1, message: error.message });
          }
        }
        return { text, failed, said: '' };
      },
      end: () => table.draw(),
    };
  };
}

/** One row. */
class Run {
  readonly #row: Value;
  readonly #around: Surroundings;
  readonly #variables = new Map<string, Value>();
  #steps = 0;

  constructor(row: Value, around: Surroundings) {
    this.#row = row;
    this.#around = around;
    this.#variables.set('$', row);
  }

  textOf(nodes: readonly Node[], dot: Value = this.#row): string {
    return nodes.map((node) => this.#textOfNode(node, dot)).join('');
  }

  #textOfNode(node: Node, dot: Value): string {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'value':
        return printed(this.#valueOf(node.pipe, dot));
      case 'set':
        this.#variables.set(node.name, this.#valueOf(node.pipe, dot));
        return '';
      case 'range':
        return this.#range(node, dot);
      case 'if':
      case 'with': {
        const value = this.#valueOf(node.pipe, dot);
        if (node.set !== undefined) this.#variables.set(node.set, value);
        if (!isTrue(value)) return this.textOf(node.other, dot);
        return this.textOf(node.then, node.kind === 'with' ? value : dot);
      }
    }
  }

  #range({ pipe, names, then, other }: Extract<Node, { kind: 'range' }>, dot: Value): string {
    const value = this.#valueOf(pipe, dot);
    const pairs = pairsOf(value);
    if (pairs.length === 0) return this.textOf(other, dot);
    let text = '';
    for (const [key, each] of pairs) {
      this.#steps += 1;
      if (this.#steps > mostSteps) throw new TemplateError('range goes through more than 1,000,000 values');
      const [first, second] = names;
      if (second !== undefined) this.#variables.set(second, each);
      if (first !== undefined) this.#variables.set(first, second === undefined ? each : key);
      text += this.textOf(then, each);
    }
    return text;
  }

  #valueOf(pipe: Pipe, dot: Value): Value {
    let before: Value | undefined;
    for (const [first, ...others] of pipe) {
      if (first === undefined) continue;
      if (first.kind !== 'call') {
        if (before !== undefined) throw new TemplateError('what stands behind | must be a function');
        before = this.#operand(first, dot);
        continue;
      }
      const values = others.map((operand) => this.#operand(operand, dot));
      before = called(first.name, before === undefined ? values : [...values, before], this.#around);
    }
    return before ?? null;
  }

  #operand(operand: TemplateOperand, dot: Value): Value {
    switch (operand.kind) {
      case 'constant':
        return operand.value;
      case 'call':
        return called(operand.name, [], this.#around);
      case 'path':
        this.#mustBeRow(operand, dot);
        return operand.names.reduce(memberOf, this.#start(operand, dot));
    }
  }

  /** Who writes templates for lists goes through them first. */
  #mustBeRow({ from, names: [name] }: Extract<TemplateOperand, { kind: 'path' }>, dot: Value): void {
    if (from !== 'dot' || name === undefined || dot === this.#row) return;
    if (dot === null || typeof dot === 'object') return;
    throw new TemplateError(
      `there is no .${name} in ${nameOf(dot)}; a template is filled in for each row, without a range around it`,
    );
  }

  #start({ from }: Extract<TemplateOperand, { kind: 'path' }>, dot: Value): Value {
    if (from === 'dot') return dot;
    return 'variable' in from ? (this.#variables.get(from.variable) ?? null) : this.#valueOf(from, dot);
  }
}

function pairsOf(value: Value): readonly (readonly [Value, Value])[] {
  if (value === null) return [];
  if (isList(value)) return [...value.entries()];
  if (isMembers(value)) return Object.entries(value);
  throw new TemplateError(`range wants a list or an object, not ${nameOf(value)}`);
}
