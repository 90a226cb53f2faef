import { binaryHashes } from '../binaries/binary-content.ts';
import { binaryKey, binarySpec } from '../binaries/binary-spec.ts';
import { bannedProgram } from '../sensors/windows/department-services.ts';
import { pgTimestamp } from '../timestamps.ts';
import { type Ban, banEntry } from './ban.ts';

const hour = 3_600_000;

/**
 * What was banned before anybody asked: a miner that sensors stopped, the implant of an old case, one given up again; and what hosts of the
 * finance department run as a service, where there is one.
 */
export function firstBans(nowMs: number, hasFinance: boolean): Ban[] {
  const at = (hours: number) => nowMs - hours * hour;
  const colleague = (hours: number, text: string | null, enabled = true) =>
    banEntry({ username: 'hschulz', userId: 5, atMs: at(hours), text, enabled });
  return [
    {
      md5: md5Of('linux|-|/tmp/.x11-unix/.x/kswapd0'),
      entries: [colleague(31, 'coin miner, case 1182')],
      blocks: { count: 7, lastTime: pgTimestamp(at(3)), hostname: 'devr-test', sensorId: 1 },
    },
    {
      md5: '0f343b0931126a20f133d67c2b018a3b',
      entries: [
        colleague(24 * 60, 'case 1182'),
        banEntry({
          username: 'admin',
          userId: 1,
          atMs: at(24 * 59),
          text: 'case 1182, updater implant',
          enabled: true,
        }),
      ],
      blocks: undefined,
    },
    {
      md5: '7353f60b1739074eb17c5f4dddefe239',
      entries: [colleague(24 * 20, 'PowerShell, by mistake'), colleague(24 * 20 - 1, null, false)],
      blocks: undefined,
    },
    ...(hasFinance
      ? [
          {
            md5: md5Of(binaryKey('windows', '', bannedProgram)),
            entries: [colleague(26, 'case 1190, no printer needs it')] as const,
            blocks: undefined,
          },
        ]
      : []),
  ];
}

/** Of a program that the lab's sensors run (binaries/binary-spec.ts). */
function md5Of(key: string): string {
  return binaryHashes(binarySpec(key)).md5;
}
