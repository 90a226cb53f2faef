import { describe, expect, it } from 'vitest';
import { readLoneUnits } from '../../src/text/lone-units.ts';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const names = ['\ud800bad.txt', '\ufffd{d800}bad.txt', '\\ud800bad.txt', 'ok.txt'];

/** What no reader of JSON takes: an escape of half a pair. */
function loneEscapes(json: string): readonly string[] {
  return [...json.matchAll(/\\(?:u[0-9a-f]{4}|.)/g)]
    .map(([each]) => each)
    .filter((each, at, all) => {
      const isHigh = /^\\ud[89ab]/.test(each) && !/^\\ud[c-f]/.test(all[at + 1] ?? '');
      return isHigh || (/^\\ud[c-f]/.test(each) && !/^\\ud[89ab]/.test(all[at - 1] ?? ''));
    });
}

describe('a name that is no valid Unicode', () => {
  it.each(['json', 'ndjson'])(
    'leaves %s valid, and is told from one that was typed like it',
    async (mode) => {
      await using server = await startHostileServer({
        commands: { 'directory list': () => ({ files: names.map((name) => entry(name)) }) },
      });
      const ran = await runHostile(server, ['ls', '10', 'C:\\x', '-o', mode]);
      expect(ran.exitCode).toBe(0);
      expect(loneEscapes(ran.out)).toEqual([]);
      const parsed: { filename: string }[] =
        mode === 'json'
          ? JSON.parse(ran.out)
          : ran.out
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line));
      expect(parsed.map(({ filename }) => filename).toSorted()).toEqual(
        ['\ufffd{d800}bad.txt', '\ufffd{fffd}{d800}bad.txt', '\\ud800bad.txt', 'ok.txt'].toSorted(),
      );
      expect(parsed.map(({ filename }) => readLoneUnits(filename)).toSorted()).toEqual(names.toSorted());
    },
  );

  it('leaves the JSON of text, of errors and of a dry run valid', async () => {
    await using server = await startHostileServer({
      commands: {
        'directory list': () => ({ status: 'error', result_code: 5, result_desc: '\udc00' }),
        'reg query value': () => ({
          value: { value_name: '\ud800', value_type: 'REG_SZ', value_data: { '\ud801': 1 } },
        }),
        'reg enum key': () => ({
          values: [{ value_name: '\ud800', value_type: 'x', value_data: '\udfff' }],
          sub_keys: [],
        }),
      },
    });
    for (const words of [
      ['ls', '10', 'C:\\\ud800', '--json'],
      ['reg', 'get', '10', 'HKLM\\X\\\ud800', '--json'],
      ['reg', 'query', '10', 'HKLM\\X', '-o', 'csv'],
      ['reg', 'export', '10', 'HKLM\\X\\\ud800', '--json'],
      ['mkdir', '10', 'C:\\\ud800', '--dry-run'],
    ]) {
      const ran = await runHostile(server, words);
      const written = ran.out + ran.err;
      expect(written).toContain('{d80');
      expect(loneEscapes(written)).toEqual([]);
    }
  });
});
