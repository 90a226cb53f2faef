import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Answer, TestLab } from '../support/lab.ts';
import { realLabForTest } from '../support/real-lab.ts';

// What cbapi-python sends, request by request (contract/live-response.md and live-response-commands.md, sources C1 and C2).

const base = '/api/v1/cblr';

/** Looks again after a pause until the status is the wanted one; `error` is an exception there. */
async function pollStatus(lab: TestLab, url: string, desired: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const { status, json } = await lab.get(url, { 'Accept-Encoding': 'identity' });
    if (status === 404) throw new Error('not found');
    if (json['status'] === desired) return json;
    if (json['status'] === 'error') throw new Error(`error ${String(json['result_code'])}`);
    await delay(5);
  }
  throw new Error('timeout polling');
}

async function openSession(lab: TestLab, sensor: number) {
  const { list } = await lab.get(`${base}/session?active_only=true`);
  const usable = list.find(
    (one) => one['sensor_id'] === sensor && ['pending', 'active'].includes(String(one['status'])),
  );
  const id = usable?.['id'] ?? (await lab.post(`${base}/session`, { sensor_id: sensor })).json['id'];
  const session = await pollStatus(lab, `${base}/session/${id}`, 'active');
  const osType = (await lab.get(`/api/v1/sensor/${sensor}`)).json['os_type'];
  const supported = session['supported_commands'] as string[];

  async function post(data: Record<string, unknown>): Promise<Record<string, unknown>> {
    expect(supported).toContain(data['name']);
    const answer = await lab.post(`${base}/session/${id}/command`, { ...data, session_id: id });
    expect(answer.status).toBe(200);
    return answer.json;
  }
  const run = async (data: Record<string, unknown>) =>
    pollStatus(lab, `${base}/session/${id}/command/${(await post(data))['id']}`, 'complete');
  return {
    id,
    osType,
    post,
    run,
    getFile: async (path: string): Promise<Buffer> => {
      const posted = await post({ name: 'get file', object: path });
      await pollStatus(lab, `${base}/session/${id}/command/${posted['id']}`, 'complete');
      const content = await lab.get(`${base}/session/${id}/file/${posted['file_id']}/content`, {
        'Accept-Encoding': 'gzip, deflate',
      });
      return decoded(content);
    },
    close: async () => {
      const { json } = await lab.get(`${base}/session/${id}`);
      return lab.put(`${base}/session/${id}`, { ...json, status: 'close' });
    },
  };
}

function decoded(answer: Answer): Buffer {
  expect(answer.status).toBe(200);
  return answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.bytes) : answer.bytes;
}

test('a session is found again while it lives', async () => {
  const lab = await realLabForTest();
  const first = await openSession(lab, 10);
  expect((await openSession(lab, 10)).id).toBe(first.id);
  expect((await first.close()).json['status']).toBe('active');
});

test('processes are listed, and a wrong pid cannot be killed', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 10);
  expect(session.osType).toBe(1);
  const { processes } = await session.run({ name: 'process list' });
  expect(processes).toContainEqual(
    expect.objectContaining({
      pid: 276,
      parent: 4,
      proc_guid: '0000000a-0000-0114-01d0-14c0c80f42ec',
      path: 'c:\\windows\\system32\\smss.exe',
      sid: 's-1-5-18',
    }),
  );
  await expect(session.run({ name: 'kill', object: 999_999 })).rejects.toThrow('error 2147942487');
});

test.each([
  [10, 'cmd.exe /c whoami', 'c:\\windows\\carbonblack\\cblr.AbCdEfGh1234.tmp', /\\/],
  [1, 'whoami', '/tmp/cblr.AbCdEfGh1234.tmp', /root/],
] as const)(
  'sensor %i runs a program; its output is fetched and deleted',
  async (sensor, line, file, output) => {
    const lab = await realLabForTest();
    const session = await openSession(lab, sensor);
    const ran = await session.run({ name: 'create process', object: line, wait: true, output_file: file });
    expect(ran).toMatchObject({ return_code: 0, pid: expect.any(Number), output_file: file });
    expect((await session.getFile(file)).toString('latin1')).toMatch(output);
    await session.run({ name: 'delete file', object: file });
    await expect(session.getFile(file)).rejects.toThrow(/^error \d+$/);
  },
);

test('a file goes up, is put on the endpoint, listed, fetched and deleted', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 10);
  const content = Buffer.from('one\r\ntwo\r\n\0\x1b[31m');
  const uploaded = await lab.upload(`${base}/session/${session.id}/file`, 'triage.bin', content);
  await session.run({ name: 'create directory', object: 'C:\\triage' });
  await session.run({ name: 'put file', object: 'C:\\triage\\a b.bin', file_id: uploaded.json['id'] });
  const { files } = await session.run({ name: 'directory list', object: 'C:\\triage\\*' });
  expect(files).toContainEqual(expect.objectContaining({ filename: 'a b.bin', size: content.length }));
  expect(await session.getFile('C:\\triage\\a b.bin')).toEqual(content);
  await session.run({ name: 'delete file', object: 'C:\\triage\\a b.bin' });
  await expect(session.getFile('C:\\triage\\a b.bin')).rejects.toThrow('error 2147942402');
});

test('the registry is read and written', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 10);
  const key = 'HKLM\\SOFTWARE\\TriageTest';
  await session.run({ name: 'reg create key', object: key });
  await session.run({
    name: 'reg set value',
    object: `${key}\\Count`,
    value_type: 'REG_DWORD',
    value_data: 7,
    overwrite: true,
  });
  const { value } = await session.run({ name: 'reg query value', object: `${key}\\Count` });
  expect(value).toMatchObject({ value_name: 'Count', value_type: 'REG_DWORD', value_data: 7 });
  const enumerated = await session.run({ name: 'reg enum key', object: key });
  expect(enumerated).toMatchObject({ sub_keys: [], values: [{ value_name: 'Count' }] });
  await session.run({ name: 'reg delete value', object: `${key}\\Count` });
  await session.run({ name: 'reg delete key', object: key });
  await expect(session.run({ name: 'reg enum key', object: key })).rejects.toThrow('error 2147942402');
});

test('memory is dumped, found under its real name, fetched and deleted', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 10);
  const target = 'c:\\windows\\carbonblack\\cblr.mem.tmp';
  const done = await session.run({ name: 'memdump', object: target, compress: true });
  expect(done).toMatchObject({ complete: true, dumping: false, compressing: false, return_code: 0 });
  const { files } = await session.run({ name: 'directory list', object: `${target}*` });
  const [dump] = files as Record<string, unknown>[];
  const path = `c:\\windows\\carbonblack\\${String(dump?.['filename'])}`;
  expect((await session.getFile(path)).length).toBe(dump?.['size']);
  await session.run({ name: 'delete file', object: path });
});

test('a session that is gone is opened anew, and the command sent again', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 10);
  lab.lab.setFault('session-lost');
  const lost = await lab.post(`${base}/session/${session.id}/command`, {
    name: 'process list',
    session_id: session.id,
  });
  expect(lost.status).toBe(404);
  expect(lost.text).toMatch(/^(Sensor|Session)/);
  const again = await openSession(lab, 10);
  expect(again.id).not.toBe(session.id);
  expect((await again.run({ name: 'process list' }))['status']).toBe('complete');
});

test('the archive is read as it comes', async () => {
  const lab = await realLabForTest();
  const session = await openSession(lab, 1);
  await session.run({ name: 'process list' });
  const archive = await lab.get(`${base}/session/${session.id}/archive`);
  expect(gunzipSync(archive.bytes).subarray(257, 262).toString()).toBe('ustar');
});
