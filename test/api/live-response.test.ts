import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('sessions', () => {
  test('are read with their numbers as numbers, whatever they came as', async () => {
    server.sessions(
      [{ ...server.session(41).wire, sensor_id: '7', storage_size: '46858', storage_ttl: 7.0 }],
      { activeOnly: true },
    );
    const [session] = await server.cb().liveResponse.sessions({ activeOnly: true });
    expect(session).toMatchObject({
      id: 41,
      sensorId: 7,
      state: 'active',
      address: '10.4.1.27',
      storageBytes: 46858,
      storageTtlDays: 7,
      checkInTimeoutSec: 1200,
      createdMs: 1_700_000_000_125,
    });
    expect(session?.wire['storage_size']).toBe('46858');
  });

  test('are none where the server answers with 204', async () => {
    server.answers('GET', '/api/v1/cblr/session', 204);
    expect(await server.cb().liveResponse.sessions()).toEqual([]);
  });

  test('are refused as BadReply where the server answers with an object', async () => {
    server.answers('GET', '/api/v1/cblr/session', 200, { sessions: [] });
    expect(await failureOf(server.cb().liveResponse.sessions())).toMatchObject({ kind: 'BadReply' });
  });

  test('are opened with the timeouts asked for, in the wire names', async () => {
    server.opens({ id: 41, sensor_id: 7 });
    const session = await server
      .cb()
      .liveResponse.createSession({ sensor_id: 7, checkin_timeout: 60, storage_ttl: 0.5 });
    expect(session).toMatchObject({ id: 41, state: 'pending', supportedCommands: [] });
    expect(server.requests[0]?.body).toEqual({ sensor_id: 7, checkin_timeout: 60, storage_ttl: 0.5 });
  });

  test('count as closed on success, whatever the reply shows', async () => {
    server.session(41).closes();
    expect(await server.cb().liveResponse.closeSession(41)).toMatchObject({
      state: 'active',
      closedMs: 1_700_000_300_500,
    });
    expect(server.requests[0]?.body).toEqual({ id: 41, status: 'close' });
  });

  test('never seen fields do not break the reading of the rest', async () => {
    server.answers('GET', '/api/v1/cblr/session/41', 200, {
      id: '41',
      status: null,
      drives: 'C:',
      supported_commands: [1, null, 'kill'],
    });
    expect(await server.cb().liveResponse.session(41)).toMatchObject({
      id: 41,
      sensorId: 0,
      state: 'other',
      drives: [],
      supportedCommands: ['1', 'kill'],
    });
  });
});

