import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../src/api/wire/command-object.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import type { HelperFile } from '../../src/live/helper-files.ts';
import { LeftFiles } from '../../src/live/left-files.ts';
import type { Left } from '../../src/live/parting.ts';
import { failureOf } from '../support/failure-of.ts';
import { type FakeLive, type FakeLiveOptions, openFakeLive } from '../support/fake-live.ts';
import { sessionGone } from '../support/fake-live-server.ts';
import { sentOf } from '../support/sent-of.ts';

const temporary = /^C:\\Windows\\CarbonBlack\\cblr-[0-9a-f]{12}\.tmp$/;

async function makeWorld(options: FakeLiveOptions = {}) {
  const world = await openFakeLive(options);
  const held: string[] = [];
  const exec = (more: { remoteOutput?: string; deadlineMs?: number; signal?: AbortSignal } = {}) => ({
    directory: 'C:\\Windows',
    remoteOutput: more.remoteOutput,
    deadlineMs: more.deadlineMs ?? 600_000,
    signal: more.signal ?? world.never,
    dryRun: undefined,
    onHeld: () => void held.push('held'),
  });
  return { ...world, exec, held };
}

/** A program that writes this to its output file. */
function printing({ server, clock }: FakeLive, output: Uint8Array, returnCode = 0, takesMs = 0): void {
  server.on('create process', (request) => ({
    takesMs,
    end: { pid: 4711, return_code: returnCode },
    onEnd: () => void server.remoteFiles.set(String(request['output_file']), output),
  }));
  void clock;
}

