import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { CommandRequest } from '../../src/live/server.ts';
import { failureOf } from '../support/failure-of.ts';
import { type FakeLive, type FakeLiveOptions, openFakeLive } from '../support/fake-live.ts';

const temporary = /^C:\\Windows\\Temp\\cblr-[0-9a-f]{12}\.tmp$/;

async function makeWorld(options: FakeLiveOptions = {}) {
  const world = await openFakeLive(options);
  const held: string[] = [];
  const exec = (more: { remoteOutput?: string; deadlineMs?: number; signal?: AbortSignal } = {}) => ({
    directory: 'C:\\Windows',
    remoteOutput: more.remoteOutput,
    deadlineMs: more.deadlineMs ?? 600_000,
    signal: more.signal ?? world.never,
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
    const ended = await world.live.programs.run('whoami /all', world.exec());
    expect(await all(ended.output.chunks)).toBe('hello\r\n');
    expect(ended).toMatchObject({ isSent: true, pid: 4711, returnCode: 3 });
    const [request] = named(world, 'create process');
    expect(request).toMatchObject({ object: 'whoami /all', wait: true, working_directory: 'C:\\Windows' });
    expect(request?.['output_file']).toMatch(temporary);
  });

  it('has its temporary file removed when the output was read', async () => {
    const world = await makeWorld();
    printing(world, Buffer.from('x'));
    const ended = await world.live.programs.run('whoami', world.exec());
    await all(ended.output.chunks);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
    expect(named(world, 'delete file')).toHaveLength(1);
  });

  it('does not hold its output until the file is removed', async () => {
    const world = await makeWorld({ clock: 'auto' });
    printing(world, Buffer.from('x'));
    world.server.on('delete file', { takesMs: 30_000 });
    const ended = await world.live.programs.run('whoami', world.exec());
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
    const ended = await world.live.programs.run('whoami', world.exec());
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
    const ended = await world.live.programs.run('whoami', world.exec());
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
    const ended = await world.live.programs.run('whoami', world.exec());
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
    const ended = await world.live.programs.run('whoami', world.exec());
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
    const ended = await world.live.programs.run('whoami', world.exec({ remoteOutput: 'C:\\out.txt' }));
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
    expect(await all((await windows.live.programs.run('x', windows.exec())).output.chunks)).toBe('für');
    const unix = await makeWorld({ style: 'unix' });
    printing(unix, Buffer.from('für'));
    expect(await all((await unix.live.programs.run('x', unix.exec())).output.chunks)).toBe('für');
    expect(named(unix, 'create process')[0]?.['output_file']).toMatch(/^\/tmp\/cblr-[0-9a-f]{12}\.tmp$/);
  });
});

describe('a program that is started', () => {
  it('is not waited for, and has no output file unless one was asked for', async () => {
    const world = await makeWorld();
    world.server.on('create process', { end: { pid: 99 } });
    expect(await world.live.programs.start('calc', world.exec())).toEqual({ pid: 99, isSent: true });
    expect(named(world, 'create process')[0]).toMatchObject({ wait: false });
    expect(named(world, 'create process')[0]).not.toHaveProperty('output_file');
  });
});

