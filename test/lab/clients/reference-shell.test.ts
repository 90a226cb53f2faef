import { expect, test } from 'vitest';
import type { TestLab } from '../support/lab.ts';
import { realLabForTest } from '../support/real-lab.ts';

// What the reference shell sends (contract/live-response-commands.md, "Classic shell surface"; source OLD-CLI): bodies without a
// Content-Type, long polls with wait=true, success by `result_code` alone.

const base = '/api/v1/cblr/session';

function shellOn(lab: TestLab) {
  const send = (method: string, path: string, body: unknown) =>
    lab.call(method, path, { bytes: JSON.stringify(body) });
  return {
    send,
    run: async (session: unknown, name: string, object: unknown, more: Record<string, unknown> = {}) => {
      const posted = await send('POST', `${base}/${session}/command`, { name, object, ...more });
      expect(posted.status).toBe(200);
      const { json } = await lab.get(`${base}/${session}/command/${posted.json['id']}?wait=true`);
      if ((json['result_code'] ?? 0) !== 0)
        throw new Error(`HRESULT 0x${Number(json['result_code']).toString(16)}`);
      return json;
    },
  };
}

async function attach(lab: TestLab, sensor: number, more: Record<string, unknown> = {}) {
  const shell = shellOn(lab);
  const { json } = await shell.send('POST', base, { sensor_id: sensor, ...more });
  const session = (await lab.get(`${base}/${json['id']}?wait=true`)).json;
  expect(session['status']).toBe('active');
  return { ...shell, session };
}

test('a session is made with a time-out given as text, listed, attached to, kept alive and closed', async () => {
  const lab = await realLabForTest();
  const { send, session } = await attach(lab, 10, { session_timeout: '900' });
  expect(session['session_timeout']).toBe(900);
  expect((await lab.get(base)).list).toMatchObject([{ id: session['id'], sensor_id: 10, status: 'active' }]);
  expect((await lab.get(`${base}/${session['id']}/keepalive`)).json).toMatchObject({ id: session['id'] });
  const closed = await send('PUT', `${base}/${session['id']}`, { id: session['id'], status: 'close' });
  expect(closed.status).toBe(200);
});

test('cd asks for one entry that describes the folder; dir lists with a star', async () => {
  const lab = await realLabForTest();
  const { run, session } = await attach(lab, 10);
  const id = session['id'];
  expect((await run(id, 'directory list', 'C:\\Windows'))['files']).toMatchObject([
    { filename: 'Windows', attributes: expect.arrayContaining(['DIRECTORY']) },
  ]);
  const { files } = await run(id, 'directory list', 'C:\\Windows\\*');
  expect((files as Record<string, unknown>[]).map((file) => file['filename'])).toEqual(
    expect.arrayContaining(['.', '..', 'System32']),
  );
  await expect(run(id, 'directory list', 'C:\\no\\such\\folder')).rejects.toThrow(/^HRESULT 0x8007000[23]$/);
});

test('get takes an offset and a length; the file object shows what arrived', async () => {
  const lab = await realLabForTest();
  const { run, session } = await attach(lab, 10);
  const id = session['id'];
  const upload = await lab.upload(`${base}/${id}/file`, 'digits', Buffer.from('0123456789'));
  await run(id, 'put file', 'C:\\Windows\\Temp\\digits', { file_id: upload.json['id'] });
  const part = await run(id, 'get file', 'C:\\Windows\\Temp\\digits', { offset: 7, get_count: 100 });
  expect((await lab.get(`${base}/${id}/file/${part['file_id']}`)).json).toMatchObject({ size: 3, status: 0 });
  expect((await lab.get(`${base}/${id}/file/${part['file_id']}/content`)).text).toBe('789');
  await lab.delete(`${base}/${id}/file/${part['file_id']}`);
  expect((await lab.get(`${base}/${id}/file`)).list).toHaveLength(1);
  await run(id, 'delete file', 'C:\\Windows\\Temp\\digits');
});

test('exec waits for the program and its output file', async () => {
  const lab = await realLabForTest();
  const { run, session } = await attach(lab, 10);
  const done = await run(session['id'], 'create process', 'cmd.exe /c hostname', {
    wait: true,
    working_directory: 'C:\\Windows',
    output_file: 'C:\\Windows\\Temp\\o.txt',
  });
  expect(done['return_code']).toBe(0);
  const got = await run(session['id'], 'get file', 'C:\\Windows\\Temp\\o.txt');
  expect((await lab.get(`${base}/${session['id']}/file/${got['file_id']}/content`)).text).toMatch(
    /^WIN-EP7RMLTCLAJ/i,
  );
});

test('Ctrl-C cancels a command that is still pending', async () => {
  const lab = await realLabForTest({ sensorLatencyMs: 60_000 });
  const { send, session } = await attach(lab, 10);
  await send('POST', `${base}/${session['id']}/command`, { name: 'process list', object: '' });
  const poll = lab.get(`${base}/${session['id']}/command/1?wait=true`);
  await send('PUT', `${base}/${session['id']}/command/1`, { id: 1, status: 'cancel' });
  expect((await poll).json['status']).toBe('cancel');
});

test('a Linux sensor takes the same commands on its own paths', async () => {
  const lab = await realLabForTest();
  const { run, session } = await attach(lab, 1);
  expect(session).toMatchObject({ drives: [], current_working_directory: '/opt/cbsensor' });
  const { files } = await run(session['id'], 'directory list', '/etc/');
  expect(files).toContainEqual(expect.objectContaining({ filename: 'passwd' }));
  await expect(run(session['id'], 'reg enum key', 'HKLM\\SOFTWARE')).rejects.toThrow(/^HRESULT/);
});
