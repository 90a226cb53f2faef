import { toText } from '../../text/number.ts';

/** A JSON object as the server sent it: any field may be missing or of another type than documented. */
export type WireObject = Readonly<Record<string, unknown>>;

/** The value if it is a JSON object, else an empty one. */
export function toObject(value: unknown): WireObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The objects of a JSON array; empty for anything else, such as the empty body of a 204. An item that is none stands there as
 * `{"unread": item}`: it is a row like the others, and nothing of it is lost.
 */
export function toObjects(value: unknown): readonly WireObject[] {
  return Array.isArray(value) ? value.map((each) => (isObject(each) ? each : { unread: each })) : [];
}

/** The texts of a JSON array, an item that is none as JSON; empty for anything else. */
export function toTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => (each === null ? [] : (toText(each) ?? JSON.stringify(each))));
}

/** Seconds since the epoch as a number or string (`create_time` of Live Response) → ms; 0 and what is no number are undefined. */
export function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : Math.round(seconds * 1000);
}
