import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { DeliveredFile } from '../../src/lab/sensors/endpoint.ts';
import { labForTest, type TestLab } from './support/lab.ts';
import { realLabForTest } from './support/real-lab.ts';

const sessions = '/api/v1/cblr/session';

/** A session on sensor 10 whose file 1 was fetched from the machine. */
async function withFetchedFile(lab: TestLab, content: Buffer): Promise<string> {
  const id = await lab.session(10);
  lab.endpoint(10).files.set('C:\\a b.bin', content);
  await lab.command(id, { name: 'get file', object: 'C:\\a b.bin' });
  return `${sessions}/${id}/file`;
}

describe('get file', () => {
  test('has the id of the file in the answer to the post, and the bytes once it is complete', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    lab.endpoint(10).files.set('C:\\a.bin', Buffer.from('hello world'));
    const posted = await lab.post(`${sessions}/${id}/command`, { name: 'get file', object: 'C:\\a.bin' });
    expect(posted.json).toMatchObject({ status: 'pending', file_id: 1 });
    const done = await lab.get(`${sessions}/${id}/command/1?wait=true`);
    expect(done.json).toMatchObject({ status: 'complete', file_id: 1 });
    expect((await lab.get(`${sessions}/${id}/file/1`)).json).toEqual({
      id: 1,
      file_name: 'C:\\a.bin',
      size: 11,
      size_uploaded: 11,
      status: 0,
      delete: false,
    });
    const content = await lab.get(`${sessions}/${id}/file/1/content`);
    expect(content.text).toBe('hello world');
    expect(content.headers['content-type']).toBe('application/octet-stream');
  });

  test('has no content before the sensor has sent it', async () => {
    const lab = await labForTest({ sensorLatencyMs: 60_000 });
    const id = await lab.session(10);
    await lab.post(`${sessions}/${id}/command`, { name: 'get file', object: 'C:\\a.bin' });
    expect((await lab.get(`${sessions}/${id}/file/1`)).json).toMatchObject({ size: null, size_uploaded: 0 });
    expect((await lab.get(`${sessions}/${id}/file/1/content`)).status).toBe(404);
  });

  test('that fails leaves a file object with the code and no size', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const done = await lab.command(id, { name: 'get file', object: 'C:\\none' });
    expect(done).toMatchObject({ status: 'error', result_code: 2147942402 });
    expect((await lab.get(`${sessions}/${id}/file/1`)).json).toMatchObject({
      size: null,
      status: 2147942402,
    });
  });

  test('of an empty file has an empty body', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, Buffer.alloc(0));
    const { status, bytes } = await lab.get(`${files}/1/content`);
    expect([status, bytes.length]).toEqual([200, 0]);
  });

  test('keeps a small file when the original is deleted afterwards', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    lab.endpoint(10).hold.add('get file');
    await lab.post(`${sessions}/${id}/command`, { name: 'get file', object: 'C:\\out.tmp' });
    const { context, answer } = await lab.endpoint(10).held();
    let isThere = true;
    await context.deliver({
      size: 3,
      modified: 1,
      read: () => (isThere ? Readable.from([Buffer.from('abc')]) : createReadStream('/nowhere')),
    });
    isThere = false;
    answer({ ok: true, fields: {} });
    await lab.get(`${sessions}/${id}/command/1?wait=true`);
    expect((await lab.get(`${sessions}/${id}/file/1/content`)).text).toBe('abc');
  });

  test('breaks the connection off when a large file cannot be read any more', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    lab.endpoint(10).hold.add('get file');
    await lab.post(`${sessions}/${id}/command`, { name: 'get file', object: 'C:\\big' });
    const { context, answer } = await lab.endpoint(10).held();
    await context.deliver(breakingAfter(1024 * 1024, 32 * 1024 * 1024));
    answer({ ok: true, fields: {} });
    await lab.get(`${sessions}/${id}/command/1?wait=true`);
    await expect(lab.get(`${sessions}/${id}/file/1/content`)).rejects.toThrow();
  });
});

