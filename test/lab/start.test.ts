import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { realLabForTest } from './support/real-lab.ts';

const sessions = '/api/v1/cblr/session';

test('this computer is a sensor where asked for: it lists, it gives, and it changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-this-machine-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'note.txt');
  await writeFile(path, 'from this computer');
  const lab = await realLabForTest({ thisMachine: true });
  const id = await lab.session(5);

  const { processes } = await lab.command(id, { name: 'process list' });
  expect(processes).toContainEqual(expect.objectContaining({ pid: process.pid }));
  const { files } = await lab.command(id, { name: 'directory list', object: path });
  expect(files).toMatchObject([{ filename: 'note.txt', size: 18 }]);
  const got = await lab.command(id, { name: 'get file', object: path });
  expect((await lab.get(`${sessions}/${id}/file/${got['file_id']}/content`)).text).toBe('from this computer');

  const refused = await lab.command(id, { name: 'delete file', object: path });
  expect(refused['status']).toBe('error');
  expect(refused['result_code']).toBeGreaterThan(0);
  expect((await stat(path)).size).toBe(18);
});

test('with leave to write, this computer can be changed too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-this-machine-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lab = await realLabForTest({ thisMachine: true, allowWrite: true });
  const id = await lab.session(5);
  const uploaded = await lab.upload(`${sessions}/${id}/file`, 'x', Buffer.from('abc'));
  const put = { name: 'put file', object: join(folder, 'x'), file_id: uploaded.json['id'] };
  expect((await lab.command(id, put))['status']).toBe('complete');
  expect((await stat(join(folder, 'x'))).size).toBe(3);
  const again = await lab.command(id, put);
  expect(again).toMatchObject({ status: 'error' });
});

test('an endpoint stays as it was left when its session ends', async () => {
  const lab = await realLabForTest({ sensorLatencyMs: 0 });
  const first = await lab.session(10);
  await lab.command(first, { name: 'create directory', object: 'C:\\kept' });
  await lab.put(`${sessions}/${first}`, { status: 'close' });
  await expect.poll(async () => (await lab.get(`${sessions}/${first}`)).json['status']).toBe('close');
  const second = await lab.session(10);
  const { files } = await lab.command(second, { name: 'directory list', object: 'C:\\kept' });
  expect(files).toMatchObject([{ filename: 'kept', attributes: expect.arrayContaining(['DIRECTORY']) }]);
});

test('every online sensor has an endpoint of its system behind it', async () => {
  const lab = await realLabForTest();
  const { list } = await lab.get('/api/v1/sensor');
  for (const osType of [1, 2, 3]) {
    const sensor = list.find((one) => one['os_type'] === osType && one['status'] === 'Online');
    const id = await lab.session(Number(sensor?.['id']));
    const { json } = await lab.get(`${sessions}/${id}`);
    expect((json['drives'] as string[]).length > 0).toBe(osType === 1);
    const { processes } = await lab.command(id, { name: 'process list' });
    expect((processes as unknown[]).length).toBeGreaterThan(10);
  }
});
