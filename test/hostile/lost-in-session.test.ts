import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { entry, type HostileRequest, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const process = {
  pid: 1664,
  parent: 4,
  create_time: 1_715_000_000,
  path: 'C:\\x\\evil.exe',
  command_line: 'evil',
};
const other = { ...process, pid: 4, parent: 0, path: 'C:\\x\\system.exe', command_line: 'system' };

/** The server carries out this command, and its reply never arrives. */
const losing =
  (
    name: string,
    onActed: () => void,
    lose: (response: ServerResponse) => void = (each) => void each.destroy(),
  ) =>
  ({ method, url, json }: HostileRequest, response: ServerResponse): boolean => {
    if (method !== 'POST' || !url.endsWith('/command') || json?.['name'] !== name) return false;
    onActed();
    lose(response);
    return true;
  };

const gateway = (response: ServerResponse) =>
  void response
    .writeHead(502, { 'content-type': 'text/html' })
    .end('<html><title>502 Bad Gateway</title></html>');

describe('a kill whose reply is lost', () => {
  it.each([
    ['breaks off', undefined],
    ['is that of a gateway', gateway],
  ])(
    'as it %s is looked for, and what is gone is gone; the session is ours afterwards',
    async (_how, lose) => {
      let isRunning = true;
      await using server = await startHostileServer({
        commands: { 'process list': () => ({ processes: isRunning ? [process, other] : [other] }) },
        route: losing(
          'kill',
          () => {
            isRunning = false;
          },
          lose,
        ),
      });
      const ran = await runHostile(server, ['kill', '10', '1664', '--yes', '-o', 'tsv']);
      expect(ran).toMatchObject({ exitCode: 0, out: '1664\tevil.exe\tgone\n' });
      expect(ran.err).not.toContain('stays open');
      expect(server.received.some(({ json }) => json?.['status'] === 'close')).toBe(true);
    },
  );
});

describe('put --force', () => {
  const list = (size: number | undefined) => ({
    files: size === undefined ? [] : [entry('a.bin', { size })],
  });
  const words = ['put', '10', 'a.bin', 'C:\\t\\a.bin', '--force', '--yes'];
  const prepare = async (folder: string) => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${folder}/a.bin`, 'new bytes');
  };

  it('that loses its reply after the delete says that the old file is gone, and does not know of the new one', async () => {
    let size: number | undefined = 777;
    await using server = await startHostileServer({
      commands: {
        'directory list': () => list(size),
        'delete file': () => {
          size = undefined;
          return {};
        },
      },
      route: losing('put file', () => undefined, gateway),
    });
    const ran = await runHostile(server, words, { prepare });
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain('whether it was carried out is not known');
    expect(ran.err).toContain('the file that was there before (777 bytes) is deleted already');
    expect(ran.err).not.toContain('try again');
  });

  it('that loses its reply looks, and is done where the new bytes are there', async () => {
    let size: number | undefined = 777;
    await using server = await startHostileServer({
      commands: {
        'directory list': () => list(size),
        'delete file': () => {
          size = undefined;
          return {};
        },
      },
      route: losing('put file', () => {
        size = 9;
      }),
    });
    const ran = await runHostile(server, words, { prepare });
    expect(ran.exitCode).toBe(0);
    expect(ran.err).toContain('the reply was lost, and its 9 bytes are on the sensor');
  });
});

describe('memdump --get', () => {
  const path = 'C:\\t\\m.dmp';
  const dumping = (onSensor: number, sent: string) => ({
    commands: {
      'directory list': (_: unknown, count: number) => ({
        files: count === 0 ? [] : [entry('m.dmp', { size: onSensor })],
      }),
    },
    file: { size: sent.length, size_uploaded: sent.length },
    content: (_: unknown, response: ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(sent),
  });

  it('of a file that arrives shorter than the sensor has it is exit 9, and the copy of the sensor stays', async () => {
    await using server = await startHostileServer(dumping(4096, 'short'));
    const ran = await runHostile(server, ['memdump', '10', path, '--get', '.']);
    expect(ran.exitCode).toBe(9);
    expect(ran.err).toContain('4096 bytes on the sensor, 5 fetched');
    expect(ran.err).toMatch(/m\.dmp is not all of it/);
    expect(ran.err).toContain(`the dump stays on the sensor: ${path}`);
    expect(server.posted.map(({ name }) => name)).not.toContain('delete file');
  });

  it('of a whole one removes it from the sensor', async () => {
    await using server = await startHostileServer(dumping(5, 'whole'));
    expect(await runHostile(server, ['memdump', '10', path, '--get', '.'])).toMatchObject({ exitCode: 0 });
    expect(server.posted.at(-1)).toMatchObject({ name: 'delete file', object: path });
  });

  it('names what stays where it ends before it fetches', async () => {
    await using server = await startHostileServer({
      ...dumping(5, 'whole'),
      commands: {
        'directory list': (_, count) =>
          count === 0 ? { files: [] } : { status: 'error', result_code: 0x80070005 },
      },
    });
    const ran = await runHostile(server, ['memdump', '10', path, '--get', '.']);
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain(`the dump stays on the sensor: ${path}`);
  });

  it('says that there may be one where the reply was lost', async () => {
    await using server = await startHostileServer({ route: losing('memdump', () => undefined) });
    const ran = await runHostile(server, ['memdump', '10', path, '--get', '.']);
    expect(ran.exitCode).toBe(7);
    expect(ran.err).toContain(`a dump may be on the sensor, or still be made: ${path}`);
    expect(ran.err).toContain('whether it was carried out is not known');
  });
});

describe('one 404 of something in between', () => {
  it('leaves a subkey out of an export, which ends with 6', async () => {
    await using server = await startHostileServer({
      commands: {
        'reg enum key': (_, count) => ({ values: [], sub_keys: count === 0 ? ['a', 'b'] : [] }),
      },
      route({ method, json }, response) {
        if (method !== 'POST' || !String(json?.['object'] ?? '').endsWith('\\a')) return false;
        response
          .writeHead(404, { 'content-type': 'text/html' })
          .end('<html><title>404 Not Found</title></html>');
        return true;
      },
    });
    const ran = await runHostile(server, ['reg', 'export', '10', 'HKLM\\SOFTWARE\\x']);
    expect(ran.exitCode).toBe(6);
    expect(ran.out).toContain('\\x\\b]');
  });
});

it('a wait that is longer than the server waits by itself asks it to wait as long', async () => {
  const asked = async (wait: string) => {
    await using server = await startHostileServer();
    await runHostile(server, ['connect', '10', wait, '-c', 'pwd']);
    return server.received.find(({ method, url }) => method === 'POST' && url.endsWith('/session'))?.json;
  };
  expect(await asked('--wait=30m')).toMatchObject({ sensor_id: 10, checkin_timeout: 1800 });
  expect(await asked('--wait=20m')).not.toHaveProperty('checkin_timeout');
});
