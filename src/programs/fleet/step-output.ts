import { createHash } from 'node:crypto';
import type { RunHost, Step } from '../../fleet/store/run-types.ts';
import type { LocalFiles, LocalWriter } from '../../ports/local-files.ts';
import type { Sink } from '../../ports/streams.ts';
import { escapeJson } from '../../text/escape.ts';
import { toText } from '../../text/number.ts';
import type { Masking } from './masking.ts';

/** What a step gives beyond that lies in a file of its own. */
const mostInLine = 1024 * 1024;
/** Of what is said beside it. */
const mostSaid = 64 * 1024;

/** Takes what a verb writes, as ndjson, and makes the lines of `results.ndjson` of it. */
export class StepOutput {
  readonly out: Sink;
  readonly err: Sink;
  readonly #host: RunHost;
  readonly #step: Step;
  readonly #files: LocalFiles;
  readonly #path: string;
  #held: Buffer[] = [];
  #bytes = 0;
  #said = '';
  #writer: LocalWriter | undefined;
  readonly #hash = createHash('sha256');
  readonly #masking: Masking | undefined;
  /** Of a line that has not ended yet, where it must be seen whole. */
  #line: Buffer[] = [];

  /** `path`: of the file for what is long; its folder is there. */
  constructor(host: RunHost, step: Step, files: LocalFiles, path: string, masking?: Masking) {
    this.#host = host;
    this.#step = step;
    this.#files = files;
    this.#path = path;
    this.#masking = masking;
    this.out = { isTTY: false, write: (chunk) => this.#keep(chunk) };
    this.err = { isTTY: false, write: async (chunk) => this.#say(chunk) };
  }

  /** What was said on stderr, JSON a line. */
  get said(): string {
    return this.#masking?.text(this.#said) ?? this.#said;
  }

  /** All is there. */
  async finish(): Promise<Uint8Array> {
    await this.#keepLine(Buffer.alloc(0));
    const writer = this.#writer;
    if (writer === undefined) return Buffer.from(this.#lines(Buffer.concat(this.#held).toString('utf8')));
    await writer.close();
    const file = { path: this.#path, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
    return Buffer.from(`{${this.#lead()},"file":${escapeJson(JSON.stringify(file))}}\n`);
  }

  /** Where there are secrets, each line is kept once it is whole and they are out of it. */
  async #keep(chunk: string | Uint8Array): Promise<void> {
    let bytes = Buffer.from(chunk);
    if (this.#masking === undefined) return await this.#take(bytes);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      await this.#keepLine(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    this.#line.push(bytes);
  }

  async #keepLine(end: Buffer): Promise<void> {
    const line = Buffer.concat([...this.#line, end]).toString('utf8');
    this.#line = [];
    if (line === '' || this.#masking === undefined) return;
    await this.#take(Buffer.from(`${escapeJson(JSON.stringify(this.#masking.value(JSON.parse(line))))}\n`));
  }

  async #take(bytes: Buffer): Promise<void> {
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    if (this.#writer === undefined) {
      this.#held.push(bytes);
      if (this.#bytes <= mostInLine) return;
      this.#writer = await this.#files.openWriter(this.#path, { mode: 0o600, flags: 'truncate' });
      for (const piece of this.#held) await this.#writer.write(piece);
      this.#held = [];
    } else await this.#writer.write(bytes);
  }

  #say(chunk: string | Uint8Array): void {
    const room = mostSaid - this.#said.length;
    this.#said += Buffer.from(chunk).toString('utf8').slice(0, Math.max(0, room));
  }

  #lead(): string {
    const { id, name } = this.#host;
    return `"sensor_id":${id},"hostname":${escapeJson(JSON.stringify(name))},"step":${this.#step.number}`;
  }

  #lines(text: string): string {
    const lead = this.#lead();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `{${lead},"row":${line}}\n`)
      .join('');
  }
}

/** The last error that was shown, as JSON. */
export function errorIn(said: string): { readonly message: string | undefined; readonly mayBeDone: boolean } {
  for (const line of said.split('\n').reverse()) {
    if (!line.startsWith('{"error":')) continue;
    try {
      const { error } = JSON.parse(line) as { readonly error: Readonly<Record<string, unknown>> };
      return { message: toText(error['message']), mayBeDone: error['may_be_done'] === true };
    } catch {
      // It was cut.
    }
  }
  return { message: undefined, mayBeDone: false };
}