describe('a program that is followed', () => {
  /** Output that grows by a piece with every look at it, and the exit code behind the last one. */
  function growing(world: FakeLive, pieces: readonly string[], code: string | undefined): void {
    let outputPath = '';
    let codePath = '';
    let looks = 0;
    world.server.on('create process', (request) => {
      const [output = '', codeFile = ''] = [
        ...String(request.object).matchAll(/[A-Z]:\\[^"]+?\.(?:tmp|code)/g),
      ].map(([path]) => path);
      outputPath = output;
      codePath = codeFile;
      return { end: { pid: 77 } };
    });
    world.server.on('directory list', (request) => {
      const path = String(request.object);
      if (path === codePath) looks += 1;
      const text = pieces.slice(0, looks).join('');
      world.server.remoteFiles.set(outputPath, Buffer.from(text));
      if (looks > pieces.length && code !== undefined)
        world.server.remoteFiles.set(codePath, Buffer.from(code));
      const bytes = world.server.remoteFiles.get(path);
      if (bytes === undefined)
        return { end: { status: 'error', result_type: 'WinHresult', result_code: 0x80070002 } };
      return { end: { files: [{ filename: path.split('\\').at(-1), size: bytes.length, attributes: [] }] } };
    });
  }

  it('shows its output as it grows, each byte once, and then its exit code', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n', 'two\r\n', 'three\r\n'], '5 \r\n');
    const ends: unknown[] = [];
    const seen: string[] = [];
    const following = world.live.programs.follow(
      'scan.exe',
      { ...world.exec(), onLeft: () => ends.push('left') },
      (ended) => ends.push(ended),
    );
    for await (const chunk of following) if (chunk !== '') seen.push(chunk);
    expect(seen).toEqual(['one\r\n', 'two\r\n', 'three\r\n']);
    expect(ends).toEqual([{ pid: 77, isSent: true, returnCode: 5 }]);
    const [request] = named(world, 'create process');
    expect(request).toMatchObject({ wait: false });
    expect(request?.object).toMatch(/^cmd\.exe \/d \/e:on \/v:off \/s \/c "\(scan\.exe\) > /);
    await world.live.leave({ keep: false });
    expect(world.server.remoteFiles.size).toBe(0);
  });

  it('goes on when following is broken off; its files are named and stay', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n'], undefined);
    const left: { output: string; codeFile: string; pid: number | undefined }[] = [];
    const abort = new AbortController();
    const following = world.live.programs.follow(
      'scan.exe',
      { ...world.exec({ signal: abort.signal }), onLeft: (what) => left.push(what) },
      () => undefined,
    );
    expect((await following.next()).value).toBe('one\r\n');
    abort.abort(new CbError('Interrupted', 'stopped'));
    expect((await failureOf(following.next())).kind).toBe('Interrupted');
    expect(left).toHaveLength(1);
    expect(left[0]?.pid).toBe(77);
    expect(world.server.remoteFiles.has(left[0]?.output ?? '')).toBe(true);
    expect(named(world, 'delete file')).toEqual([]);
  });

  it('is left at the deadline', async () => {
    const world = await makeWorld();
    growing(world, ['one\r\n'], undefined);
    const left: string[] = [];
    const following = world.live.programs.follow(
      'scan.exe',
      { ...world.exec({ deadlineMs: 5_000 }), onLeft: ({ output }) => left.push(output) },
      () => undefined,
    );
    expect((await failureOf(all(following))).kind).toBe('SessionTimeout');
    expect(left).toHaveLength(1);
  });

  it('runs through sh on Unix, its own quotes kept', async () => {
    const world = await makeWorld({ style: 'unix' });
    world.server.on('create process', { end: { status: 'error', result_code: 5 } });
    const following = world.live.programs.follow(
      "echo 'a b'",
      { ...world.exec(), onLeft: () => undefined },
      () => undefined,
    );
    expect((await failureOf(all(following))).kind).toBe('CommandFailed');
    expect(named(world, 'create process')[0]?.object).toMatch(
      /^\/bin\/sh -c '\(echo '\\''a b'\\''\) > \/tmp\/cblr-[0-9a-f]+\.tmp 2>&1; echo \$\? > \/tmp\/cblr-[0-9a-f]+\.code'$/,
    );
  });
});

describe('leaving while the sensor is busy', () => {
  it('waits for the removal of files for a while only, and says what is left', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { takesMs: 3_600_000 });
    world.live.programs.cleanUp('C:\\Windows\\Temp\\x.tmp');
    await world.live.leave({ keep: true });
    expect(world.notes[0]).toBe('removing C:\\Windows\\Temp\\x.tmp from the sensor has not ended');
  });

  it('draws nothing over the prompt while a removal waits for its turn, and says on leaving what it waits for', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { takesMs: 10_000 });
    const shownBefore = world.runtime.progressTexts.length;
    world.live.programs.cleanUp('C:\\Windows\\Temp\\x.tmp');
    await world.live.leave({ keep: true });
    expect(named(world, 'delete file')).toHaveLength(1);
    expect(world.runtime.progressTexts.slice(shownBefore)).toEqual([
      'waiting for the sensor to remove our temporary files',
    ]);
  });

  it('says nothing of a file that was not made at all, whatever the sensor calls that', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { end: { status: 'error', result_code: 0x80070005 } });
    world.server.on('directory list', { end: { status: 'error', result_code: 0x80070002 } });
    world.live.programs.cleanUp('C:\\x.tmp');
    await world.live.leave({ keep: true });
    expect(world.notes.filter((note) => note.includes('x.tmp'))).toEqual([]);
  });

  it('says which file could not be removed', async () => {
    const world = await makeWorld();
    world.server.on('delete file', { end: { status: 'error', result_code: 0x80070020 } });
    world.server.on('directory list', {
      end: { files: [{ filename: 'x.tmp', attributes: ['ARCHIVE'], size: 1 }] },
    });
    world.live.programs.cleanUp('C:\\x.tmp');
    await world.live.leave({ keep: true });
    expect(world.notes[0]).toBe(
      'removing C:\\x.tmp from the sensor failed: rm C:\\x.tmp: 0x80070020 in use by another process',
    );
  });
});
