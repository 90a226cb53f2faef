import { describe, expect, test } from 'vitest';
import { checkNames, facetResult, type NamedFields } from '../../src/queries/search-options.ts';
import type { QueryIndex } from '../../src/text/query-fields.ts';

function notes(index: QueryIndex, named: NamedFields): readonly string[] {
  const said: string[] = [];
  checkNames(named, index, (text) => said.push(text));
  return said;
}

describe('names behind --facet, --sort and --group-by', () => {
  test('that nobody knows are said, with the nearest that somebody does', () => {
    expect(notes('process', { sort: 'strat desc', facet: ['process_nam', 'x'], groupBy: 'hostnam' })).toEqual(
      [
        '--facet: unknown field "process_nam" in process searches: did you mean process_name?',
        '--facet: unknown field "x" in process searches',
        '--sort: unknown field "strat" in process searches: did you mean start?',
        '--group-by: unknown field "hostnam" in process searches: did you mean hostname?',
      ],
    );
    expect(notes('alert', { facet: ['severity'] })).toEqual([
      '--facet: unknown field "severity" in alert searches: did you mean alert_severity?',
    ]);
  });

  test('that documents have are fine, though no query holds them', () => {
    expect(notes('process', { sort: 'netconn_count desc', groupBy: 'id', facet: ['day_of_week'] })).toEqual(
      [],
    );
    expect(notes('binary', { facet: ['digsig_publisher_facet'] })).toEqual([]);
  });
});

test('a facet of MD5s has them in upper case, and as they came for JSON', () => {
  const wire = { name: 'a276b67ac893b80b963f3415e7dd146b', value: 3 };
  const [entry] = facetResult('process_md5', [{ ...wire, percent: 100, ratio: '100.0', wire }]).entries;
  expect(entry).toMatchObject({ name: wire.name.toUpperCase(), wire });
  const [plain] = facetResult('hostname', [{ ...wire, percent: 100, ratio: '100.0', wire }]).entries;
  expect(plain?.name).toBe(wire.name);
});
