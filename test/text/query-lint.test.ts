import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caretLines } from '../../src/text/query-caret.ts';
import { queryFieldNames, queryIndexes } from '../../src/text/query-fields.ts';
import { lintQuery } from '../../src/text/query-lint.ts';
import { queryTokens } from '../../src/text/query-tokens.ts';

const lint = (query: string) => lintQuery(query, 'process');
const severities = (query: string) => lint(query).problems.map((problem) => problem.severity);

describe('a query', () => {
  test.each([
    '',
    'net.exe',
    'process_name:net.exe cmdline:\\\\test\\blah',
    '-path:c:\\windows*',
    '-(process_name:a or process_name:b)',
    '(ipaddr:10.0.0.0/8 or ipaddr:1.2.3.4) and -start:-24h',
    'netconn_count:[1 TO *] start:[2023-11-14T22:00:00 TO *]',
    'path:c:\\program\\ files\\ \\(x86\\)\\*',
    'path:"c:\\program files (x86)\\a.exe"',
    'path:"c:\\\\windows\\\\"',
    'digsig_result_parent:Unsigned company_name_child:contoso',
    'watchlist_222:* alliance_score_virustotal:[10 TO *]',
    'process_name:(a.exe or b.exe)',
    '-process_name:(cmd.exe OR (powershell.exe and -hostname:x))',
    'path:(c:\\windows\\* or d:\\x) start:-24h',
    'netconn_count:([1 TO 2] or 7)',
    'cmdline:a\\"b',
    'android or oracle',
  ])('%j has nothing to be said of it', (query) => {
    expect(lint(query)).toEqual({ problems: [], corrected: undefined });
  });

  test.each([
    ['cmdline:"a b', 8, 'a quote is not closed'],
    ['path:"c:\\windows\\"', 5, 'a quote is not closed'],
    ['(a or (b)', 0, 'a parenthesis is not closed'],
    ['a or b)', 6, 'a parenthesis closes that none opens'],
  ])('%j is refused at its place', (query, at, message) => {
    const [problem] = lint(query).problems;
    expect(problem).toMatchObject({ severity: 'error', start: at });
    expect(problem?.message).toContain(message);
  });

  test.each([
    ['proces_name:net.exe', 'process_name:net.exe'],
    ['Process_Name:net.exe', 'process_name:net.exe'],
    ['process_name: net.exe a', 'process_name:net.exe a'],
    ['process_name:a Or process_name:b', 'process_name:a or process_name:b'],
    ['process_name:(a And b)', 'process_name:(a and b)'],
    ['start:-7d hostname:x', 'start:-168h hostname:x'],
    ['last_update:-2w', 'last_update:-336h'],
    ['c:\\windows\\a.exe', 'path:c:\\windows\\a.exe'],
    ['domain:x http://evil.example/a', 'domain:x "http://evil.example/a"'],
    ['path:c:\\program files (x86)\\app hostname:x', 'path:c:\\program\\ files\\ \\(x86\\)\\app hostname:x'],
    ['path:c:\\a(1)\\b.exe', 'path:c:\\a\\(1\\)\\b.exe'],
  ])('%j is warned of and corrected', (query, corrected) => {
    expect(severities(query)).toContain('warning');
    expect(severities(query)).not.toContain('error');
    expect(lint(query).corrected).toBe(corrected);
    expect(lint(corrected)).toEqual({ problems: [], corrected: undefined });
  });

  test.each([['process_name:*shell.exe'], ['*shell'], ['nothing_like_it:1'], ['start:[1 to']])(
    '%j is warned of without a correction',
    (query) => {
      expect(severities(query)).toEqual(['warning']);
      expect(lint(query).corrected).toBeUndefined();
    },
  );

  test.each(['and b', '()', 'a or or b', 'hostname:', 'start:[1 2]', 'netconn_count:[1 to *]'])(
    '%j is suspect, which is told when the server refuses it',
    (query) => {
      expect(new Set(severities(query))).toEqual(new Set(['suspect']));
    },
  );

  test.each(['a or', 'a AND', '(a or) b', 'a not', 'a -', 'a or or', 'a or -'])(
    '%j is warned of: nothing stands behind its operator, and no write goes by it',
    (query) => {
      const problem = lint(query).problems.find(({ severity }) => severity === 'warning');
      expect(problem?.message).toMatch(/^nothing stands behind (?:or|AND|not|-)$/);
      expect(problem?.stopsWrites).toBe(true);
    },
  );

  test.each(['not', 'or "and"', 'a "not"', 'cmdline:not', 'not a', 'a or b'])(
    '%j has something behind every operator',
    (query) => {
      expect(lint(query).problems.map(({ message }) => message)).not.toContainEqual(
        expect.stringContaining('nothing stands behind'),
      );
    },
  );

  test.each([
    ['proces_name:a', true],
    ['a Or b', true],
    ['netconn_count:[1 to *]', false],
    ['c:\\a.exe', true],
    ['http://a', true],
    ['hostname:', true],
    ['hostname:""', true],
    ['()', true],
    ['" "', true],
    ['process_name: a', false],
    ['start:-7d', false],
    ['*shell', false],
  ])('%j keeps a write from being done: %j', (query, stops) => {
    expect(lint(query).problems.some(({ stopsWrites }) => stopsWrites === true)).toBe(stops);
  });

  test.each(queryIndexes)('with the values of a field in parentheses is one in %s searches, too', (index) => {
    const [name = ''] = queryFieldNames(index);
    expect(lintQuery(`${name}:(a or (b -c)) -${name}:(d OR "e f")`, index).problems).toEqual([]);
  });

  test('for binaries has other fields', () => {
    expect(lintQuery('host_count:1 comments:x', 'binary').problems).toEqual([]);
    const [problem] = lintQuery('cmdline:x', 'binary').problems;
    expect(problem?.message).toBe('unknown field "cmdline" in binary searches; process searches have it');
  });

  test.each([
    'status:"In Progress" alert_severity:[50 TO *] feed_name:"My Watchlists" assigned_to:mia',
    'created_time:[2023-11-14T00:00:00 TO *] created_time:-24h process_path:system32\\cmd.exe',
    'status:Unresolved status:(Resolved or "False Positive") unique_id:x report_ignored:true',
  ])('for alerts %j has nothing to be said of it', (query) => {
    expect(lintQuery(query, 'alert').problems).toEqual([]);
  });

  test.each([
    ['status:In Progress hostname:x', 'status:"In Progress" hostname:x'],
    ['status:false positive', 'status:"false positive"'],
    ['created_time:-7d', 'created_time:-168h'],
    ['feedname:nvd', 'feed_name:nvd'],
    ['c:\\x\\a.exe', 'process_path:c:\\x\\a.exe'],
  ])('for alerts %j is corrected to %j', (query, corrected) => {
    expect(lintQuery(query, 'alert').corrected).toBe(corrected);
    expect(lintQuery(corrected, 'alert').problems).toEqual([]);
  });

  test('for threat reports has fields of its own, and none of processes', () => {
    expect(lintQuery('title:x domain:evil.example is_ignored:false feed_id:12', 'report').problems).toEqual(
      [],
    );
    const [problem] = lintQuery('childproc_count:1', 'report').problems;
    expect(problem?.message).toBe(
      'unknown field "childproc_count" in report searches; process searches have it',
    );
    expect(lintQuery('c:\\x', 'report')).toMatchObject({ problems: [{ fixes: [] }] });
  });
});

