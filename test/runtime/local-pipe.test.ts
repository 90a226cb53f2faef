import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';

// Whoever waits for such a pipe in a call of the file system holds a thread that nothing ends: not Ctrl-C, not leaving.
describe.skipIf(process.platform === 'win32')('a pipe that was named', () => {
  const make = () => {
    const { files, home } = makeRuntime();
    const path = join(home, 'pipe');
    execFileSync('mkfifo', [path]);
    return { files, path };
  };
  /** Holds an end open and does nothing with it. */
  const hold = async (redirect: string, path: string) => {
    const holder = spawn('sh', ['-c', `exec 3${redirect}"$1"; echo; exec cat`, 'sh', path]);
    await once(holder.stdout, 'data');
    return {
      async [Symbol.asyncDispose]() {
        holder.kill();
        await once(holder, 'exit');
      },
    };
  };
  const collect = async (pieces: AsyncIterable<Uint8Array>) => {
    const all: Uint8Array[] = [];
    for await (const piece of pieces) all.push(piece);
    return Buffer.concat(all).toString();
  };

  it('is not waited for where nobody reads it', async () => {
    const { files } = make();
    for (const flags of ['append', 'truncate'] as const) {
      const opening = files.openWriter('pipe', { mode: 0o600, flags, followLink: true });
      await expect(opening).rejects.toThrow('it is a pipe that nobody reads');
    }
  });

  it.each([
    ['nobody writes to it', false],
    ['its writer says nothing', true],
  ])('is given up with the signal where %s', async (_, hasWriter) => {
    const { files, path } = make();
    await using _writer = hasWriter ? await hold('<>', path) : undefined;
    for (const read of [
      (signal: AbortSignal) => files.readText('pipe', { signal }),
      (signal: AbortSignal) => collect(files.read('pipe', { signal })),
    ]) {
      const stop = new AbortController();
      const reading = read(stop.signal);
      setTimeout(() => stop.abort(new Error('enough')), 50);
      await expect(reading).rejects.toThrow('enough');
    }
    await expect(files.readText('pipe', { plain: true })).rejects.toThrow('it is no plain file');
  });

  it('may get its writer later', async () => {
    const { files, path } = make();
    const reading = files.readText('pipe');
    execFileSync('sh', ['-c', 'printf late > "$1"', 'sh', path]);
    expect(await reading).toBe('late');
  });

  it('is given up with the signal where its reader takes nothing', async () => {
    const { files, path } = make();
    await using _reader = await hold('<>', path);
    const stop = new AbortController();
    const options = { mode: 0o600, flags: 'append', followLink: true, signal: stop.signal } as const;
    const writer = await files.openWriter('pipe', options);
    const writing = writer.write(Buffer.alloc(1_000_000));
    stop.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    await writer.close();
  });

  it('gives what is written to it, and takes what is read', async () => {
    const { files, path } = make();
    const text = 'x'.repeat(200_000);
    for (const read of [() => files.readText('pipe'), () => collect(files.read('pipe'))]) {
      const writer = spawn('sh', ['-c', 'exec 3<>"$1"; echo; cat > "$1"', 'sh', path]);
      await once(writer.stdout, 'data');
      const reading = read();
      writer.stdin.end(text);
      expect(await reading).toBe(text);
    }
    const reader = spawn('sh', ['-c', 'exec 3<>"$1"; echo; exec head -c 200000 "$1"', 'sh', path]);
    await once(reader.stdout, 'data');
    const got = collect(reader.stdout);
    const writer = await files.openWriter('pipe', { mode: 0o600, flags: 'append', followLink: true });
    await writer.write(Buffer.from(text));
    await writer.close();
    expect(writer.written()).toBe(200_000);
    expect(await got).toBe(text);
  });
});
