import { formatRfc3339 } from '../../text/age.ts';

/** Whole seconds, as the server wants them: rather one instant more than a second less. */
export function wireTime(ms: number | undefined, rounded: (seconds: number) => number): string | undefined {
  return ms === undefined ? undefined : formatRfc3339(rounded(ms / 1000) * 1000);
}
