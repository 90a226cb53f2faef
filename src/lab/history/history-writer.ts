import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { commandLineWords } from '../query/tokens.ts';
import { Dictionary } from './dictionary.ts';
import { type Draft, sliceAt } from './draft.ts';
import type { TraceBook } from './trace-book.ts';

/** Command lines remembered to store each once; beyond that, one may be stored twice. */
const rememberedLines = 200_000;

const columns = [
  'id, process, sensor, pid, start, sub, ended, image, name, cmdline, account, parent, parent_image, parent_name',
  'segment, updated, received, trace, modloads, filemods, regmods, netconns, childprocs, crossprocs, blocks, scripts',
].join(', ');

/** Writes drafts as rows. A parent is written after its children, when their number is known. */
export class HistoryWriter {
  readonly #file: DatabaseSync;
  readonly #traces: TraceBook;
  readonly #accountName: (draft: Draft) => string;
  readonly #insert: StatementSync;
  readonly #insertLine: StatementSync;
  readonly #names = new Dictionary();
  readonly #images = new Dictionary();
  readonly #accounts = new Dictionary();
  #lines = new Map<string, number>();
  #lineCount = 0;

  constructor(file: DatabaseSync, traces: TraceBook, accountName: (draft: Draft) => string) {
    this.#file = file;
    this.#accountName = accountName;
    this.#traces = traces;
    this.#insert = file.prepare(
      `INSERT INTO document (${columns}) VALUES (${columns.replaceAll(/\w+/g, '?')})`,
    );
    this.#insertLine = file.prepare('INSERT INTO cmdline (id, text) VALUES (?, ?)');
  }

  write(draft: Draft): void {
    const { host, parent, slices } = draft;
    const first = slices[0]?.id ?? 0;
    const path = draft.path.toLowerCase();
    const image = this.#image(draft);
    const name = this.#names.id(baseName(path));
    const parentImage = parent === undefined ? 0 : this.#image(parent);
    const parentName = parent === undefined ? 0 : this.#names.id(baseName(parent.path.toLowerCase()));
    const parentDocument = parent === undefined ? 0 : (sliceAt(parent, draft.start)?.id ?? 0);
    const account = this.#accounts.id(`${this.#accountName(draft)}\n${draft.account.sid}`);
    const line = this.#line(draft.commandLine);
    for (const [index, slice] of slices.entries()) {
      const { id, counts } = this.#traces.use(host, path, slice.variant, slice.updated);
      this.#insert.run(
        slice.id,
        first,
        host.sensorId,
        draft.pid,
        draft.start,
        draft.sub,
        draft.ended,
        image,
        name,
        line,
        account,
        parentDocument,
        parentImage,
        parentName,
        index + 1,
        slice.updated,
        slice.received,
        id,
        counts.modloads,
        counts.filemods,
        counts.regmods,
        counts.netconns,
        slice.children + counts.suppressed,
        counts.crossprocs,
        counts.blocks,
        counts.scripts,
      );
    }
  }

  /** The dictionaries, and the words of the command lines. */
  *finish(enhanced: boolean): Generator<void> {
    this.#writeTexts('name', this.#names.texts());
    this.#writeTexts('image', this.#images.texts());
    this.#writeTexts('account', this.#accounts.texts());
    this.#traces.write(this.#file);
    const insert = this.#file.prepare('INSERT INTO cmdline_words (rowid, words) VALUES (?, ?)');
    const lines = this.#file.prepare('SELECT id, text FROM cmdline WHERE id > ? ORDER BY id LIMIT 2000');
    for (let last = 0; ; ) {
      const page = lines.all(last);
      for (const { id, text } of page) {
        insert.run(Number(id), commandLineWords(String(text), enhanced).join(' '));
        last = Number(id);
      }
      if (page.length === 0) return;
      yield;
    }
  }

  #writeTexts(table: string, texts: readonly string[]): void {
    const insert = this.#file.prepare(`INSERT INTO ${table} (id, text) VALUES (?, ?)`);
    for (const [id, text] of texts.entries()) insert.run(id, text);
  }

  #image({ host, path }: Draft): number {
    return this.#images.id(`${host.os}|${host.release}|${path.toLowerCase()}`);
  }

  #line(text: string): number {
    const known = this.#lines.get(text);
    if (known !== undefined) return known;
    if (this.#lines.size >= rememberedLines) this.#lines = new Map();
    this.#lineCount += 1;
    this.#lines.set(text, this.#lineCount);
    this.#insertLine.run(this.#lineCount, text);
    return this.#lineCount;
  }
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}
