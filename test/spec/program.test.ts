import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CbError, isCbError } from '../../src/errors/cb-error.ts';
import { exitCodes } from '../../src/errors/exit-codes.ts';
import type { Globals } from '../../src/spec/globals.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import type { ProgramSpec } from '../../src/spec/program.ts';
import { helpOfExitCodes } from '../../src/spec/program-help.ts';
import { runProgram } from '../../src/spec/run-program.ts';
import { toCommander } from '../../src/spec/to-commander.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { registry } from './support.ts';

const program: ProgramSpec<undefined> = {
  name: 'cblr',
  about: 'a shell on a sensor',
  version: '1.2.3',
  commands: registry.filter(({ name }) => name !== 'help').map((spec) => withSensor(spec, 'cblr')),
  globals: globalOptions,
  topics: { 'exit-codes': helpOfExitCodes },
};

interface Called {
  run?: { name: string; argv: readonly string[]; globals: Partial<Globals> };
  help?: string;
  version?: string;
}

async function run(...argv: readonly string[]): Promise<Called> {
  const called: Called = {};
  await runProgram(program, argv, {
    columns: 80,
    run: async (spec, words, globals) => {
      called.run = { name: spec.name, argv: words, globals };
    },
    help: async (lines) => {
      called.help = lines.map(({ text }) => text).join('\n');
    },
    version: async (version) => {
      called.version = version;
    },
  });
  return called;
}

async function refusal(...argv: readonly string[]): Promise<string> {
  try {
    await run(...argv);
  } catch (error) {
    if (isCbError(error, 'Usage')) return [error.message, error.hint].filter(Boolean).join(' | ');
    throw error;
  }
  return 'not refused';
}

describe('a command', () => {
  test('gets the words behind its name as they were typed, and the globals before it', async () => {
    expect(await run('-p', 'lab', 'exec', '10', '--dir', 'x', '--', 'a', '--', '-p', '--help')).toEqual({
      run: {
        name: 'exec',
        argv: ['10', '--dir', 'x', '--', 'a', '--', '-p', '--help'],
        globals: { profile: 'lab' },
      },
    });
    expect(await run('reg', '--json', 'query', '10', '-path:x', '--unknown')).toMatchObject({
      run: { name: 'reg query', argv: ['10', '-path:x', '--unknown'], globals: { json: true } },
    });
    expect(await run('dir', '10')).toMatchObject({ run: { name: 'ls', argv: ['10'] } });
  });

  test('gets any words untouched', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--', '-p', '--json', 'ls', 'query', 'help', '-5', ''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word), async (words) => {
        fc.pre(!words.includes('-h') && !words.includes('--help'));
        expect((await run('exec', '10', 'cmd', ...words)).run?.argv).toEqual(['10', 'cmd', ...words]);
        expect((await run('reg', 'set', '--', ...words)).run?.argv).toEqual(['--', ...words]);
      }),
    );
  });

  test('whose hook fails gives that failure', async () => {
    const failure = new CbError('Offline', 'gone');
    const hooks = {
      columns: 80,
      run: () => Promise.reject(failure),
      help: async () => {},
      version: async () => {},
    };
    await expect(runProgram(program, ['ls', '10'], hooks)).rejects.toBe(failure);
  });
});

describe('help', () => {
  test('is the program’s without a command', async () => {
    const { help } = await run('--help');
    expect(help).toBe((await run()).help);
    expect(help).toBe((await run('help')).help);
    expect(help).toContain('cblr: a shell on a sensor');
    expect(help).toContain('reg query  list a registry key');
    expect(help).toContain('-p, --profile NAME');
  });

  test('is a command’s wherever it is asked for', async () => {
    const { help } = await run('kill', '--help');
    expect(help).toContain('cblr kill <sensor> <process...>');
    for (const words of [
      ['--help', 'kill'],
      ['help', 'kill'],
      ['kill', '10', '--wrong', '-h'],
      ['kill', '-qh'],
    ])
      expect((await run(...words)).help).toBe(help);
  });

  test('of a noun lists what is below it', async () => {
    const { help } = await run('reg', '--help');
    expect(help).toBe('registry\n  reg query  list a registry key\n  reg set    write a registry value');
    expect((await run('help', 'reg', 'query')).help).toContain('cblr reg query <sensor> <key>');
  });

  test('of the exit codes has every one', async () => {
    const { help = '' } = await run('help', 'exit-codes');
    for (const { code, when } of Object.values(exitCodes)) {
      expect(help).toMatch(new RegExp(`^ +${code} `, 'm'));
      expect(help.replaceAll(/\s+/g, ' ')).toContain(when);
    }
  });
});

test('the version', async () => {
  expect(await run('-V')).toEqual({ version: '1.2.3' });
});

describe('refusals', () => {
  test.each([
    [['lss'], 'unknown command "lss" | did you mean cblr ls?  cblr --help lists the commands'],
    [['reg'], 'reg needs one of: query, set | cblr reg --help'],
    [['--zzz', 'ls'], 'unknown option --zzz'],
    [['lss', '--help'], 'unknown command "lss" | did you mean cblr ls?  cblr --help lists the commands'],
    [['help', 'zzz'], 'unknown command "zzz" | cblr --help lists the commands'],
    [['help', 'ls', 'x'], 'no help about "ls x" | cblr --help'],
    [['help', 'constructor'], 'unknown command "constructor" | cblr --help lists the commands'],
  ])('%j', async (argv, message) => expect(await refusal(...argv)).toBe(message));
});

describe('the tree', () => {
  const tree = toCommander(program, () => {});

  test('has every command with its sentence', () => {
    const names = tree.commands.flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((child) => `${command.name()} ${child.name()}`),
    );
    expect(names.toSorted()).toEqual(program.commands.map(({ name }) => name).toSorted());
    expect(tree.commands.find((command) => command.name() === 'ls')).toMatchObject({ _aliases: ['dir'] });
  });

  test('has our help', () => {
    const kill = tree.commands.find((command) => command.name() === 'kill');
    expect(kill?.helpInformation()).toContain('cblr kill <sensor> <process...>');
    expect(tree.helpInformation()).toContain('cblr: a shell on a sensor');
  });

  test('throws commander’s own errors and writes nothing', async () => {
    await expect(tree.parseAsync(['nothing'], { from: 'user' })).rejects.toMatchObject({
      code: 'commander.unknownCommand',
    });
  });
});