test('a client that leaves ends the reading of the file', async () => {
  const lab = await labForTest();
  const id = await lab.session(10);
  lab.endpoint(10).hold.add('get file');
  await lab.post(`${sessions}/${id}/command`, { name: 'get file', object: 'C:\\endless' });
  const { context, answer } = await lab.endpoint(10).held();
  let produced = 0;
  const ended = Promise.withResolvers<void>();
  await context.deliver({
    size: 2 ** 40,
    modified: 1,
    read: () =>
      new Readable({
        highWaterMark: 65_536,
        read() {
          produced += 65_536;
          this.push(Buffer.alloc(65_536));
        },
        destroy(error, done) {
          ended.resolve();
          done(error);
        },
      }),
  });
  answer({ ok: true, fields: {} });
  await lab.get(`${sessions}/${id}/command/1?wait=true`);
  await expect(
    lab.call('GET', `${sessions}/${id}/file/1/content`, { stopAfterBytes: 100_000 }),
  ).rejects.toThrow();
  await ended.promise;
  // What the sockets could hold, not the whole terabyte.
  expect(produced).toBeLessThan(64 * 1024 * 1024);
});

function breakingAfter(bytes: number, size: number): DeliveredFile {
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(bytes);
    throw new Error('the file vanished');
  }
  return { size, modified: 1, read: () => Readable.from(body(), { objectMode: false }) };
}

describe('content', () => {
  const content = Buffer.from('0123456789');

  test('has the headers of a file, not those of a call', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const { headers } = await lab.get(`${files}/1/content`);
    expect(headers.etag).toMatch(/^"flask-1700000000\.0-10-\d+"$/);
    expect(headers['last-modified']).toBe('Tue, 14 Nov 2023 22:13:20 GMT');
    expect(headers['accept-ranges']).toBe('bytes');
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(headers).not.toHaveProperty('content-length');
  });

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('comes in part for %s', async (range, text, contentRange) => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const part = await lab.get(`${files}/1/content`, { Range: range, 'Accept-Encoding': 'gzip' });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, text, contentRange]);
  });

  test('is refused for a range beyond its end', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const { status, headers } = await lab.get(`${files}/1/content`, { Range: 'bytes=10-' });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */10']);
  });

  test('comes in part only if it is still the same', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const etag = String((await lab.get(`${files}/1/content`)).headers.etag);
    const part = (ifRange: string) =>
      lab.get(`${files}/1/content`, { Range: 'bytes=5-', 'If-Range': ifRange });
    expect((await part(etag)).status).toBe(206);
    expect((await part('Tue, 14 Nov 2023 22:13:20 GMT')).status).toBe(206);
    const other = await part('"flask-1.0-10-1"');
    expect([other.status, other.text]).toEqual([200, '0123456789']);
    expect((await lab.get(`${files}/1/content`, { 'If-None-Match': etag })).status).toBe(304);
  });

  test('comes whole from an old server, whatever the range', async () => {
    const lab = await labForTest({ era: '5.2' });
    const files = await withFetchedFile(lab, content);
    const whole = await lab.get(`${files}/1/content`, { Range: 'bytes=5-' });
    expect([whole.status, whole.text]).toEqual([200, '0123456789']);
    expect(whole.headers).not.toHaveProperty('accept-ranges');
  });

  test('comes compressed where the client takes that', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const packed = await lab.get(`${files}/1/content`, { 'Accept-Encoding': 'gzip, deflate' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes).toString()).toBe('0123456789');
  });

  test('answers HEAD with the headers alone', async () => {
    const lab = await labForTest();
    const files = await withFetchedFile(lab, content);
    const { status, headers, bytes } = await lab.call('HEAD', `${files}/1/content`);
    expect([status, bytes.length]).toEqual([200, 0]);
    expect(headers.etag).toMatch(/^"flask-/);
  });
});

