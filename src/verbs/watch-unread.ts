import type { OnUnread } from '../live/read-rows.ts';

/** Rows of a list that cannot be read: said on stderr, and known to the exit code. */
export function watchUnread(note: (text: string) => void): {
  readonly onUnread: OnUnread;
  readonly isPartial: () => boolean;
} {
  let isPartial = false;
  return {
    onUnread(sentence) {
      isPartial = true;
      note(sentence);
    },
    isPartial: () => isPartial,
  };
}
