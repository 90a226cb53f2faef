import type { ObjectForm } from '../text/sent-object.ts';

/** More than any object has. */
const mostMembers = 250;

/** Names that an engine orders before all others: what is written of a parsed object has them in another place. */
const index = /^(?:0|[1-9]\d{0,9})$/;

/** The names of an object up to one of its members; those that go on from there hang below it. */
export class FormNode implements ObjectForm {
  readonly size: number;
  readonly number: number;
  readonly #name: string;
  readonly #before: FormNode | undefined;
  #next: Map<string, FormNode> | undefined;
  #indexes: Map<string, number> | undefined;

  constructor(number: number, name = '', before?: FormNode) {
    this.number = number;
    this.#name = name;
    this.#before = before;
    this.size = before === undefined ? 0 : before.size + 1;
  }

  /** The same with one more name. */
  with(name: string): FormNode | undefined {
    return this.#next?.get(name);
  }

  /** Undefined where it would not be written so: a name that comes twice, or that would come first. */
  add(number: number, name: string): FormNode | undefined {
    if (index.test(name) || this.#holds(name) || this.size === mostMembers) return undefined;
    const node = new FormNode(number, name, this);
    this.#next ??= new Map();
    this.#next.set(name, node);
    return node;
  }

  indexOf(name: string): number | undefined {
    this.#indexes ??= this.#indexed();
    return this.#indexes.get(name);
  }

  #holds(name: string): boolean {
    for (let node: FormNode = this; node.#before !== undefined; node = node.#before) {
      if (node.#name === name) return true;
    }
    return false;
  }

  #indexed(): Map<string, number> {
    const indexes = new Map<string, number>();
    for (let node: FormNode = this; node.#before !== undefined; node = node.#before)
      indexes.set(node.#name, node.size - 1);
    return indexes;
  }
}
