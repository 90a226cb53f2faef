import type { Readable } from 'node:stream';

/**
 * What the lab server asks of an endpoint: run one Live Response command object and say how it ended.
 * The server owns sessions, queues, latency and the file store; an endpoint owns its file system, processes and registry.
 * Commands of one session arrive one after the other. (contract/live-response-commands.md)
 */
export interface Endpoint {
  readonly os: 'windows' | 'linux' | 'macos';
  /** `supported_commands` of an active session. */
  readonly supportedCommands: readonly string[];
  /** `drives`: `C:\` and so on; empty on Linux and macOS. */
  readonly drives: readonly string[];
  readonly currentWorkingDirectory: string;
  run(command: EndpointCommand, context: EndpointContext): Promise<EndpointReply>;
  /** Ends what still runs and removes temporary files; the lab calls it when it stops. */
  close?(): Promise<void>;
}

/** The posted command object: `name`, `object` and whatever else the client sent, untouched. */
export interface EndpointCommand {
  readonly name: string;
  readonly object: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface EndpointContext {
  /** Ends when the session is lost or the lab stops. */
  readonly signal: AbortSignal;
  /** Seconds since the epoch on the endpoint's clock. */
  now(): number;
  /** Shows fields on the command object while it is `in progress` (memdump: `dumping`, `percentdone`). */
  progress(fields: Record<string, unknown>): void;
  /** put file: the bytes the client uploaded, and their number. Throws when there is no such file in the store. */
  openUpload(): Promise<UploadedFile>;
  /**
   * get file: hand the bytes to the session's file store. A source can be read more than once and from any offset, so that
   * huge made-up files never have to be stored (a small real one may be).
   */
  deliver(file: DeliveredFile): Promise<void>;
}

export interface UploadedFile {
  /** Opened when it is first asked for. */
  readonly stream: Readable;
  readonly size: number;
  /** Where the bytes lie, never to be written again: an endpoint may link the file instead of copying it. */
  readonly path?: string | undefined;
}

export interface DeliveredFile {
  readonly size: number;
  /** Unix seconds, for the ETag and Last-Modified of the content route. */
  readonly modified: number;
  /** Bytes `[start, end)`; constant memory at any size. */
  read(start: number, end: number): Readable;
}

export type EndpointReply =
  | { readonly ok: true; readonly fields: Record<string, unknown> }
  | {
      readonly ok: false;
      readonly resultType: 'WinHresult' | 'CbError';
      readonly resultCode: number;
      readonly resultDesc?: string;
    };
