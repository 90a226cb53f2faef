import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupedQuery, isOpenEnded } from '../../src/text/query-group.ts';
import { lintQuery } from '../../src/text/query-lint.ts';
import { readSavedSearch, writeSavedSearch } from '../../src/text/saved-search.ts';

describe('a saved search', () => {
  test.each([
    ['cb.urlver=1&q=process_name%3Acmd.exe', 'process_name:cmd.exe'],
    [
      'facet=false&q=process_name%3Anet.exe+cmdline%3A%5C%5Ctest%5Cblah&cb.urlver=1&sort=last_update+desc',
      'process_name:net.exe cmdline:\\\\test\\blah',
    ],
    ['q=a&cb.q.hostname=fin-ws-07&cb.q.username=a%20b', 'a hostname:fin-ws-07 username:a b'],
    ['cb.urlver=1&cb.q.hostname=fin', 'hostname:fin'],
    ['q=a&q=b', 'a b'],
    ['?q=a', 'a'],
    ['q=100%25%2', '100%%2'],
    ['cb.urlver=1', ''],
    ['', ''],
  ])('%j is shown as %j', (text, query) => {
    expect(readSavedSearch(text)).toMatchObject({ query, isRaw: false, text });
  });

  test.each(['chrome.exe', 'process_name:cmd.exe -username:SYSTEM', 'a+b', 'sort=a', '50%'])(
    'that is the raw text %j is shown as it is',
    (text) => {
      expect(readSavedSearch(text)).toEqual({
        text,
        q: text,
        query: text,
        isRaw: true,
        filters: [],
        manner: [],
      });
    },
  );

  test('tells what decides what is found from how it is shown', () => {
    const { q, filters, manner } = readSavedSearch(
      'q=a&sort=start+desc&cb.q.hostname=fin*&facet=false&cb.fq.group=x&cb.min_last_update=2024-05-14T00%3A00%3A00Z&cb.fq.group=y',
    );
    expect(q).toBe('a');
    expect(filters).toEqual([
      ['cb.q.hostname', 'fin*'],
      ['cb.fq.group', 'x'],
      ['cb.min_last_update', '2024-05-14T00:00:00Z'],
      ['cb.fq.group', 'y'],
    ]);
    expect(manner).toEqual([
      ['sort', 'start desc'],
      ['facet', 'false'],
    ]);
  });

  test('is written with cb.urlver=1 in front, blanks as %20, and nothing bare that a server may read otherwise', () => {
    expect(writeSavedSearch("(a* or b:'c') path:c:\\x", [['cb.q.a', 'x y+z']])).toBe(
      'cb.urlver=1&q=%28a%2A%20or%20b%3A%27c%27%29%20path%3Ac%3A%5Cx&cb.q.a=x%20y%2Bz',
    );
    expect(writeSavedSearch('\ud800')).toBe('cb.urlver=1&q=%EF%BF%BD');
  });

  test('is read as it was written', () => {
    const name = fc.constantFrom('cb.q.hostname', 'cb.fq.group', '__proto__', 'cb.min_last_update', 'a b');
    const text = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed());
    fc.assert(
      fc.property(text, fc.array(fc.tuple(name, text)), (q, filters) => {
        const written = writeSavedSearch(q, filters);
        expect(written).toMatch(/^cb\.urlver=1&q=[A-Za-z0-9\-_.~%=&]*$/);
        expect(readSavedSearch(written)).toMatchObject({ q, filters, isRaw: false });
      }),
    );
  });

  test('is never too odd to be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readSavedSearch(text).text).toBe(text);
      }),
    );
  });
});

describe('a query of a watchlist', () => {
  test.each([
    ['md5:a or md5:b', '(md5:a or md5:b)'],
    ['-md5:a -md5:b', '(-md5:a -md5:b)'],
    ['process_name:net.exe -username:SYSTEM', '(process_name:net.exe -username:SYSTEM)'],
    ['(a) OR (b)', '((a) OR (b))'],
    ['-(a or b)', '(-(a or b))'],
    [' a or b ', '(a or b)'],
  ])('%j is put in parentheses', (query, grouped) => {
    expect(groupedQuery(query)).toBe(grouped);
  });

  test.each([
    'process_name:net.exe cmdline:use',
    '(md5:a or md5:b)',
    'a (b or -c)',
    'md5:(a or b)',
    'start:-24h',
    'cmdline:"a or -b"',
    'path:c:\\-x',
    'a\\ or\\ b',
    '',
    '-path:c:\\x\\',
  ])('%j stays as it is', (query) => {
    expect(groupedQuery(query)).toBe(query);
  });

  test('means the same in them: put in once, and nothing becomes wrong by it', () => {
    const part = fc.constantFrom('a', 'or', '-', '(', ')', ' ', '"', '\\', 'path:c:\\', '[1 TO *]', ':');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const query = parts.join('');
        const errors = (text: string) =>
          lintQuery(text, 'process').problems.filter(({ severity }) => severity === 'error').length;
        fc.pre(errors(query) === 0);
        const grouped = groupedQuery(query);
        expect(errors(grouped)).toBe(0);
        expect(groupedQuery(grouped)).toBe(grouped);
        if (grouped !== query.trim()) expect(isOpenEnded(grouped)).toBe(false);
      }),
    );
  });
});

describe('a search that an old script has saved in Latin-1', () => {
  test.each([
    ['cb.urlver=1&q=username%3AM%FCller', 'username:Müller'],
    ['q=%FC%E9+and%20%C3%BC', 'üé and ü'],
    ['q=caf%E9%20%22x%22', 'café "x"'],
    ['q=%C3%BC%20%zz', 'ü %zz'],
  ])('%s is %s', (text, q) => {
    expect(readSavedSearch(text)).toMatchObject({ q, text });
  });
});