const someQuery = fc.oneof(
  fc.string(),
  fc
    .array(
      fc.constantFrom(
        '(',
        ')',
        '"',
        ' ',
        '-',
        'or',
        'and',
        'path:',
        'start:',
        '[',
        'to',
        ']',
        '\\',
        'a',
        '*',
        ':',
        'é',
        '-7d',
        'c:\\x',
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join('')),
);

describe('any text', () => {
  test('is cut into tokens that hold all of it but the blanks, in order', () => {
    fc.assert(
      fc.property(someQuery, (query) => {
        const tokens = queryTokens(query);
        let at = 0;
        for (const { start, end } of tokens) {
          expect(query.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(query.slice(at).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('has problems within it only, and corrections that are never errors where there was none', () => {
    fc.assert(
      fc.property(someQuery, (query) => {
        const { problems, corrected } = lint(query);
        for (const { start, end } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(query.length);
          const [line, carets] = caretLines(query, { start, end });
          expect(line).not.toContain('\n');
          expect(carets.trim().length).toBeGreaterThan(0);
        }
        if (corrected === undefined || severities(query).includes('error')) return;
        expect(severities(corrected)).not.toContain('error');
      }),
      { numRuns: 500 },
    );
  });

  test('as a quoted value is no error, and as known fields nothing is said', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...queryFieldNames('process')), (value, field) => {
        const quoted = `"a${value.replace(/[\\"]/g, '\\$&')}"`;
        expect(lint(`${field}:${quoted} (${field}:${quoted})`).problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test('the caret stands under its place, within what is shown of a long query', () => {
  expect(caretLines('a or b)', { start: 6, end: 7 })).toEqual(['a or b)', '      ^']);
  const [line, caret] = caretLines(`${'x '.repeat(100)}"y${' z'.repeat(50)}`, { start: 200, end: 201 });
  expect(line.length).toBeLessThan(80);
  expect(line.charAt(caret.indexOf('^'))).toBe('"');
});
