import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Uploaded, UploadOptions } from '../../src/live/transfer/upload.ts';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { sentOf } from '../support/sent-of.ts';
import { type TransferLab, transferLab, under } from './transfer-support.ts';

const remote = '/tmp/put.txt';

async function put(lab: TransferLab, text: string, options: Partial<UploadOptions> = {}): Promise<Uploaded> {
  return sentOf(await tryPut(lab, text, options));
}

async function tryPut(lab: TransferLab, text: string, options: Partial<UploadOptions>) {
  const local = join(lab.folder, 'put.txt');
  await writeFile(local, text);
  return await lab.live.transfers.upload(local, remote, {
    force: false,
    signal: lab.signal,
    dryRun: undefined,
    onProgress: () => undefined,
    ...options,
  });
}

async function onSensor(lab: TransferLab): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of lab.live.files.read(remote, {}, lab.signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('put', () => {
  test('hashes on the way and tells how far it is', async () => {
    const lab = await transferLab({ sensorId: 1 });
    const seen: number[] = [];
    const sent = await put(lab, 'abc', { onProgress: (done, total) => seen.push(done, total) });
    expect(sent).toMatchObject({
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    expect(seen).toEqual([3, 3]);
    expect(await onSensor(lab)).toBe('abc');
  });

  test('takes an empty file', async () => {
    const lab = await transferLab({ sensorId: 1 });
    expect((await put(lab, '')).size).toBe(0);
    expect(await onSensor(lab)).toBe('');
  });

  test('is Integrity when another size arrives on the sensor', async () => {
    const lab = await transferLab({
      sensorId: 1,
      server: (server) => ({
        async uploadFile(id, file, options) {
          const chunks: Uint8Array[] = [];
          for await (const chunk of file.chunks) chunks.push(chunk);
          const short = Buffer.concat(chunks).subarray(0, file.size - 1);
          return await server.uploadFile(id, { ...file, size: short.length, chunks: once(short) }, options);
        },
      }),
    });
    const error = await failureOf(put(lab, 'abcd'));
    expect([error.kind, error.message]).toEqual(['Integrity', `put ${remote}: 3 bytes arrived of 4`]);
  });

  test.each(['abc', 'abcdefghi'])(
    'is refused when the local file is %s by the time it is read',
    async (later) => {
      const lab = await transferLab({
        sensorId: 1,
        files: (files) => ({ ...files, read: () => once(Buffer.from(later)) }),
      });
      const error = await failureOf(put(lab, 'abcde'));
      expect([error.kind, error.message]).toEqual([
        'LocalFile',
        'put.txt changed its size while it was sent',
      ]);
      expect(await lab.live.files.stat(remote, lab.signal)).toBeUndefined();
    },
  );

  test('with --force deletes what is there only when the new bytes are with the server', async () => {
    const lab = await transferLab({
      sensorId: 1,
      server: (server) => ({
        uploadFile: async (id, file, options) =>
          file.size === 3
            ? await under(lab.lab, 'drop=1', () => server.uploadFile(id, file, options))
            : await server.uploadFile(id, file, options),
      }),
    });
    await put(lab, 'first');
    const error = await failureOf(put(lab, 'new', { force: true }));
    expect(error.kind).toBe('Network');
    expect(await onSensor(lab)).toBe('first');
    await put(lab, 'second', { force: true });
    expect(await onSensor(lab)).toBe('second');
  });

  test('never names a file of one session in another, and keeps the old bytes then', async () => {
    let isLosing = false;
    const lab = await transferLab({
      sensorId: 1,
      server: (server) => ({
        async uploadFile(id, file, options) {
          const stored = await server.uploadFile(id, file, options);
          if (isLosing) await server.closeSession(id);
          return stored;
        },
      }),
    });
    await put(lab, 'old');
    isLosing = true;
    const error = await failureOf(put(lab, 'abc', { force: true }));
    expect([error.kind, error.message]).toEqual([
      'SessionLost',
      `rm ${remote}: the session ended before it was carried out`,
    ]);
    expect(await onSensor(lab)).toBe('old');
    await lab.live.files.remove(remote, { signal: lab.signal, dryRun: undefined });
    const again = await failureOf(put(lab, 'abc'));
    expect(again.message).toBe(`put ${remote}: the session ended before it was carried out`);
    expect(await lab.live.files.stat(remote, lab.signal)).toBeUndefined();
  });

  test('says that the session ended while the bytes were on their way', async () => {
    const lab = await transferLab({
      sensorId: 1,
      server: (server) => ({
        async uploadFile(id, file, options) {
          await server.closeSession(id);
          return await server.uploadFile(id, file, options);
        },
      }),
    });
    const error = await failureOf(put(lab, 'abc'));
    expect([error.kind, error.message]).toEqual([
      'SessionLost',
      `put ${join(lab.folder, 'put.txt')}: the session ended during the transfer`,
    ]);
  });

  test('sends nothing, not even to the store, in a dry run', async () => {
    const lab = await transferLab({ sensorId: 1 });
    const held: string[] = [];
    const dryRun = ({ method, path }: DryRunRequest) =>
      void held.push(`${method} ${path.replace(/\d+/g, 'N')}`);
    expect(await tryPut(lab, 'abc', { dryRun })).toEqual({ sent: false });
    expect(held).toEqual(['POST /api/vN/cblr/session/N/file', 'POST /api/vN/cblr/session/N/command']);
    expect(await lab.live.store.files(lab.signal)).toEqual([]);
    expect(await lab.live.files.stat(remote, lab.signal)).toBeUndefined();
  });

  test('stops with the signal and leaves nothing on the sensor', async () => {
    const stopped = new AbortController();
    const lab = await transferLab({
      sensorId: 1,
      files: (files) => ({
        ...files,
        async *read(path, options) {
          stopped.abort();
          yield* files.read(path, options);
        },
      }),
    });
    await expect(put(lab, 'abc', { signal: stopped.signal })).rejects.toThrow();
    expect(await lab.live.files.stat(remote, lab.signal)).toBeUndefined();
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