describe('an upload', () => {
  test('is stored under its name and can be fetched, listed and put on the machine', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const files = `${sessions}/${id}/file`;
    const posted = await lab.upload(files, 'blah.txt', Buffer.from('hello there\n'));
    const object = { id: 1, file_name: 'blah.txt', size: 12, size_uploaded: 12, status: 0, delete: false };
    expect([posted.status, posted.json]).toEqual([200, object]);
    expect((await lab.get(files)).list).toEqual([object]);
    expect((await lab.get(`${files}/1/content`)).text).toBe('hello there\n');
    const put = await lab.command(id, { name: 'put file', object: 'C:\\blah.txt', file_id: 1 });
    expect(put['status']).toBe('complete');
    expect(lab.endpoint(10).files.get('C:\\blah.txt')?.toString()).toBe('hello there\n');
  });

  test('of many chunks arrives whole', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const big = Buffer.alloc(5_000_011, 'abcdefg\r\n--boundary-of-a-tes');
    expect((await lab.upload(`${sessions}/${id}/file`, 'big', big)).json['size']).toBe(big.length);
    const back = await lab.get(`${sessions}/${id}/file/1/content`);
    expect(back.bytes.equals(big)).toBe(true);
  });

  test('lives on the machine by itself: its name in the store and the one there do not touch each other', async () => {
    const lab = await realLabForTest({ sensorLatencyMs: 0 });
    const id = await lab.session(10);
    const files = `${sessions}/${id}/file`;
    const big = Buffer.alloc(300_000, 'of many bytes ');
    await lab.upload(files, 'big', big);
    const put = (object: string) => lab.command(id, { name: 'put file', object, file_id: 1 });
    expect([(await put('C:\\one'))['status'], (await put('C:\\two'))['status']]).toEqual([
      'complete',
      'complete',
    ]);
    await lab.delete(`${files}/1`);
    await lab.command(id, { name: 'delete file', object: 'C:\\one' });
    await lab.command(id, { name: 'get file', object: 'C:\\two' });
    expect((await lab.get(`${files}/2/content`)).bytes.equals(big)).toBe(true);
  });

  test('without a part named file, or that is no form, is refused', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const path = `${sessions}/${id}/file`;
    expect((await lab.post(path, { file: 'x' })).status).toBe(400);
    const other = await lab.call('POST', path, {
      bytes: '--b\r\nContent-Disposition: form-data; name="data"; filename="x"\r\n\r\nabc\r\n--b--\r\n',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    });
    expect(other.status).toBe(400);
    expect((await lab.get(path)).list).toEqual([]);
  });

  test('that breaks off leaves nothing behind', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const path = `${sessions}/${id}/file`;
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n';
    const broken = lab.call('POST', path, {
      bytes: head + 'x'.repeat(200_000),
      headers: { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': '200117' },
      abortAfterMs: 0,
    });
    await expect(broken).rejects.toThrow();
    const incomplete = await lab.call('POST', path, {
      bytes: `${head}the end is missing`,
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    });
    expect(incomplete.status).toBeGreaterThanOrEqual(400);
    expect((await lab.get(path)).list).toEqual([]);
  });

  test('of no such number makes put file fail', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    expect(await lab.command(id, { name: 'put file', object: 'C:\\x', file_id: 5 })).toMatchObject({
      status: 'error',
      result_type: 'CbError',
    });
  });
});

test.each(['PUT', 'DELETE'])('%s deletes a file from the store', async (method) => {
  const lab = await labForTest();
  const id = await lab.session(10);
  const files = `${sessions}/${id}/file`;
  await lab.upload(files, 'a', Buffer.from('abc'));
  const untouched = await lab.put(`${files}/1`, { id: 1, delete: false });
  expect(untouched.json).toMatchObject({ id: 1, delete: false });
  const answer =
    method === 'PUT' ? await lab.put(`${files}/1`, { id: 1, delete: true }) : await lab.delete(`${files}/1`);
  expect(answer.status).toBe(200);
  const gone = await lab.get(`${files}/1`);
  expect([gone.status, gone.text]).toEqual([404, 'File 1 not found']);
  expect((await lab.get(files)).list).toEqual([]);
});

test('the archive is a gzip tar of the session, its commands with results, and its files', async () => {
  const lab = await labForTest({ sensorLatencyMs: 0 });
  const id = await lab.session(10);
  await lab.command(id, { name: 'process list' });
  await lab.upload(`${sessions}/${id}/file`, '../../.bashrc', Buffer.from('alias ls=rm'));
  await lab.put(`${sessions}/${id}`, { status: 'close' });
  await expect.poll(async () => (await lab.get(`${sessions}/${id}`)).json['status']).toBe('close');

  // The store outlives the session.
  const { status, bytes } = await lab.get(`${sessions}/${id}/archive`);
  expect(status).toBe(200);
  const entries = await untar(bytes);
  expect([...entries.keys()]).toEqual([
    'session_1/session.json',
    'session_1/commands.json',
    'session_1/command_1.json',
    'session_1/files.json',
    'session_1/file_1',
  ]);
  expect(JSON.parse(entries.get('session_1/command_1.json') ?? '')).toMatchObject({
    processes: [{ pid: 4 }],
  });
  expect(entries.get('session_1/file_1')).toBe('alias ls=rm');
});

async function untar(bytes: Buffer): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const extract = tar.extract();
  Readable.from([gunzipSync(bytes)]).pipe(extract);
  for await (const entry of extract)
    entries.set(entry.header.name, Buffer.concat(await Readable.from(entry).toArray()).toString());
  return entries;
}
