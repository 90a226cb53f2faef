import type { Clock, ServerClock } from '../ports/clock.ts';
import type { SentObject } from '../text/sent-object.ts';
import type { Recorder } from '../transcript/recorder.ts';

/** Whether a request changes something: a dry run prints what writes, a readonly profile refuses it (cli.md, "Effects"). */
export type RequestEffect = 'reads' | 'writes';

/** An array is a name that stands in the query once for each of its values. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A body that is streamed. With `contentLength` (bytes) the reply to a short or long body is an error; without it the body goes out chunked. */
export interface StreamedBody {
  readonly contentType: string;
  readonly contentLength?: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** A local file to upload; `size` in bytes. A chunk may be overwritten once the one after the next is asked for. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins `/api/`, already encoded (see api/path.ts), without a query. */
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
  readonly body?: StreamedBody;
  /** Goes out as `multipart/form-data`, one part named `file`. */
  readonly file?: UploadedFile;
  readonly headers?: Readonly<Record<string, string>>;
  readonly effect: RequestEffect;
  /** Until the headers of the reply, and between two pieces of its body; the settings' when not said. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Asks for the bytes as they are, for downloads and ranges. */
  readonly identity?: boolean;
  /** A dry run of this one request; the settings' when not said. */
  readonly dryRun?: ((request: DryRunRequest) => void) | undefined;
  /** A POST that asks and changes nothing, such as a long search: it is repeated as a GET is. */
  readonly asksOnly?: true;
  /** Called once, when nothing keeps it from being sent any more: who gives it tells the transcript of a write itself. */
  readonly beforeSent?: ((json: unknown) => Promise<void>) | undefined;
  /** How often what only asks is tried; 5 when not said. */
  readonly tries?: number;
  /** The version of servers from which on they have the route, such as `6.1`, where that is known. */
  readonly since?: string | undefined;
}

/** Those of a list, by their number. */
export interface JsonItems {
  readonly length: number;
  /** `BadReply` for what is no JSON. */
  parse(index: number): unknown;
  /** Where it lies in the reply, for an object that is valid and written in a common way. */
  sent(index: number): SentObject | undefined;
}

/** A JSON object with one long list. */
export interface JsonList {
  /** The object, with its list emptied or not; undefined for an empty body. */
  readonly json: unknown;
  readonly items: JsonItems;
  /** Gives back the memory of what was cut out: nobody looks at its items any more. */
  release?(): void;
}

/**
 * A reply below 400. The body is read once, by one of `json`, `jsonList`, `text`, `body`, or thrown away with `discard`: until then
 * it holds its connection.
 */
export interface HttpReply {
  readonly status: number;
  /** Names in lower case; not masked, so no word of them goes into a message but through `mask`. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` for an empty body (204). `BadReply` when it is not JSON or beyond the cap. */
  json(): Promise<unknown>;
  /** The same for an object with a long list of this name. */
  jsonList(name: string): Promise<JsonList>;
  text(): Promise<string>;
  /** Decoded pieces; breaking off closes the connection. Errors are `Network`, `Timeout`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Takes the token out of words of the server that are told. */
  mask(text: string): string;
  discard(): Promise<void>;
  /** Set in a dry run: printed, not sent; `json()` is `{}`. */
  readonly notSent?: true;
}

/** One server, spoken to with one token. */
export interface Http {
  /** Throws a typed error for a status of 300 and above, and for faults of the network. */
  request(request: HttpRequest): Promise<HttpReply>;
  close(): Promise<void>;
  readonly serverClock: ServerClock;
}

/** What is checked of the server's certificate. A pin takes the place of every other check. */
export interface TlsSettings {
  readonly verify: boolean;
  readonly verifyHostname: boolean;
  /** PEM text; when given, nothing else is trusted. */
  readonly ca?: string | undefined;
  /** SHA-256 of the server's certificate, in any common spelling. */
  readonly pin?: string | undefined;
}

export interface ProxySettings {
  /** From the profile: always used. */
  readonly proxy?: string | undefined;
  /** Take no proxy from the environment. */
  readonly ignoreSystemProxy?: boolean | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** A write that a dry run shows in place of sending it. */
export interface DryRunRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface HttpSettings extends ProxySettings {
  /** `https://host[:port]`, without a path. */
  readonly url: string;
  /** Asked for once, before the first request. */
  readonly token: string | (() => Promise<string>);
  readonly tls: TlsSettings;
  /** For hints. */
  readonly profileName?: string | undefined;
  /** 60 s when not said; looked at before each request, as a shell may change it. */
  readonly timeoutMs?: number | undefined;
  readonly readonly?: boolean | undefined;
  readonly dryRun?: ((request: DryRunRequest) => void) | undefined;
  /** `--debug`: one line at a time, masked and escaped. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Once a run, where verification is off. */
  readonly warn?: ((text: string) => void) | undefined;
  /** Called once, when what sends requests has been loaded and nothing was sent: what is told to the engine then does not count for its compiled code. */
  readonly onLoaded?: (() => Promise<void>) | undefined;
  readonly clock: Clock;
  /** Told of every write before it is sent, and of what came of it. */
  readonly recorder?: Recorder | undefined;
  /** 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined;
  /** Cap on `json()` and `text()`, in bytes after decoding; 64 MiB when not said. */
  readonly maxTextBytes?: number | undefined;
  readonly userAgent?: string | undefined;
}
