import { builtin } from '../../../../shell/shell-context.ts';
import { done } from '../../../../spec/result.ts';
import { fleetOf, hostsWords } from '../fleet-session.ts';

export const cdOnHosts = builtin({
  name: 'cd',
  aliases: ['chdir'],
  about: 'the folder, or key, in which lines are done on every host',
  details:
    'No host is asked about it: each line goes there first, and fails on hosts that have no such place. Without a path, and with ~, lines are done where sessions begin; with - in the folder before.',
  group: 'files',
  effect: 'reads',
  operands: { place: { kind: 'text', optional: true, about: 'a folder, or a key of the registry' } },
  options: {},
  search: ['go', 'directory', 'folder', 'change'],
  examples: [
    { line: 'cd C:\\Windows\\Temp', shows: 'lines are done there' },
    { line: 'cd ..', shows: 'one up' },
    { line: 'cd', shows: 'where sessions begin' },
  ],
  run({ place = '' }, context) {
    const { desk, folder } = fleetOf(context);
    const meant = desk.meant();
    folder.go(
      place,
      meant.every(({ os }) => os !== 'windows'),
    );
    const { style, shown } = folder;
    const odd = meant.filter(({ os }) => style !== undefined && (os === 'windows') !== (style === 'windows'));
    if (odd.length > 0) {
      const system = style === 'windows' ? 'windows' : 'linux';
      context.note(
        `${shown} is no place on ${hostsWords(odd.length)} of another system: lines fail there; only --os ${system} leaves them out`,
      );
    }
    return done(place === '-' ? shown : '', { directory: shown });
  },
});