async function all(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function named(world: FakeLive, name: string): readonly CommandRequest[] {
  return world.server.requests.filter((request) => request.name === name);
}

describe('a program that is run', () => {
  it('gives its output and its exit code, from the directory asked for', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('hello\r\n'), 3);
    const ended = sentOf(await world.live.programs.run('whoami /all', world.exec()));
    expect(await all(ended.output.chunks)).toBe('hello\r\n');
    expect(ended).toMatchObject({ sent: true, pid: 4711, returnCode: 3 });
    const [request] = named(world, 'create process');
    expect(request).toMatchObject({ object: 'whoami /all', wait: true, working_directory: 'C:\\Windows' });
    expect(request?.['output_file']).toMatch(temporary);
  });

  it('has its temporary file removed when the output was read', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('x'));
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    await all(ended.output.chunks);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
    expect(named(world, 'delete file')).toHaveLength(1);
  });

  it('does not hold its output until the file is removed', async () => {
    const world = await makeWorld({ clock: 'auto' });
    printing(world, Buffer.from('x'));
    world.server.on('delete file', { takesMs: 30_000 });
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    await all(ended.output.chunks);
    expect(world.clock.monotonic()).toBeLessThan(5_000);
  });

  it('has its temporary file removed when nobody reads the output', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('x'));
    await world.live.programs.run('whoami', world.exec());
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('has its temporary file removed when the output cannot be fetched', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('x'));
    world.server.failNext('fileContent', new CbError('ServerError', 'storage is broken'));
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    const error = await failureOf(all(ended.output.chunks));
    expect(error).toMatchObject({
      kind: 'ServerError',
      message: 'the program ended with exit code 0, but its output was not read: storage is broken',
      context: { pid: 4711, return_code: 0 },
    });
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('says its exit code when there is no output file, and asks for that to be removed all the same', async () => {
    const world = await makeWorld();
    world.server.on('create process', { end: { pid: 1, return_code: 5 } });
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    expect(await all(ended.output.chunks)).toBe('');
    expect(ended).toMatchObject({ pid: 1, returnCode: 5 });
    expect(ended.output.unread()).toEqual({
      path: expect.stringMatching(temporary),
      why: 'missing',
      words: expect.stringMatching(/ is not on FIN-WS-07$/),
    });
    await world.live.leave({ keep: false });
    expect(named(world, 'delete file')).toHaveLength(1);
    expect(world.notes).toEqual([]);
  });

  it('has its output read once a scanner lets go of the file', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('read'));
    const inUse = { end: { status: 'error', result_type: 'WinHresult', result_code: 0x80070020 } };
    let tries = 0;
    const { remoteFiles } = world.server;
    const answer = world.server.answer;
    world.server.on('get file', (request) => {
      tries += 1;
      return tries < 3 ? inUse : answer(request);
    });
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    expect(await all(ended.output.chunks)).toBe('read');
    expect(ended.output.unread()).toBeUndefined();
    await world.live.leave({ keep: false });
    expect(remoteFiles.size).toBe(0);
  });

  it('whose child holds the output file keeps pid and exit code, and the file stays until leaving', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('held'));
    const inUse = { end: { status: 'error', result_type: 'WinHresult', result_code: 0x80070020 } };
    world.server.on('get file', inUse);
    const ended = sentOf(await world.live.programs.run('whoami', world.exec()));
    expect(await all(ended.output.chunks)).toBe('');
    expect(ended).toMatchObject({ pid: 4711, returnCode: 0 });
    expect(ended.output.unread()).toMatchObject({ why: 'in use' });
    expect(named(world, 'delete file')).toEqual([]);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('leaves an output file that was asked for', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('kept'));
    const ended = sentOf(
      await world.live.programs.run('whoami', world.exec({ remoteOutput: 'C:\\out.txt' })),
    );
    expect(await all(ended.output.chunks)).toBe('kept');
    await world.live.leave({ keep: false });
    expect([...world.server.remoteFiles.keys()]).toEqual(['C:\\out.txt']);
  });

  it('that is not there leaves nothing to remove', async () => {
    const world = await makeWorld();
    world.server.on('create process', { end: { status: 'error', result_code: 0x80070002 } });
    const error = await failureOf(world.live.programs.run('nope.exe', world.exec()));
    expect(error).toMatchObject({ kind: 'NotOnSensor', message: 'exec nope.exe: 0x80070002 file not found' });
    await world.live.leave({ keep: false });
    expect(named(world, 'delete file')).toEqual([]);
  });

  function begun(
    { live, exec }: Awaited<ReturnType<typeof makeWorld>>,
    how: 'run' | 'watch',
    options = exec(),
  ): Promise<unknown> {
    const nothing = () => undefined;
    const watching = { withCode: false, onShorter: nothing, onEnd: nothing, onLeft: nothing };
    return how === 'run'
      ? live.programs.run('slow', options)
      : live.programs.watch('slow', { ...options, ...watching });
  }

  it.each(['run', 'watch'] as const)(
    'that no session takes, by %s, leaves nothing to remove, and is not said to have',
    async (how) => {
      const world = await makeWorld();
      for (let i = 0; i < 20; i += 1) world.server.failNext('postCommand', sessionGone(41));
      expect((await failureOf(begun(world, how))).kind).toBe('SessionGone');
      await world.live.leave({ keep: false });
      expect(named(world, 'delete file')).toEqual([]);
      expect(world.notes.filter((note) => note.startsWith('left on'))).toEqual([]);
    },
  );

  it('that holds the sensor for more than 2 s is told once', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('x'), 0, 20_000);
    await world.live.programs.run('slow', world.exec());
    expect(world.held).toEqual(['held']);
    const quick = await makeWorld();
    printing(quick, Buffer.from('x'), 0, 1_500);
    await quick.live.programs.run('quick', quick.exec());
    expect(quick.held).toEqual([]);
  });

  it.each(['run', 'watch'] as const)(
    'that was taken back before it began leaves nothing to be told (%s)',
    async (how) => {
      const world = await makeWorld();
      world.server.on('create process', { takesMs: 60_000 });
      const abort = new AbortController();
      const exec = world.exec({ signal: abort.signal });
      const started = failureOf(begun(world, how, exec));
      while (world.server.count('command') === 0) await new Promise((resolve) => setImmediate(resolve));
      abort.abort(new CbError('Interrupted', 'stopped'));
      expect((await started).message).toContain('was canceled before the sensor took it');
      await world.live.leave({ keep: false });
      expect(named(world, 'delete file')).toEqual([]);
      expect(world.notes).toEqual([]);
    },
  );

  it('goes on past the deadline, and its file is removed when it has ended', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('late'), 0, 8_000);
    const error = await failureOf(world.live.programs.run('slow', world.exec({ deadlineMs: 3_000 })));
    expect(error.kind).toBe('SessionTimeout');
    expect(named(world, 'delete file')).toHaveLength(1);
    expect(world.server.count('cancelCommand')).toBe(0);
  });

  it('is asked for in UTF-8 on Unix, in the code page of the registry on Windows', async () => {
    const windows = await makeWorld();
    windows.server.on('reg query value', { end: { value: { value_type: 'REG_SZ', value_data: '850' } } });
    printing(windows, Buffer.from([0x66, 0x81, 0x72]));
    expect(await all(sentOf(await windows.live.programs.run('x', windows.exec())).output.chunks)).toBe('für');
    const unix = await makeWorld({ style: 'unix' });
    printing(unix, Buffer.from('für'));
    expect(await all(sentOf(await unix.live.programs.run('x', unix.exec())).output.chunks)).toBe('für');
    expect(named(unix, 'create process')[0]?.['output_file']).toMatch(/^\/tmp\/cblr-[0-9a-f]{12}\.tmp$/);
  });
});

