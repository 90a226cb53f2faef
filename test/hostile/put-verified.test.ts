import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A sensor on which `put file` leaves `bytes`, whatever was sent, and whose certutil prints `told`. */
function sensor(bytes: string, told: string) {
  let isPut = false;
  return startHostileServer({
    file: { size: 3 },
    content: (_request, response) => void response.end(told === '' ? bytes : told),
    commands: {
      'directory list': () =>
        isPut ? { files: [entry('a.txt', { size: 3 })] } : { status: 'error', result_code: 0x80070002 },
      'put file': () => {
        isPut = true;
        return {};
      },
      'create process': () =>
        told === '' ? { status: 'error', result_code: 0x80070002 } : { return_code: 0, pid: 7 },
    },
  });
}

const put = (folder: string) => writeFile(join(folder, 'a.txt'), 'abc');
const words = ['put', '10', '--verify', 'a.txt', 'C:\\t\\a.txt'];

describe('put --verify', () => {
  it('reads the file back where the sensor has no program for it', async () => {
    await using server = await sensor('abc', '');
    const ran = await runHostile(server, words, { prepare: put });
    expect([ran.exitCode, ran.err]).toEqual([
      0,
      expect.stringContaining('its SHA-256 on FIN-WS-07 is the same'),
    ]);
  });

  it('says that other bytes are there', async () => {
    await using server = await sensor('abd', '');
    const ran = await runHostile(server, words, { prepare: put });
    expect([ran.exitCode, ran.err]).toEqual([
      9,
      expect.stringContaining(
        `C:\\t\\a.txt is on the sensor with other bytes: its SHA-256 is ${hashOf('abd')}`,
      ),
    ]);
  });

  it('in a folder it is that file alone that has failed', async () => {
    await using server = await sensor('abd', '');
    const ran = await runHostile(server, ['put', '10', '-r', '--verify', 'in', 'C:\\t', '-o', 'ndjson'], {
      prepare: async (folder) => put(await mkdir(join(folder, 'in'), { recursive: true }).then(String)),
    });
    expect(ran.exitCode).toBe(9);
    expect(JSON.parse(ran.out)).toMatchObject({ outcome: 'failed', local: join(ran.folder, 'in', 'a.txt') });
  });

  it('believes no hash of another length, or of another file', async () => {
    const lie = `SHA256 hash of C:\\t\\a.txt:\r\n${hashOf('abc').slice(2)}\r\nCertUtil: done.\r\n`;
    await using server = await sensor('', lie);
    const ran = await runHostile(server, words, { prepare: put });
    expect(ran.exitCode).not.toBe(0);
    expect(ran.err).not.toContain('is the same');
  });
});
