import type { EndpointReply } from '../sensors/endpoint.ts';

export type CommandStatus = 'pending' | 'in progress' | 'complete' | 'error' | 'cancel';

/** One command object of a session. */
export class SessionCommand {
  readonly id: number;
  readonly name: string;
  readonly object: unknown;
  /** Everything the client posted. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly createTime: number;
  readonly #facts: Readonly<Record<string, unknown>>;
  readonly #ended = Promise.withResolvers<void>();
  readonly cancelled = new AbortController();
  status: CommandStatus = 'pending';
  fileId: number | undefined;
  #progress: Record<string, unknown> = {};
  /** What is left of an ended command besides its result: common fields only. */
  #summary: Record<string, unknown> | undefined;
  /** The ended command as JSON, written once: a listing of 100,000 files is asked for more than once. */
  #json: string | undefined;

  constructor(
    id: number,
    sent: Readonly<Record<string, unknown>>,
    facts: { readonly session_id: number; readonly sensor_id: number; readonly username: string },
    createTime: number,
  ) {
    this.id = id;
    this.sent = sent;
    this.name = String(sent['name'] ?? '');
    this.object = sent['object'] ?? null;
    this.createTime = createTime;
    this.#facts = facts;
  }

  get isTerminal(): boolean {
    return this.status !== 'pending' && this.status !== 'in progress';
  }

  /** Resolves when the command has ended, however. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  progress(fields: Record<string, unknown>): void {
    if (!this.isTerminal) this.#progress = { ...this.#progress, ...fields };
  }

  end(reply: EndpointReply | 'cancel', completion: number): void {
    if (this.isTerminal) return;
    if (reply === 'cancel') {
      this.status = 'cancel';
      this.#write({ completion }, {});
    } else if (reply.ok) {
      this.status = 'complete';
      const result = { result_type: 'WinHresult', result_code: 0, result_desc: '' };
      this.#write({ completion, ...result }, { ...this.#progress, ...reply.fields });
    } else {
      this.status = 'error';
      const result = {
        result_type: reply.resultType,
        result_code: reply.resultCode >>> 0,
        result_desc: reply.resultDesc ?? '',
      };
      this.#write({ completion, ...result }, this.#progress);
    }
    this.#progress = {};
    this.#ended.resolve();
  }

  /** The full object as JSON. */
  json(): string {
    return this.#json ?? JSON.stringify({ ...this.#progress, ...this.#common() });
  }

  /** The object of the command list: no `files`, no `processes` (contract/live-response-queue.md). */
  summary(): Record<string, unknown> {
    return this.#summary ?? this.#common();
  }

  get resultBytes(): number {
    return this.#json?.length ?? 0;
  }

  #write(ending: Record<string, unknown>, result: Record<string, unknown>): void {
    this.#summary = { ...this.#common(), ...ending };
    this.#json = JSON.stringify({ ...result, ...this.#summary });
  }

  #common(): Record<string, unknown> {
    return {
      ...this.sent,
      ...this.#facts,
      id: this.id,
      name: this.name,
      object: this.object,
      status: this.status,
      create_time: this.createTime,
      ...(this.fileId === undefined ? {} : { file_id: this.fileId }),
    };
  }
}