describe('a program that is started', () => {
  it('is not waited for, and has no output file unless one was asked for', async () => {
    const world = await makeWorld();
    world.server.on('create process', { end: { pid: 99 } });
    expect(await world.live.programs.start('calc', world.exec())).toEqual({ pid: 99, sent: true });
    expect(named(world, 'create process')[0]).toMatchObject({ wait: false });
    expect(named(world, 'create process')[0]).not.toHaveProperty('output_file');
  });
});

describe('a program that is followed', () => {
  const process = (pid: number, more: Record<string, unknown> = {}) => ({
    pid,
    parent: 1,
    create_time: 100,
    path: 'c:\\windows\\system32\\cmd.exe',
    ...more,
  });

  /** Output that grows by a piece with every look at it, and the exit code behind the last one; what runs beside it, by how often asked. */
  function growing(
    world: FakeLive,
    pieces: readonly string[],
    code: string | undefined,
    running: (look: number) => readonly unknown[] = () => [process(77)],
  ): void {
    let outputPath = '';
    let codePath = '';
    let looks = 0;
    world.server.on('create process', (request) => {
      outputPath = String(request['output_file']);
      codePath = /[A-Z]:\\[^"]+?\.code/.exec(String(request.object))?.[0] ?? '';
      return { end: { pid: 77 } };
    });
    world.server.on('process list', (_request, index) => ({ end: { processes: running(index) } }));
    world.server.on('directory list', (request) => {
      const path = String(request.object);
      if (path === codePath) looks += 1;
      const text = pieces.slice(0, looks).join('');
      if (text !== '') world.server.remoteFiles.set(outputPath, Buffer.from(text));
      if (looks > pieces.length && code !== undefined)
        world.server.remoteFiles.set(codePath, Buffer.from(code));
      const bytes = world.server.remoteFiles.get(path);
      if (bytes === undefined)
        return { end: { status: 'error', result_type: 'WinHresult', result_code: 0x80070002 } };
      return { end: { files: [{ filename: path.split('\\').at(-1), size: bytes.length, attributes: [] }] } };
    });
  }

  function following(
    world: Awaited<ReturnType<typeof makeWorld>>,
    more: Parameters<typeof world.exec>[0] = {},
    line = 'C:\\scan.exe',
  ) {
    const ends: unknown[] = [];
    const left: Left[] = [];
    const shorter: string[] = [];
    const chunks = async function* (): AsyncGenerator<string> {
      const program = await world.live.programs.watch(line, {
        ...world.exec(more),
        withCode: true,
        onShorter: () => void shorter.push('shorter'),
        onEnd: (end) => void ends.push(end),
        onLeft: (what) => void left.push(what),
      });
      if (program !== undefined) yield* program.chunks;
    };
    return { ends, left, shorter, output: { chunks: chunks() } };
  }

  it('shows its output as it grows, each byte once, and then its exit code', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n', 'two\r\n', 'three\r\n'], '5 \r\n');
    const { ends, left, output } = following(world);
    const seen: string[] = [];
    for await (const chunk of output.chunks) {
      if (chunk !== '') seen.push(chunk);
    }
    expect(seen).toEqual(['one\r\n', 'two\r\n', 'three\r\n']);
    expect(ends).toEqual([{ pid: 77, returnCode: 5, wasEnded: false }]);
    expect(left).toEqual([]);
    const [request] = named(world, 'create process');
    expect(request).toMatchObject({ wait: false });
    expect(request?.object).toMatch(
      /^cmd\.exe \/d \/e:on \/v:off \/s \/c ""C:\\scan\.exe"& call echo %\^ERRORLEVEL% > "C:\\Windows\\CarbonBlack\\cblr-\w+\.code""$/,
    );
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('has ended when its process is gone, and its exit code is not known', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n', 'two\r\n'], undefined, (look) =>
      look < 2 ? [process(1), process(77)] : [process(1)],
    );
    const { ends, left, output } = following(world);
    expect(await all(output.chunks)).toBe('one\r\ntwo\r\n');
    expect(ends).toEqual([
      { pid: 77, returnCode: undefined, unknown: expect.stringContaining('is not known'), wasEnded: false },
    ]);
    expect(left).toEqual([]);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it.each([
    ['was used again', [process(1), process(77, { create_time: 200 })]],
    ['is missing', [process(1)]],
  ])('has ended when its pid %s', async (_how, later) => {
    const world = await makeWorld();
    growing(world, [], undefined, (look) => (look === 0 ? [process(77)] : later));
    const { ends, output } = following(world);
    expect(await all(output.chunks)).toBe('');
    expect(ends).toMatchObject([{ returnCode: undefined }]);
    expect(named(world, 'process list')).toHaveLength(2);
  });

  it.each([
    ['no list', undefined],
    ['an empty list', []],
  ])('goes on for a sensor that gives %s of its processes', async (_what, list) => {
    const world = await makeWorld();
    growing(world, [], undefined, () => list as never);
    const { ends, left, output } = following(world, { deadlineMs: 20_000 });
    expect((await failureOf(all(output.chunks))).kind).toBe('SessionTimeout');
    expect(ends).toEqual([]);
    expect(left).toMatchObject([{ pid: 77, pids: undefined }]);
  });

  it.each([
    ['while it runs', ['one\r\n', 'two\r\n'], 3],
    ['by its end', ['one\r\n'], 2],
  ])('says that its output got shorter %s, and reads it from its start again', async (_when, pieces, at) => {
    const world = await makeWorld();
    let looks = 0;
    world.server.on('create process', { end: { pid: 77 } });
    world.server.on('process list', (_request, index) => ({
      end: { processes: index < at ? [process(1), process(77)] : [process(1)] },
    }));
    world.server.on('directory list', (request) => {
      const path = String(request.object);
      if (path.endsWith('.code'))
        return { end: { status: 'error', result_type: 'WinHresult', result_code: 0x80070002 } };
      looks += 1;
      const shown = looks <= pieces.length ? pieces.slice(0, looks).join('') : 'new';
      world.server.remoteFiles.set(path, Buffer.from(shown));
      return { end: { files: [{ filename: 'x', size: shown.length, attributes: [] }] } };
    });
    const { shorter, output } = following(world);
    expect(await all(output.chunks)).toBe(`${pieces.join('')}new`);
    expect(shorter).toEqual(['shorter']);
  });

  it('cannot be ended where no list shows what that is, and is not told as ended', async () => {
    const world = await makeWorld();
    let isShown = false;
    growing(world, [], undefined, () => (isShown ? [process(1)] : []));
    const ends: unknown[] = [];
    const program = await world.live.programs.watch('C:\\scan.exe', {
      ...world.exec(),
      withCode: false,
      onShorter: () => undefined,
      onEnd: (end) => void ends.push(end),
      onLeft: () => undefined,
    });
    const text = all(program?.chunks ?? (async function* () {})());
    expect((await failureOf(program?.end(world.never) ?? Promise.resolve())).message).toContain(
      'gives no list of processes',
    );
    expect(named(world, 'kill')).toEqual([]);
    isShown = true;
    await text;
    expect(ends).toEqual([{ pid: 77, returnCode: undefined, wasEnded: false }]);
  });

  it('takes an exit code that came while the process was looked for', async () => {
    const world = await makeWorld();
    growing(world, [], undefined, (look) => {
      if (look === 0) return [process(77)];
      const [code = ''] = /[^"]+\.code/.exec(String(named(world, 'create process')[0]?.object)) ?? [];
      world.server.remoteFiles.set(code, Buffer.from('9 \r\n'));
      return [process(1)];
    });
    const { ends, output } = following(world);
    await all(output.chunks);
    expect(ends).toEqual([{ pid: 77, returnCode: 9, wasEnded: false }]);
  });

  it('goes on when following is broken off: what ends it and removes its files is told, and they stay', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n'], undefined, () => [
      process(77),
      process(90, { parent: 77, create_time: 101 }),
      process(91, { parent: 90, create_time: 102 }),
    ]);
    const abort = new AbortController();
    const { left, output } = following(world, { signal: abort.signal });
    const chunks = output.chunks[Symbol.asyncIterator]();
    expect((await chunks.next()).value).toBe('one\r\n');
    abort.abort(new CbError('Interrupted', 'stopped'));
    expect((await failureOf(chunks.next())).kind).toBe('Interrupted');
    expect(left).toEqual([
      {
        pid: 77,
        pids: [77, 90, 91],
        removal: expect.stringMatching(/^C:\\Windows\\CarbonBlack\\cblr-\w+\.\*$/),
      },
    ]);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(1);
    expect(named(world, 'delete file')).toEqual([]);
  });

  it('that has ended by the time of Ctrl-C leaves nothing', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n'], undefined, (look) => (look === 0 ? [process(77)] : [process(1)]));
    const abort = new AbortController();
    const { left, output } = following(world, { signal: abort.signal });
    const chunks = output.chunks[Symbol.asyncIterator]();
    await chunks.next();
    const next = failureOf(chunks.next());
    // The look behind the one that saw it has begun.
    while (named(world, 'directory list').length < 6) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new CbError('Interrupted', 'stopped'));
    await next;
    expect(left).toEqual([]);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('is left at the deadline', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n'], undefined);
    const { left, output } = following(world, { deadlineMs: 5_000 });
    expect((await failureOf(all(output.chunks))).kind).toBe('SessionTimeout');
    expect(left).toHaveLength(1);
  });

  it('whose start was not answered may have made its files: leaving looks for them', async () => {
    const world = await makeWorld();
    world.server.on('create process', (request) => {
      world.server.remoteFiles.set(String(request['output_file']), Buffer.from('x'));
      world.server.failNext('command', new CbError('Network', 'reset'));
      return { end: { pid: 77 } };
    });
    const { left, output } = following(world);
    await failureOf(all(output.chunks));
    expect(left).toEqual([]);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it.each([
    ['made by somebody else', 1],
    ['of nobody knows whom', undefined],
  ])('on Unix has no exit code where its folder is %s: nothing in it is read', async (_whose, code) => {
    const world = await makeWorld({ style: 'unix' });
    world.server.on('create process', (_request, index) =>
      index === 0 ? { end: { pid: 77 } } : { end: { pid: 78, return_code: code } },
    );
    world.server.on('directory list', (request) => ({
      end: { files: [{ filename: String(request.object).split('/').at(-1), size: 2, attributes: [] }] },
    }));
    const { ends, output } = following(world, {}, 'scan');
    expect(await all(output.chunks)).toBe('');
    expect(ends).toEqual([
      {
        pid: 77,
        returnCode: undefined,
        unknown: expect.stringContaining('not a directory of ours'),
        wasEnded: false,
      },
    ]);
    expect(named(world, 'get file').map(({ object }) => object)).toEqual([
      expect.stringMatching(/^\/tmp\/cblr-\w+\.tmp$/),
    ]);
    const [, check] = named(world, 'create process');
    expect(check?.object).toMatch(
      /^\/bin\/sh -c '\[ -d (\/tmp\/cblr-\w+) \] && \[ ! -L \1 \] && \[ -O \1 \]'$/,
    );
    await world.live.leave({ keep: false });
    expect(named(world, 'create process')).toHaveLength(2);
  });

  it('is called what was typed while it starts, not by the line that wraps it', async () => {
    const world = await makeWorld();
    world.server.on('create process', { end: { status: 'error', result_code: 5 } });
    const { output } = following(world);
    expect((await failureOf(all(output.chunks))).message).toMatch(/^exec C:\\scan\.exe: /);
  });

  it('is handed to sh on Unix as the words it has, the exit code in a folder that the line makes or ends', async () => {
    const world = await makeWorld({ style: 'unix' });
    world.server.on('create process', { end: { status: 'error', result_code: 5 } });
    const { output } = following(world, {}, "echo 'a b'");
    expect((await failureOf(all(output.chunks))).kind).toBe('CommandFailed');
    expect(named(world, 'create process')[0]?.object).toMatch(
      /^\/bin\/sh -c '\(umask 077; mkdir -m 700 (\/tmp\/cblr-[0-9a-f]{12})\) \|\| exit; \(exec "\$@"\); echo \$\? > \1\/code' sh echo 'a b'$/,
    );
  });
});

describe('leaving', () => {
  const path = 'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.tmp';
  const state = (world: FakeLive) =>
    new LeftFiles(world.runtime.files, {}, `${world.runtime.home}/left`, 'x-7');
  const keep = ({ live }: FakeLive, more: Partial<HelperFile> = {}) => {
    live.programs.helpers.keep({ path, what: 'exec scan', ...more });
    live.programs.helpers.remove(path);
  };

  /** Leaves, and gives after how many ms it is said what stays. */
  async function leavingTakes(world: FakeLive, hurry?: AbortSignal): Promise<number> {
    const begun = world.clock.monotonic();
    await world.live.leave({ keep: false, ...(hurry === undefined ? {} : { hurry }) });
    return (world.notedMs[0] ?? Number.NaN) - begun;
  }

  it('waits 3 s and no longer for a sensor that is held, and says what stays there and the line that removes it', async () => {
    const world = await makeWorld();
    world.server.on('create process', { takesMs: 3_600_000, while: { status: 'in progress', pid: 4711 } });
    world.server.on('delete file', { takesMs: 3_600_000 });
    const abort = new AbortController();
    const running = failureOf(world.live.programs.run('scan', world.exec({ signal: abort.signal })));
    while (world.held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new CbError('Interrupted', 'stopped'));
    await running;
    expect(await leavingTakes(world)).toBe(3_000);
    expect(world.notes).toEqual([
      expect.stringMatching(
        /^left on FIN-WS-07: (C:\\Windows\\CarbonBlack\\cblr-[0-9a-f]{12}\.tmp) \(exec scan, command 1, pid 4711\); later cblr rm 7 \1 removes it$/,
      ),
    ]);
    expect(await state(world).read()).toEqual([
      {
        path: expect.stringMatching(temporary),
        isFolder: false,
        what: 'exec scan',
        leftMs: expect.any(Number),
      },
    ]);
    expect(world.server.statusOf(41)).toBe('close');
  });

  it('waits less when somebody is in a hurry', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { takesMs: 3_600_000 });
    keep(world);
    expect(await leavingTakes(world, AbortSignal.abort())).toBe(1_000);
    expect(await state(world).read()).toHaveLength(1);
  });

  it('draws nothing over the prompt while a removal waits for its turn, and says on leaving what it waits for', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { takesMs: 2_000 });
    const shownBefore = world.runtime.progressTexts.length;
    keep(world);
    await world.live.leave({ keep: true });
    expect(named(world, 'delete file')).toHaveLength(1);
    expect(world.runtime.progressTexts.slice(shownBefore)).toEqual([
      'waiting for the sensor to remove our temporary files',
    ]);
    expect(world.notes.filter((note) => note.startsWith('left'))).toEqual([]);
    expect(await state(world).read()).toEqual([]);
  });

  it('says nothing of a file that was not made at all, whatever the sensor calls that', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { end: { status: 'error', result_code: 0x80070005 } });
    world.server.on('directory list', { end: { status: 'error', result_code: 0x80070002 } });
    keep(world);
    await world.live.leave({ keep: true });
    expect(world.notes.filter((note) => note.includes('cblr-'))).toEqual([]);
  });

  it('says which file could not be removed, and why', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { end: { status: 'error', result_code: 0x80070020 } });
    world.server.on('directory list', {
      end: { files: [{ filename: 'x.tmp', attributes: ['ARCHIVE'], size: 1 }] },
    });
    keep(world);
    await world.live.leave({ keep: true });
    expect(world.notes[0]).toBe(
      `left on FIN-WS-07: ${path} (exec scan; rm ${path}: 0x80070020 in use by another process); later cblr rm 7 ${path} removes it`,
    );
  });

  it('leaves the files of a program that is still followed, and says how they go', async () => {
    const world = await makeWorld();
    world.live.programs.helpers.leave({ path, what: 'exec scan', pid: 77, glob: path.replace('.tmp', '.*') });
    await world.live.leave({ keep: false });
    expect(named(world, 'delete file')).toEqual([]);
    expect(world.notes[0]).toMatch(/\(exec scan, pid 77\); later cblr rm 7 \S+\.\* removes it$/);
  });
});

