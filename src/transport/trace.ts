import { formatBytes } from '../text/bytes.ts';
import { escapeLine } from '../text/escape.ts';
import { redactJson, redactSecrets } from '../text/redact.ts';
import { shorten } from './error-body.ts';

/** The lines of `--debug` for one request. */
export interface RequestTrace {
  /** `json` is the body, as far as it is JSON. */
  sent(attempt: number, json: unknown): void;
  replied(status: number, contentType: string | undefined): void;
  ended(bytes: number): void;
  failed(error: unknown): void;
  waits(ms: number): void;
}

export interface TraceOptions {
  readonly write: (line: string) => void;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly secrets: readonly string[];
}

/** Traces one request; every line is masked, on one line, and escaped. */
export function traceRequest(label: string, { write, now, secrets }: TraceOptions): RequestTrace {
  const began = now();
  const line = (text: string): void => write(escapeLine(redactSecrets(text, secrets)));
  const since = (): string => `${Math.round(now() - began)} ms`;
  return {
    sent(attempt, json) {
      const body = json === undefined ? '' : ` ${shorten(JSON.stringify(redactJson(json)) ?? '', 500)}`;
      line(`> ${label}${attempt > 1 ? ` (try ${attempt})` : ''}${body}`);
    },
    replied: (status, contentType) =>
      line(`< ${status} ${contentType ?? 'no content type'} after ${since()}: ${label}`),
    ended: (bytes) => line(`< ${formatBytes(bytes)} after ${since()}: ${label}`),
    failed: (error) =>
      line(`! ${error instanceof Error ? error.message : String(error)} after ${since()}: ${label}`),
    waits: (ms) => line(`  waits ${Math.round(ms)} ms: ${label}`),
  };
}
