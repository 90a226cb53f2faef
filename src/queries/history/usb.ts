import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { query } from '../context.ts';
import { historyConflicts, historyOf, historyOptions, sensorTerm } from './history-of.ts';

/** Disks stand below their bus, and below the interface class of disks. */
const searched = [
  'regmod:usbstor',
  String.raw`regmod:registry\machine\system\currentcontrolset\control\deviceclasses\{53f56307-b6bf-11d0-94f2-00a0c91efb8b}*`,
];

export const historyUsb = query({
  name: 'history usb',
  about: 'when USB disks were plugged in, as the registry tells it',
  details:
    'Windows enters each disk in its registry; as far as the sensor has recorded that. The name of the device stands in the key. A disk that was known is not always entered again.',
  group: 'processes',
  effect: 'reads',
  operands: {
    sensor: { kind: 'sensor', optional: true, about: 'id, hostname or address; all when not said' },
  },
  options: historyOptions,
  conflicts: historyConflicts,
  search: ['removable', 'disk', 'stick', 'device'],
  examples: [
    { line: 'cbq history usb --limit 20', shows: 'devices of the 20 newest processes that entered one' },
  ],
  async run({ sensor, ...input }, context) {
    const any = `(${searched.join(' OR ')})`;
    const q = sensor === undefined ? any : `${await sensorTerm(sensor, context)} ${any}`;
    return await historyOf(q, isUsbDisk, input, context);
  },
});

function isUsbDisk({ kind, target }: ProcessEvent): boolean {
  return kind === 'regmod' && /usbstor/i.test(target);
}
