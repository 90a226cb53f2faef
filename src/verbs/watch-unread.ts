import type { OnUnread } from '../live/read-rows.ts';

/** Rows of a list that cannot be read: said on stderr, once where it is listed again, and known to the exit code. */
export function watchUnread(note: (text: string) => void): {
  readonly onUnread: OnUnread;
  readonly isPartial: () => boolean;
} {
  const said = new Set<string>();
  return {
    onUnread(sentence) {
      if (!said.has(sentence)) note(sentence);
      said.add(sentence);
    },
    isPartial: () => said.size > 0,
  };
}
