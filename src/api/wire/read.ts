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

/** The objects of a JSON array; empty for anything else, such as the empty body of a 204. */
export function toObjects(value: unknown): readonly WireObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a JSON array; empty for anything else. */
export function toTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => {
    const text = toText(each);
    return text === undefined ? [] : [text];
  });
}

/** Seconds since the epoch as a number or string (`create_time` of Live Response) → ms; 0 and what is no number are undefined. */
export function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : Math.round(seconds * 1000);
}