describe('a refusal', () => {
  test('of the list with 404 is no lost session, but a server without Live Response', async () => {
    server.answers('GET', '/api/v1/cblr/session', 404, '<html><title>404 Not Found</title></html>');
    const error = await failureOf(server.cb().liveResponse.sessions());
    expect(error.kind).toBe('BadReply');
  });

  test('with 412 says what an administrator must switch on', async () => {
    server.liveResponseOff();
    const error = await failureOf(server.cb().liveResponse.sessions());
    expect(error).toMatchObject({ kind: 'LiveResponseOff' });
    expect(error.hint).toContain('CbLREnabled=True');
    expect(error.hint).toContain('Advanced Settings');
    expect(error.hint).toContain('cloud instance');
  });

  test.each([
    ['Session 41 not found'],
    [{ status: 'NOT_FOUND', message: 'Session 41 not found' }],
    [{ status: 'NOT_FOUND' }],
    ['Sensor 7 is not connected'],
  ])('of a command with 404 %j is a session that is gone', async (said) => {
    server.command('process list').refused(404, said);
    const error = await failureOf(
      server.cb().liveResponse.postCommand(41, { name: 'process list' }, { effect: 'reads' }),
    );
    expect(error.kind).toBe('SessionGone');
  });

  test('of an unknown command object leaves the session alone', async () => {
    server.answers('GET', '/api/v1/cblr/session/41/command/99', 404, 'Command 99 not found');
    const error = await failureOf(server.cb().liveResponse.command(41, 99));
    expect(error.kind).toBe('NotFound');
  });

  test('of a command object in a session that is gone says so', async () => {
    server.answers('GET', '/api/v1/cblr/session/41/command/2', 404, 'Session 41 not found');
    expect((await failureOf(server.cb().liveResponse.command(41, 2))).kind).toBe('SessionGone');
  });

  test.each([
    [404, 'Sensor 7 already has an active session'],
    [409, 'A session already exists for sensor 7'],
  ])('to open a session with %i %j means: list again', async (status, said) => {
    server.refusesSession(status, said);
    const error = await failureOf(server.cb().liveResponse.createSession({ sensor_id: 7 }));
    expect(error.kind).toBe('SessionExists');
  });

  test('to open a session on an unknown sensor is not an existing session', async () => {
    server.refusesSession(404, 'Sensor 999 not found');
    const error = await failureOf(server.cb().liveResponse.createSession({ sensor_id: 999 }));
    expect(error.kind).toBe('NotFound');
  });

  test.each([400, 409, 429, 503])(
    'to open a session with %i for want of a slot is NoFreeSlot, and not repeated',
    async (status) => {
      server.refusesSession(status, 'Maximum number of active sessions reached');
      const error = await failureOf(server.cb().liveResponse.createSession({ sensor_id: 7 }));
      expect(error.kind).toBe('NoFreeSlot');
      expect(error.message).toContain('Maximum number of active sessions reached');
      expect(server.requests).toHaveLength(1);
    },
  );

  test('of an archive with 500 says that the session has no command yet', async () => {
    server.session(41).emptyArchive();
    const error = await failureOf(server.cb().liveResponse.archive(41));
    expect(error).toMatchObject({ kind: 'ServerError', message: expect.stringContaining('no command yet') });
  });
});

describe('command objects', () => {
  test('are posted with the id of their session and read with their results', async () => {
    server.command('kill', { id: 5 }).fails({ hresult: -2147024809 });
    const { liveResponse } = server.cb();
    const posted = await liveResponse.postCommand(41, { name: 'kill', object: 1660 }, { effect: 'writes' });
    expect(posted).toMatchObject({
      sent: true,
      command: { id: 5, state: 'pending', isOver: false, completedMs: undefined, resultCode: 0 },
    });
    expect(server.requests[0]?.body).toEqual({ name: 'kill', object: 1660, session_id: 41 });
    const ended = await liveResponse.command(41, 5);
    expect(ended).toMatchObject({ state: 'error', resultCode: 0x80070057, completedMs: 1_700_000_101_500 });
  });

  test('read the documented name of the completion too', async () => {
    server.answers('GET', '/api/v1/cblr/session/41/command/1', 200, {
      id: 1,
      status: 'Complete',
      completion_time: '12.5',
      object: null,
    });
    expect(await server.cb().liveResponse.command(41, 1)).toMatchObject({
      state: 'complete',
      completedMs: 12_500,
      object: undefined,
    });
  });

  test('that write are kept back by a dry run and shown with their body', async () => {
    const shown: unknown[] = [];
    const { liveResponse } = server.cb({ dryRun: (request) => shown.push(request) });
    expect(await liveResponse.postCommand(41, { name: 'kill', object: 4 }, { effect: 'writes' })).toEqual({
      sent: false,
    });
    expect(shown).toEqual([
      {
        method: 'POST',
        path: '/api/v1/cblr/session/41/command',
        body: { name: 'kill', object: 4, session_id: 41 },
      },
    ]);
  });

  test('that only read are sent in a dry run', async () => {
    server.command('process list').completes();
    const { liveResponse } = server.cb({ dryRun: () => expect.unreachable() });
    await liveResponse.postCommand(41, { name: 'process list' }, { effect: 'reads' });
    await liveResponse.command(41, 1);
    expect(server.requests).toHaveLength(2);
  });

  test('are listed by status and count', async () => {
    server.answers('GET', '/api/v1/cblr/session/41/command?status=in%20progress&count=3', 200, [
      { id: 3, status: 'in progress' },
    ]);
    const found = await server.cb().liveResponse.commands(41, { status: 'in progress', count: 3 });
    expect(found.map((command) => command.id)).toEqual([3]);
  });

  test('are canceled by the word of the wire', async () => {
    server.answers('PUT', '/api/v1/cblr/session/41/command/3', 200, { id: 3, status: 'cancel' });
    expect(await server.cb().liveResponse.cancelCommand(41, 3)).toMatchObject({
      state: 'canceled',
      isOver: true,
    });
    expect(server.requests[0]?.body).toEqual({ id: 3, status: 'cancel' });
  });
});

