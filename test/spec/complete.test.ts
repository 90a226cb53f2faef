import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { completeLine } from '../../src/spec/complete.ts';
import type { CompletionProviders } from '../../src/spec/completion-values.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { done } from '../../src/spec/result.ts';
import { specFor } from '../../src/spec/spec.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { registry } from './support.ts';

const folders = ['C:\\Program Files\\', 'C:\\Program Files (x86)\\', 'C:\\Windows\\', 'C:\\a.txt'];
const providers: CompletionProviders = {
  remotePath: (word) => folders.filter((path) => path.toLowerCase().startsWith(word.toLowerCase())),
  localPath: (word) => ['notes.txt', 'my notes.txt'].filter((path) => path.startsWith(word)),
  regValue: () => ['HKLM\\SOFTWARE\\', 'HKLM\\SYSTEM\\'],
};

async function complete(line: string, cursor = line.length, specs = registry): Promise<readonly string[]> {
  const { start, candidates } = await completeLine({
    registry: specs,
    line,
    cursor,
    globals: { json: globalOptions.json, output: globalOptions.output, fields: globalOptions.fields },
    providers,
    signal: new AbortController().signal,
  });
  return candidates.map(({ insert }) => line.slice(0, start) + insert);
}

describe('verbs', () => {
  test('by their beginning, aliases once something is typed', async () => {
    expect(await complete('')).toEqual(['ls', 'get', 'kill', 'exec', 'reg', 'complete', 'help']);
    expect(await complete('d')).toEqual(['dir ']);
    expect(await complete('r')).toEqual(['reg ']);
    expect(await complete('ls ; ki')).toEqual(['ls ; kill ']);
  });

  test('the second word of a group', async () => {
    expect(await complete('reg ')).toEqual(['reg query', 'reg set']);
    expect(await complete('reg q')).toEqual(['reg query ']);
    expect(await complete('reg zzz')).toEqual([]);
  });

  test('a word that is a verb itself and stands above others has both', async () => {
    const shared = {
      about: 'x',
      group: 'x',
      effect: 'reads',
      examples: [],
      run: () => done('done'),
    } as const;
    const specs = [
      specFor<undefined>()({
        ...shared,
        name: 'files',
        operands: {},
        options: { old: { kind: 'flag', about: 'all' } },
      }),
      specFor<undefined>()({ ...shared, name: 'files get', operands: {}, options: {} }),
    ];
    const of = (line: string) => complete(line, line.length, specs);
    expect(await of('files ')).toEqual(['files get ']);
    expect(await of('files --o')).toEqual(['files --old', 'files --output']);
    expect(await of('files get --o')).toEqual(['files get --output ']);
  });

  test('as an operand of help', async () => {
    expect(await complete('help ki')).toEqual(['help kill ']);
    expect(await complete('help reg s')).toEqual(['help reg set ']);
    expect(await complete('help reg set ')).toEqual([]);
  });

  test('an unknown verb has nothing', async () => {
    expect(await complete('lss C:')).toEqual([]);
  });
});

describe('options', () => {
  test('the verb’s own first, then the global ones, without those given', async () => {
    expect(await complete('ls -')).toEqual([
      'ls --long',
      'ls --sort',
      'ls --json',
      'ls --output',
      'ls --fields',
    ]);
    expect(await complete('ls -l --s')).toEqual(['ls -l --sort ']);
    expect(await complete('ls -l --l')).toEqual([]);
  });

  test('are offered where no operand is left', async () => {
    expect(await complete('complete on ')).toEqual([
      'complete on --json',
      'complete on --output',
      'complete on --fields',
    ]);
  });

  test('choices of their values, behind a blank and behind =', async () => {
    expect(await complete('ls --sort ')).toEqual(['ls --sort name', 'ls --sort size']);
    expect(await complete('ls --sort=s')).toEqual(['ls --sort=size ']);
    expect(await complete('ls --output=nd')).toEqual(['ls --output=ndjson ']);
    expect(await complete('reg set --type reg_q')).toEqual(['reg set --type REG_QWORD ']);
  });

  test('not behind dashes, nor in the words of a command', async () => {
    expect(await complete('kill -- -')).toEqual([]);
    expect(await complete('exec cmd --d')).toEqual([]);
    expect(await complete('exec --di')).toEqual(['exec --dir ']);
  });
});

