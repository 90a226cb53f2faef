import { refuse } from './failure.ts';

/** A posted JSON object. @throws LabFailure 400 for anything else. */
export function asRecord(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) throw refuse(400, 'The body must be a JSON object');
  return body;
}

/** The same, where no body is the same as an empty one. */
export function asRecordOrEmpty(body: unknown): Record<string, unknown> {
  return body === undefined || body === null ? {} : asRecord(body);
}

/** `true`, `True`, `1`. */
export function isTrue(text: unknown): boolean {
  return text === true || /^(true|1)$/i.test(String(text ?? ''));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
