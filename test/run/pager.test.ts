import { describe, expect, it } from 'vitest';
import { type FakeContext, fakeVerbs } from '../shell/fake-verbs.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';
import { ShellDriver } from '../support/shell-driver.ts';

const less = 'less -FRX';

async function start(settings: RuntimeOptions = {}, globals = {}) {
  const runtime = makeRuntime({ clock: 'manual', rows: 3, ...settings, tty: true });
  const log: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    runtime,
    verbs: fakeVerbs,
    globals,
    context: (run) => ({ log, run }),
  });
  driver.takeOut();
  const paged = async (line: string) => {
    runtime.started.length = 0;
    await driver.line(line);
    return {
      pipes: runtime.started.map(({ line: program, input }) => [program, input]),
      out: driver.takeOut(),
    };
  };
  return { runtime, driver, paged };
}

const listing = 'NAME\na.txt\nb c.txt\n';

describe('a result that is longer than the window', () => {
  it('goes through the pager, as a table', async () => {
    const { paged, runtime } = await start();
    expect(await paged('ls')).toEqual({ pipes: [[less, listing]], out: '' });
    expect(runtime.typedLine.isHeld()).toBe(true);
  });

  it('is shown as it is where it fits', async () => {
    const { paged } = await start({ rows: 4 });
    expect(await paged('ls')).toEqual({ pipes: [], out: listing });
  });

  it.each([
    'ls --no-pager',
    'ls | sort',
    'ls > f',
    'watch 100ms --count 1 ls',
    'time ls',
    'exec x',
    'fail 9',
  ])('%s has no pager', async (line) => {
    const { paged } = await start();
    expect((await paged(line)).pipes.filter(([program]) => program === less)).toEqual([]);
  });

  it('of what was typed the end is wanted, and no pager', async () => {
    const { paged } = await start({ rows: 2 });
    await paged('ls one | cat');
    expect(await paged('history')).toEqual({
      pipes: [],
      out: '#  LINE\n1  ls one | cat\n2  history\n',
    });
  });

  it('PAGER names another one, or none', async () => {
    expect((await (await start({ env: { PAGER: 'most -s' } })).paged('ls')).pipes).toEqual([
      ['most -s', listing],
    ]);
    for (const PAGER of ['', ' ', 'cat'])
      expect(await (await start({ env: { PAGER } })).paged('ls')).toEqual({ pipes: [], out: listing });
    expect(await (await start({ platform: 'win32' })).paged('ls')).toEqual({ pipes: [], out: listing });
  });

  it('--no-pager of the program holds for its shell', async () => {
    expect((await (await start({}, { pager: false })).paged('ls')).out).toBe(listing);
  });

  it('is shown all the same where the pager cannot be started', async () => {
    const { paged } = await start({ commands: { [less]: { exitCode: 127 } } });
    expect((await paged('ls')).out).toBe(listing);
  });

  it('what is said on stderr comes behind it', async () => {
    for (const [rows, shown] of [
      [3, ''],
      [9, listing],
    ] as const) {
      const { driver, runtime } = await start({ rows });
      const order: string[] = [];
      runtime.streams.out.onWrite((text) => order.push(`out ${text}`));
      runtime.streams.err.onWrite((text) => text.startsWith('said') && order.push('err'));
      await driver.line('said');
      expect(order).toEqual([...(shown === '' ? [] : [`out ${shown}`]), 'err']);
      expect(runtime.started.map(({ input }) => input)).toEqual(shown === '' ? [listing] : []);
    }
  });

  it('help goes through it, too', async () => {
    const { paged } = await start();
    for (const line of ['help', 'help ls', 'ls --help']) {
      const { pipes, out } = await paged(line);
      expect([pipes.length, out]).toEqual([1, '']);
      expect(pipes[0]?.[1]).toContain('ls');
    }
  });
});