describe('what an earlier session left', () => {
  const path = 'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.tmp';
  const left = { path, isFolder: false, what: 'exec scan', leftMs: 1 };
  const state = (world: FakeLive) =>
    new LeftFiles(world.runtime.files, {}, `${world.runtime.home}/left`, 'x-7');

  it('is found while it is there, and forgotten when the sensor says that it is not', async () => {
    const world = await makeWorld();
    await state(world).remember(left);
    world.server.on('directory list', { end: { files: [{ filename: 'x', attributes: [], size: 1 }] } });
    expect(await world.live.remains.found(world.never)).toEqual([left]);
    expect(world.live.remains.removalOf(left)).toBe(`cblr rm 7 ${path}`);
    world.server.on('directory list', { end: { status: 'error', result_code: 0x80070005 } });
    expect(await world.live.remains.found(world.never)).toEqual([left]);
    world.server.on('directory list', { end: { status: 'error', result_code: 0x80070002 } });
    expect(await world.live.remains.found(world.never)).toEqual([]);
    expect(await state(world).read()).toEqual([]);
  });

  it('is forgotten after a month, whatever its sensor was', async () => {
    const world = await makeWorld();
    const month = 31 * 24 * 3_600_000;
    await state(world).remember({ ...left, leftMs: Date.now() });
    const other = new LeftFiles(world.runtime.files, {}, `${world.runtime.home}/left`, 'other-1');
    await other.remember({ ...left, leftMs: Date.now() + month });
    expect(await state(world).read()).toEqual([]);
    expect(await other.read()).toHaveLength(1);
  });

  it('is removed behind the prompt, and forgotten then', async () => {
    const world = await makeWorld();
    await state(world).remember(left);
    world.server.on('delete file', { takesMs: 1_000 });
    world.live.remains.remove(left);
    await world.live.leave({ keep: true });
    expect(await state(world).read()).toEqual([]);
    expect(named(world, 'delete file')).toMatchObject([{ object: path }]);
  });

  it.each([
    'C:\\Windows\\System32\\config\\SAM',
    '/etc/passwd',
    'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.tmp\\..\\..\\x',
    '/opt/cblr-0123456789ab/../../etc/shadow',
    '\\\\host\\share\\cblr-0123456789ab.tmp',
  ])('is never %s: nothing else than what we name is remembered or read', async (other) => {
    const world = await makeWorld();
    await state(world).remember({ ...left, path: other });
    await state(world).remember(left);
    const [file] = (await world.runtime.files.list(`${world.runtime.home}/left`)).filter(({ name }) =>
      name.endsWith('.left.json'),
    );
    await world.runtime.files.writeAtomic(
      `${world.runtime.home}/left/${file?.name}`,
      JSON.stringify({ ...left, path: other }),
      0o600,
    );
    expect(await state(world).read()).toEqual([]);
  });
});
