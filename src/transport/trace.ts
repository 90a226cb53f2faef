import { formatBytes } from '../text/bytes.ts';
import { escapeLine } from '../text/escape.ts';
import { redactJson, redactSecrets } from '../text/redact.ts';
import { shorten } from './error-body.ts';

/** The lines of `--debug` for one request. */
export interface RequestTrace {
  sent(attempt: number, body: string | undefined): void;
  replied(status: number, contentType: string | undefined): void;
  ended(bytes: number): void;
  failed(error: unknown): void;
  waits(ms: number): void;
}

export interface TraceOptions {
  readonly write: ((line: string) => void) | undefined;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly secrets: readonly string[];
}

/** Traces one request; every line is masked, on one line, and escaped. Costs nothing without `write`. */
export function traceRequest(label: string, options: TraceOptions): RequestTrace {
  const { write } = options;
  if (!write) return silent;
  const began = options.now();
  const line = (text: string): void => write(escapeLine(redactSecrets(text, options.secrets)));
  const since = (): string => `${Math.round(options.now() - began)} ms`;
  return {
    sent(attempt, body) {
      line(
        `> ${label}${attempt > 1 ? ` (try ${attempt})` : ''}${body === undefined ? '' : ` ${shorten(body, 500)}`}`,
      );
    },
    replied: (status, contentType) =>
      line(`< ${status} ${contentType ?? 'no content type'} after ${since()}: ${label}`),
    ended: (bytes) => line(`< ${formatBytes(bytes)} after ${since()}: ${label}`),
    failed: (error) =>
      line(`! ${error instanceof Error ? error.message : String(error)} after ${since()}: ${label}`),
    waits: (ms) => line(`  waits ${Math.round(ms)} ms: ${label}`),
  };
}

/** A JSON body as a trace may show it. */
export function traceableJson(json: unknown): string {
  return JSON.stringify(redactJson(json)) ?? '';
}

const silent: RequestTrace = { sent() {}, replied() {}, ended() {}, failed() {}, waits() {} };
