import { mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid as ownPid } from 'node:process';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EndpointDriver, linuxSpec, readAll } from '../support/endpoint-driver.ts';

let folder: string;
let reader: EndpointDriver;
let writer: EndpointDriver;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'this-machine-'));
  reader = new EndpointDriver(linuxSpec({ sensorId: 5, thisMachine: { allowWrite: false } }));
  writer = new EndpointDriver(linuxSpec({ sensorId: 5, thisMachine: { allowWrite: true } }));
});
afterEach(async () => {
  await writer.endpoint.close?.();
  await reader.endpoint.close?.();
  await rm(folder, { recursive: true, force: true });
});

describe('this machine, read', () => {
  it('lists itself among the real processes, with a guid that holds pid and start', async () => {
    const rows = await reader.processes();
    const self = rows.find(({ pid }) => pid === ownPid);
    expect(String(self?.['path'])).toContain('node');
    const [sensor, high, low] = String(self?.['proc_guid']).split('-');
    expect(sensor).toBe('00000005');
    expect(Number.parseInt(`${high}${low}`, 16)).toBe(ownPid);
    expect(Math.abs(Number(self?.['create_time']) - Date.now() / 1000)).toBeLessThan(3600);
    const again = (await reader.processes()).find(({ pid }) => pid === ownPid);
    expect(again?.['proc_guid']).toBe(self?.['proc_guid']);
  });

  it('lists folders and single entries with real sizes and times', async () => {
    await writeFile(join(folder, 'a b.txt'), 'hello');
    await writeFile(join(folder, 'c.log'), '');
    await symlink('/nowhere', join(folder, 'dangling'));
    expect((await reader.names(`${folder}/`)).sort()).toEqual(['.', '..', 'a b.txt', 'c.log', 'dangling']);
    expect(await reader.names(`${folder}/*.log`)).toEqual(['c.log']);
    const [row] = await reader.list(`${folder}/a b.txt`);
    const stats = await stat(join(folder, 'a b.txt'));
    expect(row).toMatchObject({
      filename: 'a b.txt',
      size: 5,
      attributes: ['NORMAL'],
      last_write_time: Math.floor(stats.mtimeMs / 1000),
    });
    expect((await reader.list(folder))[0]?.['attributes']).toEqual(['DIRECTORY']);
  });

  it('finds names that are no UTF-8 again, and odd ones as they are', async () => {
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([0xff]), Buffer.from('name')]),
      'odd',
    );
    await writeFile(`${folder}/line\nbreak \u001b[2J`, 'esc');
    const names = await reader.names(`${folder}/`);
    expect(names).toContain('bad\ufffdname');
    expect(names).toContain('line\nbreak \u001b[2J');
    expect((await reader.bytes(`${folder}/bad\ufffdname`)).toString()).toBe('odd');
    expect((await reader.bytes(`${folder}/line\nbreak \u001b[2J`)).toString()).toBe('esc');
  });

  it('delivers a part of a file, and files that say they have no size', async () => {
    await writeFile(join(folder, 'f'), '0123456789');
    expect((await reader.bytes(`${folder}/f`, { offset: 3, get_count: 4 })).toString()).toBe('3456');
    expect((await reader.bytes(`${folder}/f`, { offset: 99 })).toString()).toBe('');
    expect((await reader.bytes('/proc/self/stat')).length).toBeGreaterThan(10);
  });

  it('delivers a large file from anywhere, also after its name is gone', async () => {
    const path = join(folder, 'large');
    await writeFile(path, 'begin');
    await truncate(path, 20 * 1024 ** 2);
    await reader.run('get file', path);
    await rm(path);
    const file = reader.delivered;
    expect(file?.size).toBe(20 * 1024 ** 2);
    expect((await readAll(file?.read(0, 5) ?? Readable.from([]))).toString()).toBe('begin');
    expect(await readAll(file?.read(20 * 1024 ** 2 - 7, 20 * 1024 ** 2) ?? Readable.from([]))).toHaveLength(
      7,
    );
  });

  it.each([
    ['directory list', '/no/such', 2],
    ['directory list', '/etc/passwd/', 20],
    ['get file', '/no-such-file', 2],
    ['get file', '/etc', 21],
    ['get file', '/dev/zero', 13],
    ['get file', '', 22],
    ['memdump', '/tmp/x', 38],
  ])('%s %s fails with errno', async (name, object, code) => {
    expect(await reader.reply(name, object)).toMatchObject({
      ok: false,
      resultType: 'CbError',
      resultCode: code,
    });
  });

  it('refuses everything that changes something', async () => {
    reader.upload = { bytes: Buffer.from('x') };
    for (const [name, object] of [
      ['put file', `${folder}/p`],
      ['delete file', `${folder}`],
      ['create directory', `${folder}/d`],
      ['kill', 999_999],
      ['create process', `touch ${folder}/t`],
    ] as const)
      expect(await reader.code(name, object)).toBe(13);
    expect(await reader.names(`${folder}/`)).toEqual(['.', '..']);
  });
});

