import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import { clientOf, labForTest } from '../lab/support/lab.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a web page in a browser on the same machine', () => {
  const origin = {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
    'Content-Type': 'text/plain',
  };

  it.each([
    ['GET', '/api/v1/sensor'],
    ['POST', '/lab/faults'],
    ['POST', '/lab/users'],
    ['POST', '/api/v1/cblr/session'],
    ['OPTIONS', '/lab/faults'],
    ['GET', '//api/info'],
    ['GET', '/api/info/'],
    ['GET', '/%2e%2e/api/info'],
  ])('gets nothing without the token: %s %s', async (method, path) => {
    const lab = await labForTest();
    const answer = await lab.call(method, path, { token: null, headers: origin });
    expect(answer.status).toBe(401);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('may not read what it gets, as no header lets it', async () => {
    const lab = await labForTest();
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/info'],
    ] as const) {
      const { headers } = await lab.call(method, path, { headers: origin });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('this machine as a sensor', () => {
  it('is changed by no command unless that was allowed', async () => {
    const real = await startLab({ thisMachine: true, checkInMs: 5, sensorLatencyMs: 1 });
    onTestFinished(() => real.stop());
    const lab = clientOf(real, () => {
      throw new Error('no endpoint here is scripted');
    });
    const victim = join(folder, 'victim');
    await writeFile(victim, 'mine');
    const { json } = await lab.post('/api/v1/cblr/session', { sensor_id: 5 });
    const session = `/api/v1/cblr/session/${String((json as { id: number }).id)}`;
    await expect.poll(async () => (await lab.get(session)).json).toMatchObject({ status: 'active' });
    const part = 'content-disposition: form-data; name="file"; filename="../../../../tmp/cblr-evil"';
    const upload = await lab.call('POST', `${session}/file`, {
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      bytes: `--x\r\n${part}\r\n\r\nevil\r\n--x--\r\n`,
    });
    expect(upload.json).toMatchObject({ file_name: 'cblr-evil', size: 4 });
    const touch = `/bin/touch ${join(folder, 'touched')}`;
    for (const command of [
      { name: 'put file', object: join(folder, 'put'), file_id: 1 },
      { name: 'create directory', object: join(folder, 'made') },
      { name: 'delete file', object: victim },
      { name: 'create process', object: touch, wait: true },
      { name: 'create process', object: '/bin/true', wait: false, output_file: join(folder, 'output') },
      { name: 'memdump', object: join(folder, 'dump') },
      { name: 'kill', object: process.ppid },
      { name: 'Create Process', object: touch },
      { name: ' create process', object: touch },
      { name: 'reg set value', object: 'HKLM\\x\\y', value_data: 1, value_type: 'REG_DWORD' },
      { name: '__proto__', object: touch },
    ]) {
      const posted = await lab.post(`${session}/command`, command);
      const at = `${session}/command/${String((posted.json as { id: number }).id)}`;
      await expect.poll(async () => (await lab.get(at)).json).toMatchObject({ status: 'error' });
    }
    expect(await readdir(folder)).toEqual(['victim']);
    expect(await readFile(victim, 'utf8')).toBe('mine');
    await expect(stat('/tmp/cblr-evil')).rejects.toThrow();
  });
});

describe.skipIf(process.platform === 'win32')('a data folder in which somebody else has put', () => {
  it.each([
    ['a token that he can read', 'token', 'a'.repeat(40)],
    ['a key that he can read', 'key.pem', 'x'],
  ])('%s starts no lab', async (_what, name, text) => {
    const data = await mkdtemp(join(tmpdir(), 'cblr-hostile-data-'));
    await writeFile(join(data, name), text, { mode: 0o644 });
    await expect(startLab({ data })).rejects.toThrow('is not a file of yours alone');
    await rm(data, { recursive: true });
  });

  it('what we made ourselves is taken again', async () => {
    const data = await mkdtemp(join(tmpdir(), 'cblr-hostile-data-'));
    const first = await startLab({ data });
    await first.stop();
    const second = await startLab({ data });
    expect([second.token, second.fingerprint]).toEqual([first.token, first.fingerprint]);
    await second.stop();
    for (const name of ['token', 'key.pem']) expect((await stat(join(data, name))).mode & 0o777).toBe(0o600);
    await rm(data, { recursive: true });
  });
});
