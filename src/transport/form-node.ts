import type { ObjectForm } from '../text/sent-object.ts';

/** More than any list has that is worth it. */
const mostForms = 2000;
export const mostMembers = 250;

/** Names that an engine orders before all others: what is written of a parsed object has them in another place. */
const index = /^(?:0|[1-9]\d{0,9})$/;

/** The names of an object up to one of its members; those that go on from there hang below it. */
export class FormNode implements ObjectForm {
  readonly size: number;
  readonly number: number;
  /** The name as it stands in JSON, with its quotes and colon. */
  readonly key: Uint8Array;
  /** The one that was taken last. */
  likely: FormNode | undefined;
  readonly #name: string;
  readonly #before: FormNode | undefined;
  readonly #words: Int32Array;
  readonly #lastWord: number;
  #next: Map<string, FormNode> | undefined;
  #indexes: Map<string, number> | undefined;

  constructor(number: number, name: string, key: Uint8Array, before?: FormNode) {
    this.number = number;
    this.#name = name;
    this.key = key;
    this.#before = before;
    const view = new DataView(key.buffer, key.byteOffset, key.length);
    this.#words = Int32Array.from({ length: Math.floor(key.length / 4) }, (_, i) => view.getInt32(4 * i));
    this.#lastWord = key.length < 4 ? 0 : view.getInt32(key.length - 4);
    this.size = before === undefined ? 0 : before.size + 1;
  }

  /** Whether its last name stands there: four bytes are compared at a time, the last four again. */
  standsIn(view: DataView, at: number): boolean {
    const words = this.#words;
    const last = this.key.length - 4;
    if (at + last + 4 > view.byteLength) return false;
    for (let i = 0; i < words.length; i++) {
      if (view.getInt32(at + 4 * i) !== words[i]) return false;
    }
    return view.getInt32(at + last) === this.#lastWord;
  }

  /** The same with one more name. */
  with(name: string): FormNode | undefined {
    const known = this.#next?.get(name);
    if (known !== undefined) this.likely = known;
    return known;
  }

  /** Undefined where it would not be written so: a name that comes twice, or that would come first. */
  add(number: number, name: string, key: Uint8Array): FormNode | undefined {
    if (index.test(name) || this.#holds(name)) return undefined;
    const node = new FormNode(number, name, key, this);
    this.#next ??= new Map();
    this.#next.set(name, node);
    this.likely = node;
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

/** Those of all replies of a server: the objects of one look like those of the one before. */
export class ObjectForms {
  readonly root = new FormNode(0, '', new Uint8Array(0));
  readonly all = [this.root];

  get isFull(): boolean {
    return this.all.length >= mostForms;
  }

  /** Undefined where there are too many, or it would be no form. */
  add(before: FormNode, name: string, key: Uint8Array): FormNode | undefined {
    const added = this.isFull ? undefined : before.add(this.all.length, name, key);
    if (added !== undefined) this.all.push(added);
    return added;
  }
}
