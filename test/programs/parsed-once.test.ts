import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** What each scan has read, without a command line, which it leaves as it is. */
const scans: string[] = [];
const parses: string[] = [];

vi.mock('../../src/spec/scan-words.ts', async (original) => {
  const real = await original<typeof import('../../src/spec/scan-words.ts')>();
  return {
    ...real,
    scanWords: ((spec, words, globals) => {
      const scan = real.scanWords(spec, words, globals);
      const read = words.length - scan.commandLine.length;
      scans.push(
        words
          .slice(0, read)
          .map(({ text }) => text)
          .join(' '),
      );
      return scan;
    }) satisfies typeof real.scanWords,
  };
});

vi.mock('../../src/spec/parse.ts', async (original) => {
  const real = await original<typeof import('../../src/spec/parse.ts')>();
  return {
    ...real,
    parseInput: ((spec, scan, options) => {
      parses.push(spec.name);
      return real.parseInput(spec, scan, options);
    }) satisfies typeof real.parseInput,
  };
});

const md5 = '0123456789abcdef0123456789abcdef';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await writeFile(join(world.folder, 'lines.txt'), 'pwd\n# no line\nls --json C:\\\n');
});
afterAll(() => world.end());
beforeEach(() => {
  scans.length = 0;
  parses.length = 0;
});

test.each([
  ['cblr ps 10 --json', ['10 --json'], ['ps']],
  // What stands before the name is the program's, and no part of what stands behind.
  ['cblr -q -p default ps 10 --json', ['-q -p default', '10 --json'], ['ps']],
  ["cblr reg --json query 10 'HKLM\\SOFTWARE'", ['--json', '10 HKLM\\SOFTWARE'], ['reg query']],
  ['cblr exec 10 hostname', ['10'], ['exec']],
  ['cbq sensor --json', ['--json'], ['sensor']],
  [`cbq -n ban add --text x ${md5}`, ['-n', `--text x ${md5}`], ['ban add']],
  ["cblr connect 10 -c 'pwd; ls C:\\'", ['10 -c pwd; ls C:\\', '', 'C:\\'], ['connect', 'pwd', 'ls']],
  [
    'cblr connect 10 --script lines.txt',
    ['10 --script lines.txt', '', '--json C:\\'],
    ['connect', 'pwd', 'ls'],
  ],
])('%s: every word is read once, every line parsed once', async (line, scanned, parsed) => {
  const { exitCode, stderr } = await world.run(line);
  expect(`${exitCode} ${stderr}`).toMatch(/^0 /);
  expect({ scans, parses }).toEqual({ scans: scanned, parses: parsed });
});

test.each([
  ['cblr __complete -- -p default ps 10 -o ""', ['-p default', '10 -o'], 'ndjson'],
  ['cblr __complete -- -p ""', ['-p'], 'default'],
  ['cblr __complete -- reg --lab query ""', ['--lab'], ':4'],
  ['cbq __complete -- group --profile default show ""', ['--profile default'], 'Default Group'],
])('%s: every word is read once', async (line, scanned, proposed) => {
  const { exitCode, stdout } = await world.run(line);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(proposed);
  expect({ scans: scans.filter((words) => words !== ''), parses }).toEqual({ scans: scanned, parses: [] });
});

test('a line of the shell is read and parsed once', async () => {
  const shell = await world.shell('cblr connect 10');
  scans.length = 0;
  parses.length = 0;
  await shell.line('ps --json');
  expect([scans, parses]).toEqual([['--json'], ['ps']]);
  await shell.line('exit');
  await shell.ended;
});
