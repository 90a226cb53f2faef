import { field } from './fields.ts';

/** A line of every chain that several processes add to. */
export const repairedLine = {
  repaired: {
    about: 'a process was killed while it wrote here: its unfinished line was cut off',
    fields: {
      bytes: field.number('how many'),
      sha256: field.sha256('of what was cut off'),
    },
  },
} as const;
