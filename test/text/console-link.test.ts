import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consoleLink, readConsoleLink, readSearchLink, searchLink } from '../../src/text/console-link.ts';

const server = 'https://edr.example:8443';
const guid = '00000003-0000-0afc-01d4-1747c6b94b40';

describe('console links', () => {
  test.each([
    ['process', guid],
    ['process', `${guid}/1518000000000`],
    ['binary', '7FB55F5A62E78AF9B58D08AAEEAEF848'],
    ['sensor', '10'],
    ['watchlist', '19'],
    ['alert', 'bf1dc41a-0000-4000-8000-00204482b4e3'],
    ['report', '12:abc/d e:1'],
    ['group', '7'],
    ['investigation', '3'],
  ] as const)('that of a %s leads back to it', (kind, id) => {
    expect(readConsoleLink(consoleLink(server, kind, id))).toEqual({ host: 'edr.example:8443', kind, id });
  });

  test('are read as the console of a browser writes them', () => {
    // Segment 1 stands for the whole process, whatever its segments are called.
    expect(readConsoleLink(`${server}/#/analyze/${guid}/1?cb.legacy_5x_mode=false`)?.id).toBe(guid);
    expect(readConsoleLink(`${server}/#analyze/${guid}/1`)?.id).toBe(guid);
    expect(readConsoleLink(`${server}/#analyze/${guid}/15`)?.id).toBe(`${guid}/15`);
    expect(readConsoleLink(`${server}/#threat-details/12/a%2Fb`)?.id).toBe('12:a/b');
    expect(readConsoleLink(`${server}/#/host/7/`)).toMatchObject({ kind: 'sensor', id: '7' });
    expect(
      readConsoleLink(`${server}/#/alerts?q=unique_id%3Abf1dc41a-0000-4000-8000-00204482b4e3`)?.kind,
    ).toBe('alert');
  });

  test('nothing else is one, and nothing throws', () => {
    for (const word of ['10', 'host/10', 'https://edr.example/', 'https://[', `${server}/#/host/%E0%A4%A`])
      expect(readConsoleLink(word)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void readConsoleLink(`https://a/#${text}`)));
  });

  test('an id cannot break out of its place', () => {
    expect(consoleLink(server, 'sensor', '1?x#y z')).toBe(`${server}/#/host/1%3Fx%23y%20z`);
  });
});

describe('links to searches', () => {
  test.each([
    ['#search/cb.urlver=1&q=process_name%3Acmd.exe&sort=start%20desc', 'process', 'process_name:cmd.exe'],
    ['#/search?q=process_name:cmd.exe+cmdline:x&cb.urlver=1', 'process', 'process_name:cmd.exe cmdline:x'],
    ['#search/cb.urlver%3D1%26q%3Dx', 'process', 'x'],
    ['#/search', 'process', ''],
    ['#binaries/q=digsig_result%3AUnsigned', 'binary', 'digsig_result:Unsigned'],
    ['#/alerts?q=status:Unresolved', 'alert', 'status:Unresolved'],
    ['#threats/q=feed_name:soc', 'report', 'feed_name:soc'],
  ] as const)('%s is one of the index %s', (place, index, q) => {
    const link = readSearchLink(`${server}/${place}`);
    expect(link).toMatchObject({ host: 'edr.example:8443', index, search: { q } });
  });

  test.each(['process', 'binary', 'alert', 'report'] as const)('that of %s leads back to it', (index) => {
    const q = '-(a OR "b c") d:e+f&g=h%20';
    expect(readSearchLink(searchLink(server, index, q))).toMatchObject({ index, search: { q } });
  });

  test('nothing else is one, and nothing throws', () => {
    for (const word of ['search', `${server}/#/host/10`, `${server}/#searches/q=x`, 'https://['])
      expect(readSearchLink(word)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void readSearchLink(`https://a/#search/${text}`)));
  });
});
