import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { exitCodes } from '../../src/errors/exit-codes.ts';
import { readArgv } from '../../src/run/read-argv.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import type { ProgramSpec } from '../../src/spec/program.ts';
import { helpOfExitCodes, helpOfWords } from '../../src/spec/program-help.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { registry } from '../spec/support.ts';

const commands = registry.filter(({ name }) => name !== 'help').map((spec) => withSensor(spec, 'cblr'));

const program: ProgramSpec<never> = {
  name: 'cblr',
  about: 'a shell on a sensor',
  version: '1.2.3',
  commands,
  async load({ name }) {
    const spec = commands.find((each) => each.name === name);
    if (spec === undefined) throw new Error(`no command ${name}`);
    return spec;
  },
  globals: globalOptions,
  topics: { 'exit-codes': helpOfExitCodes },
};

const read = (...argv: readonly string[]) => readArgv(program, argv, 0);

/** What is run: its name, the words behind it as they came, and the global options. */
async function run(...argv: readonly string[]) {
  const asked = await read(...argv);
  if (asked.what !== 'call') throw new Error(`no call: ${asked.what}`);
  const { spec, words, globals } = asked.call;
  return { name: spec.name, argv: words.map(({ text }) => text), globals };
}

async function help(...argv: readonly string[]): Promise<string> {
  const asked = await read(...argv);
  if (asked.what === 'refused') throw asked.error;
  if (asked.what !== 'help') throw new Error(`no help: ${asked.what}`);
  return (await helpOfWords(program, asked.words, 80)).map(({ text }) => text).join('\n');
}

async function refusal(...argv: readonly string[]): Promise<string> {
  try {
    await help(...argv);
  } catch (error) {
    if (isCbError(error, 'Usage')) return [error.message, error.hint].filter(Boolean).join(' | ');
    throw error;
  }
  return 'not refused';
}

describe('a command', () => {
  test('gets the words behind its name as they were typed, and the globals before it', async () => {
    expect(await run('-p', 'lab', 'exec', '10', '--dir', 'x', '--', 'a', '--', '-p', '--help')).toEqual({
      name: 'exec',
      argv: ['10', '--dir', 'x', '--', 'a', '--', '-p', '--help'],
      globals: { profile: 'lab' },
    });
    expect(await run('reg', '--json', 'query', '10', '-path:x', '--unknown')).toEqual({
      name: 'reg query',
      argv: ['10', '-path:x', '--unknown'],
      globals: { json: true },
    });
    expect(await run('dir', '10')).toMatchObject({ name: 'ls', argv: ['10'] });
  });

  test('gets any words untouched', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--', '-p', '--json', 'ls', 'query', 'help', '-5', ''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word), async (words) => {
        fc.pre(!words.includes('-h') && !words.includes('--help'));
        expect((await run('exec', '10', 'cmd', ...words)).argv).toEqual(['10', 'cmd', ...words]);
        expect((await run('reg', 'set', '--', ...words)).argv).toEqual(['--', ...words]);
      }),
    );
  });

  test('that cannot be understood is a call all the same, and says so when it is run', async () => {
    const asked = await read('--json', 'kill', '10', '--zzz');
    expect(asked).toMatchObject({
      what: 'call',
      globals: { json: true },
      call: { parsed: { kind: 'Usage', message: 'unknown option --zzz', hint: 'see cblr kill --help' } },
    });
  });

  test('has its options over those before it', async () => {
    expect((await run('--json', '-q', 'ls', '10', '-o', 'csv', '--no-quiet')).globals).toEqual({
      json: true,
      quiet: false,
      output: 'csv',
    });
  });
});

describe('help', () => {
  test('is the program’s without a command', async () => {
    const page = await help('--help');
    expect(page).toBe(await help());
    expect(page).toBe(await help('help'));
    expect(page).toContain('cblr: a shell on a sensor');
    expect(page).toContain('reg query  list a registry key');
    expect(page).toContain('-p, --profile NAME');
  });

  test('is a command’s wherever it is asked for', async () => {
    const page = await help('kill', '--help');
    expect(page).toContain('cblr kill <sensor> <process...>');
    for (const words of [
      ['--help', 'kill'],
      ['help', 'kill'],
      ['kill', '10', '--wrong', '-h'],
      ['kill', '-qh'],
    ])
      expect(await help(...words)).toBe(page);
  });

  test('of a noun lists what is below it', async () => {
    expect(await help('reg', '--help')).toBe(
      'registry\n  reg query  list a registry key\n  reg set    write a registry value',
    );
    expect(await help('help', 'reg', 'query')).toContain('cblr reg query <sensor> <key>');
  });

  test('of the exit codes has every one', async () => {
    const page = await help('help', 'exit-codes');
    for (const { code, when } of Object.values(exitCodes)) {
      expect(page).toMatch(new RegExp(`^ +${code} `, 'm'));
      expect(page.replaceAll(/\s+/g, ' ')).toContain(when);
    }
  });
});

test('the version', async () => {
  expect(await read('-V')).toEqual({ what: 'version', globals: { version: true } });
});

describe('refusals', () => {
  test.each([
    [['lss'], 'unknown command "lss" | did you mean cblr ls?  cblr --help lists the commands'],
    [['reg'], 'reg needs one of: query, set | cblr reg --help'],
    [
      ['--zzz', 'ls'],
      'unknown option --zzz | what is of one command stands behind it; --help lists what stands in front',
    ],
    [['lss', '--help'], 'unknown command "lss" | did you mean cblr ls?  cblr --help lists the commands'],
    [['help', 'zzz'], 'unknown command "zzz" | cblr --help lists the commands'],
    [['help', 'ls', 'x'], 'no help about "ls x" | cblr --help'],
    [['help', 'constructor'], 'unknown command "constructor" | cblr --help lists the commands'],
  ])('%j', async (argv, message) => expect(await refusal(...argv)).toBe(message));
});

describe('how a refusal is told', () => {
  test.each([
    [['lss', '10', '--json'], { json: true }],
    [['--no-color', 'lss', '-', '-o', 'json'], { color: false, output: 'json' }],
    [['-q', 'lss', '--zzz', '--json'], { quiet: true }],
    [['--zzz', 'ls'], {}],
  ])('%j', async (argv, globals) => {
    const asked = await read(...argv);
    expect(asked).toMatchObject({ what: 'refused' });
    expect(asked.globals).toEqual(globals);
  });
});

test('only the command that is called is loaded', async () => {
  const loaded: string[] = [];
  const lazily: ProgramSpec<never> = {
    ...program,
    async load(listing) {
      loaded.push(listing.name);
      return await program.load(listing);
    },
  };
  await readArgv(lazily, ['--json', 'reg', 'query', '10', 'HKLM'], 0);
  expect(loaded).toEqual(['reg query']);
  for (const argv of [['lss'], ['--help'], ['help', 'reg'], ['-V']]) await readArgv(lazily, argv, 0);
  await helpOfWords(lazily, [], 80);
  await helpOfWords(lazily, ['reg'], 80);
  expect(loaded).toEqual(['reg query']);
});