describe('this machine, changed', () => {
  it('puts, never over something, and deletes', async () => {
    expect(await writer.put(`${folder}/p`, 'content')).toMatchObject({ ok: true });
    expect(await readFile(join(folder, 'p'), 'utf8')).toBe('content');
    expect(await writer.put(`${folder}/p`, 'other')).toMatchObject({ ok: false, resultCode: 17 });
    expect(await writer.put(`${folder}/no/p`, 'other')).toMatchObject({ ok: false, resultCode: 2 });
    await writer.run('delete file', `${folder}/p`);
    expect(await writer.code('delete file', `${folder}/p`)).toBe(2);
    expect(await writer.code('delete file', folder)).toBe(21);
  });

  it('makes folders', async () => {
    await writer.run('create directory', `${folder}/d`);
    expect((await stat(join(folder, 'd'))).isDirectory()).toBe(true);
    expect(await writer.code('create directory', `${folder}/d`)).toBe(17);
    expect(await writer.code('create directory', `${folder}/x/y`)).toBe(2);
  });

  it('runs a program, waits, and keeps both streams and the exit code', async () => {
    const fields = { wait: true, output_file: `${folder}/o`, working_directory: folder };
    const reply = await writer.run('create process', '/bin/sh -c "pwd; echo err >&2; exit 3"', fields);
    expect(reply).toEqual({ pid: expect.any(Number), return_code: 3, output_file: `${folder}/o` });
    expect(await readFile(join(folder, 'o'), 'utf8')).toBe(`${folder}\nerr\n`);
  });

  it('hands on no variables that might be secret', async () => {
    vi.stubEnv('CBAPI_TOKEN', 'secret-token');
    await writer.run('create process', 'env', { wait: true, output_file: `${folder}/o` });
    vi.unstubAllEnvs();
    const text = await readFile(join(folder, 'o'), 'utf8');
    expect(text).toContain('PATH=');
    expect(text).not.toContain('secret-token');
  });

  it('starts without waiting, kills, and ends what is left when the lab stops', async () => {
    const { pid } = await writer.run('create process', 'sleep 600');
    const gone = () =>
      vi.waitFor(
        async () => {
          const row = (await writer.processes()).find((one) => one['pid'] === pid);
          expect(row === undefined || row['command_line'] === '').toBe(true);
        },
        { interval: 10, timeout: 5000 },
      );
    await writer.run('kill', String(pid));
    await gone();
    expect(await writer.code('kill', 4_194_000)).toBe(3);
    const second = await writer.run('create process', 'sleep 601');
    await writer.endpoint.close?.();
    await vi.waitFor(
      async () => {
        const row = (await writer.processes()).find((one) => one['pid'] === second['pid']);
        expect(row === undefined || row['command_line'] === '').toBe(true);
      },
      { interval: 10, timeout: 5000 },
    );
  });

  it.each([1, ownPid])('does not kill pid %d', async (pid) => {
    expect(await writer.code('kill', pid)).toBe(13);
  });

  it.each([
    ['no-such-program-here', {}, 2],
    ['/etc/passwd', {}, 13],
    ['true', { working_directory: '/no/such' }, 20],
    ['true', { output_file: '/no/such/o' }, 2],
    ['   ', {}, 2],
  ])('create process %s with %j fails with errno', async (line, fields, code) => {
    expect(await writer.code('create process', line, fields)).toBe(code);
  });
});
