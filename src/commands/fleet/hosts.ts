import { resolveTargets } from '../../fleet/targets/resolve-targets.ts';
import {
  completeTargets,
  hostsAreOptions,
  targetDetails,
  targetOptions,
} from '../../fleet/targets/target-options.ts';
import { command } from '../context.ts';
import { targetRows } from './target-rows.ts';

export const fleetHosts = command({
  name: 'fleet hosts',
  about: 'which hosts the targets of a run mean',
  details: `${targetDetails} A word that names nothing, or several hosts by their name, is said and stops only itself.`,
  group: 'fleet',
  effect: 'reads',
  operands: {},
  beyond: hostsAreOptions,
  options: targetOptions,
  complete: completeTargets,
  search: ['targets', 'sensors', 'who', 'inventory'],
  examples: [
    { line: 'cblr fleet hosts --os linux --status online', shows: 'Linux hosts that are there now' },
    {
      line: "cblr fleet hosts --sensor 'FIN-*' --sensor 10.20.0.0/16 --except CORP-DC-01",
      shows: 'by wildcard or network, one spared',
    },
    { line: 'cblr fleet hosts --hits process_name:net.exe', shows: 'where net.exe has run' },
  ],
  async run(input, { cb: connect, runtime, signal, note }) {
    const cb = await connect();
    const targets = await resolveTargets(input, { cb, runtime, signal, note });
    return targetRows(targets, cb.http.serverClock.nowMs());
  },
});
