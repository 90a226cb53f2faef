import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consoleLink, readConsoleLink } from '../../src/text/console-link.ts';

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
  ] as const)('that of a %s leads back to it', (kind, id) => {
    expect(readConsoleLink(consoleLink(server, kind, id))).toEqual({ host: 'edr.example:8443', kind, id });
  });

  test('are read as the console of a browser writes them', () => {
    expect(readConsoleLink(`${server}/#/analyze/${guid}/1?cb.legacy_5x_mode=false`)?.id).toBe(`${guid}/1`);
    expect(readConsoleLink(`${server}/#/host/7/`)).toMatchObject({ kind: 'sensor', id: '7' });
    expect(
      readConsoleLink(`${server}/#/alerts?q=unique_id%3Abf1dc41a-0000-4000-8000-00204482b4e3`)?.kind,
    ).toBe('alert');
  });

  test('nothing else is one, and nothing throws', () => {
    for (const word of ['10', 'host/10', 'https://edr.example/', 'https://[', `${server}/#/host/%E0%A4%A`]) {
      expect(readConsoleLink(word)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => void readConsoleLink(`https://a/#${text}`)));
  });

  test('an id cannot break out of its place', () => {
    expect(consoleLink(server, 'sensor', '1?x#y z')).toBe(`${server}/#/host/1%3Fx%23y%20z`);
  });
});
