import { isRecord } from '../json.ts';
import { seededRandom } from '../random.ts';
import type { Section } from '../store.ts';

/** How many sensors the server may have, and until when (contract/server-admin.md). */
export interface License {
  sensors: number;
  /** Unix milliseconds. */
  ends: number;
  /** Names the server to whoever writes licences; no credential. */
  readonly serverToken: string;
}

const dayMs = 86_400_000;

export function licenseSection(seed: number, nowMs: number, sensors: number): Section<License> {
  return {
    name: 'license',
    read: (kept) => {
      const fields = isRecord(kept) ? kept : {};
      const random = seededRandom(seed, 'license');
      return {
        sensors: numberOr(fields['sensors'], Math.max(250, Math.ceil(sensors / 250) * 250)),
        ends: numberOr(fields['ends'], nowMs + random.int(90, 300) * dayMs),
        serverToken: random.hex(40),
      };
    },
    write: ({ sensors: licensed, ends }) => ({ sensors: licensed, ends }),
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
