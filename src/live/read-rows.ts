import { CbError } from '../errors/cb-error.ts';

/** Hears, in words, of rows that a list holds and that are in no form known here: without them it is not complete. */
export type OnUnread = (sentence: string) => void;

export interface ReadRows<T> {
  readonly rows: readonly T[];
  /** How many could not be read. While there are such, what is not among the others is not known to be absent. */
  readonly unread: number;
}

export function readRows<T>(list: readonly unknown[], read: (wire: unknown) => T | undefined): ReadRows<T> {
  const rows = list.flatMap((wire) => read(wire) ?? []);
  return { rows, unread: list.length - rows.length };
}

/** `of` says whose rows they are: `the listing of C:\`. */
export function unreadWords(unread: number, of: string): string {
  return unread === 1
    ? `one row of ${of} cannot be read and is left out`
    : `${unread} rows of ${of} cannot be read and are left out`;
}

/** In place of an absence: what is sought may be a row that cannot be read. */
export function perhapsUnread(sought: string, unread: number, of: string): CbError {
  return new CbError('BadReply', `nobody can tell whether ${sought} is there: ${unreadWords(unread, of)}`, {
    hint: '--debug shows the requests',
  });
}
