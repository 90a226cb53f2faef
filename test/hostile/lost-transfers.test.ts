import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

/** All of a large folder in `npm run soak`. */
const count = process.env['CBLR_SOAK'] === '1' ? 500 : 20;
const lost = [5, 11, 250, 499].filter((upload) => upload <= count);
const nameOf = (number: number) => `f${String(number).padStart(3, '0')}.txt`;

/** A sensor that keeps what is put on it; the upload of these numbers (from 1) gets no reply. */
async function sensorLosing(isLost: (upload: number) => boolean) {
  const there = new Map<string, number>();
  let uploads = 0;
  const server = await startHostileServer({
    commands: {
      'directory list': ({ object }) => ({
        files: [...there]
          .filter(([path]) => path === object)
          .map(([path, size]) => entry(path.slice(path.lastIndexOf('\\') + 1), { size })),
      }),
      'put file': ({ object }) => {
        there.set(String(object), 3);
        return {};
      },
    },
    route({ method, url }, response) {
      if (method !== 'POST' || !url.endsWith('/file')) return false;
      uploads += 1;
      if (!isLost(uploads)) return false;
      response.destroy();
      return true;
    },
  });
  return { server, there };
}

async function tools(folder: string): Promise<void> {
  await mkdir(join(folder, 'tools'));
  for (let number = 1; number <= count; number++)
    await writeFile(join(folder, 'tools', nameOf(number)), 'abc');
}

const put = ['put', '-r', '10', 'tools', 'C:\\t', '-o', 'ndjson'];

describe('a put of a folder', () => {
  it('goes on after replies that were lost, and --resume puts what is missing only', async () => {
    const { server, there } = await sensorLosing((upload) => lost.includes(upload));
    await using _ended = server;
    const first = await runHostile(server, put, { prepare: tools });
    expect(first.exitCode).toBe(6);
    expect(there.size).toBe(count - lost.length);
    const sent = server.posted.filter(({ name }) => name === 'put file').length;
    const again = await runHostile(server, [...put, '--resume'], { prepare: tools });
    expect(again.exitCode).toBe(0);
    expect(server.posted.filter(({ name }) => name === 'put file')).toHaveLength(sent + lost.length);
    expect(again.out.match(/"there already"/g)).toHaveLength(count - lost.length);
    expect(there.size).toBe(count);
  });

  it('is given up where the server answers no upload in a row', async () => {
    const { server, there } = await sensorLosing((upload) => upload > 5);
    await using _ended = server;
    const ran = await runHostile(server, put, { prepare: tools });
    expect(ran.exitCode).not.toBe(0);
    expect(there.size).toBe(5);
    expect(
      server.received.filter(({ method, url }) => method === 'POST' && url.endsWith('/file')),
    ).toHaveLength(8);
  });
});
