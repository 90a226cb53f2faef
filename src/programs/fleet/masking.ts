import type { Recorder } from '../../transcript/recorder.ts';

/** Takes the secrets of a playbook out of what is written down. */
export interface Masking {
  text(text: string): string;
  /** Texts anywhere in a value; its names and numbers stay. */
  value(value: unknown): unknown;
}

export function maskingOf(secrets: Iterable<string>): Masking | undefined {
  const all = [...secrets].sort((a, b) => b.length - a.length);
  if (all.length === 0) return undefined;
  const text = (from: string): string => all.reduce((line, secret) => line.replaceAll(secret, '***'), from);
  const value = (from: unknown): unknown => {
    if (typeof from === 'string') return text(from);
    if (Array.isArray(from)) return from.map(value);
    if (typeof from !== 'object' || from === null) return from;
    return Object.fromEntries(Object.entries(from).map(([key, held]) => [key, value(held)]));
  };
  return { text, value };
}

/** What a transcript, and the run itself, are told of; what is sent is as it is. */
export function maskedRecorder(recorder: Recorder, masking: Masking | undefined): Recorder {
  if (masking === undefined) return recorder;
  return {
    key: () => recorder.key(),
    verb: () => recorder.verb(),
    settle: () => recorder.settle(),
    isKept: () => recorder.isKept(),
    ready: () => recorder.ready(),
    posted: (key, id) => recorder.posted?.(key, id),
    tell: (kind, fields) => recorder.tell(kind, masking.value(fields) as typeof fields),
    async before(kind, fields, sent) {
      const masked = masking.value(fields) as typeof fields;
      await recorder.before(kind, masked, { ...sent, json: masking.value(sent.json) });
    },
  };
}