describe('operands', () => {
  test('by the provider of their kind', async () => {
    expect(await complete('get C:\\a')).toEqual(['get C:\\a.txt ']);
    expect(await complete('ls C:\\w')).toEqual(['ls C:\\Windows\\']);
    expect(await complete('get C:\\a.txt n')).toEqual(['get C:\\a.txt notes.txt ']);
    expect(await complete('reg set HK')).toEqual(['reg set HKLM\\SOFTWARE\\', 'reg set HKLM\\SYSTEM\\']);
    expect(await complete('exec --dir C:\\w')).toEqual(['exec --dir C:\\Windows\\']);
    expect(await complete('complete o')).toEqual(['complete on', 'complete off']);
  });

  test('paths by name, and only folders where a folder is meant', async () => {
    const spec = (isFolder: boolean) =>
      specFor<undefined>()({
        name: 'go',
        about: 'go there',
        group: 'files',
        effect: 'reads',
        operands: { path: { kind: 'remotePath', isFolder, about: 'where to' } },
        options: {},
        examples: [],
        run: () => done('done'),
      });
    const typed = async (isFolder: boolean, line: string) =>
      await complete(line, line.length, [spec(isFolder)]);
    expect(await typed(false, 'go C:\\')).toEqual([
      'go "C:\\a.txt',
      'go "C:\\Program Files\\',
      'go "C:\\Program Files (x86)\\',
      'go "C:\\Windows\\',
    ]);
    expect(await typed(true, 'go C:\\')).toHaveLength(3);
    expect(await typed(true, 'go C:\\a')).toEqual(['go C:\\a.txt ']);
  });

  test('quoted alike where one needs quotes, left open in a folder', async () => {
    expect(await complete('ls C:\\p')).toEqual(['ls "C:\\Program Files\\', 'ls "C:\\Program Files (x86)\\']);
    expect(await complete('ls "C:\\Program Files (')).toEqual(['ls "C:\\Program Files (x86)\\']);
    expect(await complete("ls 'C:\\a")).toEqual(["ls 'C:\\a.txt' "]);
    expect(await complete('get x m')).toEqual(['get x "my notes.txt" ']);
    expect(await complete('ls --sort=s > m')).toEqual(['ls --sort=s > "my notes.txt" ']);
  });

  test('a value behind = keeps its option', async () => {
    expect(await complete('exec --dir=C:\\p')).toEqual([
      'exec --dir="C:\\Program Files\\',
      'exec --dir="C:\\Program Files (x86)\\',
    ]);
  });

  test('by the verb itself, those with control characters dropped', async () => {
    expect(await complete('kill 4')).toEqual(['kill 4312', 'kill 4400']);
    expect(await complete('kill e')).toEqual([]);
    expect(await complete('kill a')).toEqual(['kill "a b.exe" ']);
    expect(await complete('kill 4312 c')).toEqual(['kill 4312 cmd.exe ']);
  });

  test('at a cursor inside the line', async () => {
    expect(await complete('get C:\\a extra', 8)).toEqual(['get C:\\a.txt ']);
  });

  test('local commands are left alone', async () => {
    expect(await complete('!l')).toEqual([]);
    expect(await complete('ls | so')).toEqual([]);
  });
});

describe('providers', () => {
  const base = { registry, globals: globalOptions };

  test.each([
    ['direction override', 'x\u202egpj.exe'],
    ['zero-width', 'x\u200bx.exe'],
    ['line break', 'x\n!rm'],
    ['escape sequence', 'x\u001b]0;t\u0007'],
    ['lone surrogate', 'x\ud800'],
  ])('a candidate with a %s is dropped', async (_what, name) => {
    const line = 'ls x';
    const { candidates } = await completeLine({
      ...base,
      line,
      cursor: line.length,
      providers: { remotePath: () => [name, 'xenon'] },
      signal: new AbortController().signal,
    });
    expect(candidates.map(({ shown }) => shown)).toEqual(['xenon']);
  });

  test('one that fails gives nothing', async () => {
    for (const remotePath of [
      () => Promise.reject(new CbError('NotFound', 'no')),
      () => {
        throw new CbError('NotFound', 'no');
      },
    ]) {
      const signal = new AbortController().signal;
      const completion = await completeLine({
        ...base,
        line: 'ls ',
        cursor: 3,
        providers: { remotePath },
        signal,
      });
      expect(completion.candidates).toEqual([]);
    }
  });

  test('a fault of ours in one is no empty list', async () => {
    const { signal } = new AbortController();
    const remotePath = () => Promise.reject(new TypeError('x is undefined'));
    const completion = completeLine({ ...base, line: 'ls ', cursor: 3, providers: { remotePath }, signal });
    await expect(completion).rejects.toThrow('x is undefined');
  });

  test('one that hangs is given up when the signal is aborted', async () => {
    const stop = new AbortController();
    const never = new Promise<readonly string[]>(() => {});
    const pending = completeLine({
      ...base,
      line: 'ls ',
      cursor: 3,
      providers: { remotePath: () => never },
      signal: stop.signal,
    });
    stop.abort();
    expect((await pending).candidates).toEqual([]);
  });

  test('what is inserted for any name is read back as that name', async () => {
    const name = fc.string({ minLength: 1, maxLength: 10 }).filter((text) => !/[\\/]$/.test(text));
    await fc.assert(
      fc.asyncProperty(name, fc.constantFrom('ls ', 'ls "', "ls '"), async (value, line) => {
        const { start, candidates } = await completeLine({
          ...base,
          line,
          cursor: line.length,
          providers: { remotePath: () => [value] },
          signal: new AbortController().signal,
        });
        const [statement] = tokenise(line.slice(0, start) + candidates[0]?.insert).statements;
        expect(statement?.kind === 'verb' && statement.words[1]?.text).toBe(value);
      }),
    );
  });

  test('no line and no cursor makes it fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30 }), fc.nat(30), async (line, cursor) => {
        const signal = new AbortController().signal;
        const { start } = await completeLine({ ...base, line, cursor, providers, signal });
        expect(start).toBeLessThanOrEqual(Math.max(cursor, line.length));
      }),
    );
  });
});