describe('files of a session', () => {
  test('are uploaded as one part named file, with their length', async () => {
    server.answers('POST', '/api/v1/cblr/session/41/file', 200, {
      id: 5,
      file_name: 'triage.ps1',
      size: 5,
      size_uploaded: 5,
      status: 0,
    });
    const chunks = (async function* () {
      yield Buffer.from('he');
      yield Buffer.from('llo');
    })();
    const file = await server.cb().liveResponse.uploadFile(41, { name: 'tri"age.ps1', size: 5, chunks });
    expect(file).toMatchObject({ sent: true, file: { id: 5, name: 'triage.ps1', sizeBytes: 5 } });
    const [request] = server.requests;
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=----cblr[0-9a-f]{32}$/);
    expect(request?.body).toContain(
      'content-disposition: form-data; name="file"; filename="tri%22age.ps1"\r\n',
    );
    expect(request?.body).toContain('\r\n\r\nhello\r\n');
    expect(Number(request?.headers['content-length'])).toBe(Buffer.byteLength(String(request?.body)));
  });

  test('an upload in a dry run is shown by name and size, and nothing is read', async () => {
    const shown: unknown[] = [];
    const chunks: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => expect.unreachable() };
    const { liveResponse } = server.cb({ dryRun: (request) => shown.push(request) });
    expect(await liveResponse.uploadFile(41, { name: 'a.bin', size: 9, chunks })).toEqual({
      sent: false,
    });
    expect(shown).toEqual([
      { method: 'POST', path: '/api/v1/cblr/session/41/file', body: { file: 'a.bin', size: 9 } },
    ]);
  });

  test('are fetched as they are, by range with the ETag', async () => {
    server.file(5).content('lo', { etag: '"flask-1"' });
    const reply = await server
      .cb()
      .liveResponse.fileContent(41, 5, { range: { start: 3 }, ifRange: '"flask-1"' });
    expect(await reply.text()).toBe('lo');
    expect(server.requests[0]?.headers).toMatchObject({
      range: 'bytes=3-',
      'if-range': '"flask-1"',
      'accept-encoding': 'identity',
    });
  });

  test('may be empty', async () => {
    server.file(5).content('');
    const reply = await server.cb().liveResponse.fileContent(41, 5);
    expect(await reply.text()).toBe('');
  });

  test('that are missing do not count as a lost session', async () => {
    server.file(9).missing();
    const error = await failureOf(server.cb().liveResponse.file(41, 9));
    expect(error.kind).toBe('NotFound');
  });

  test('are deleted without a body to read', async () => {
    server.file(5).deleted();
    await server.cb().liveResponse.deleteFile(41, 5);
    expect(server.requests).toHaveLength(1);
  });
});

test('a readonly profile refuses what writes before any request', async () => {
  const { liveResponse } = server.cb({ readonly: true, profileName: 'prod' });
  const error = await failureOf(
    liveResponse.postCommand(41, { name: 'kill', object: 4 }, { effect: 'writes' }),
  );
  expect(isCbError(error, 'ReadOnly')).toBe(true);
  expect(error.message).toContain('prod');
  expect(server.requests).toEqual([]);
});
