import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, entry, type HostileOptions, startHostileServer } from '../support/hostile-server.ts';
import { makeZip } from '../support/make-zip.ts';
import { runHostile } from '../support/run-hostile.ts';

const content = Buffer.from('what the file on the sensor holds\n');
const page = '<html><title>502 Bad Gateway</title></html>';
const md5 = createHash('md5').update(content).digest('hex').toUpperCase();

/** Answers for content with a page of HTML and 200 where `isPage` says so for the request of that number. */
function between(isPage: (asked: number) => boolean): HostileOptions {
  const files = [entry('a.bin', { size: content.length })];
  let asked = 0;
  const answer = (response: ServerResponse, type: string, body: Buffer) => {
    asked += 1;
    if (isPage(asked)) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    else response.writeHead(200, { 'content-type': type }).end(body);
  };
  return {
    commands: {
      'directory list': ({ object }) => ({
        files:
          object === 'C:\\case'
            ? [directory('case')]
            : String(object).endsWith('x.dmp')
              ? [entry('x.dmp', { size: content.length })]
              : files,
      }),
      'create process': () => ({ return_code: 0, pid: 7 }),
      memdump: () => ({ return_code: 0 }),
    },
    file: { file_name: 'a.bin', size: content.length },
    content: (_request, response) => answer(response, 'application/octet-stream', content),
    route({ url }, response) {
      if (!url.startsWith('/api/v1/binary/')) return false;
      answer(response, 'application/zip', makeZip([{ name: 'filedata', content }]));
      return true;
    },
  };
}

const jobs = [
  ['get', 'cblr', ['get', '10', 'C:\\a.bin']],
  ['get -r', 'cblr', ['get', '-r', '10', 'C:\\case', 'out']],
  ['memdump --get', 'cblr', ['memdump', '10', 'C:\\x.dmp', '--force', '--yes', '--get', 'x.dmp']],
  ['cat', 'cblr', ['cat', '10', 'C:\\a.bin']],
  ['hexdump', 'cblr', ['hexdump', '10', 'C:\\a.bin']],
  ['exec', 'cblr', ['exec', '10', 'cmd.exe', '/c', 'ver']],
  ['files get', 'cblr', ['connect', '10', '-c', 'files get 1']],
  ['archive', 'cblr', ['connect', '10', '-c', 'archive']],
  ['binary download', 'cbq', ['binary', 'download', md5]],
  ['binary hexdump', 'cbq', ['binary', 'hexdump', md5]],
] as const;

async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('.local'));
  const found = await Promise.all(
    names.map(async (name) => ({ name, isFile: (await stat(join(folder, name))).isFile() })),
  );
  return found.filter(({ isFile }) => isFile).map(({ name }) => name);
}

describe('a page of HTML in place of file content', () => {
  it.each(jobs)('is never taken for it, and nothing of it is kept: %s', async (_job, program, words) => {
    await using server = await startHostileServer(between(() => true));
    const ran = await runHostile(server, words, { program });
    expect(ran.exitCode).not.toBe(0);
    expect(ran.err + ran.out).toContain('the server sent an HTML page in place of');
    expect(ran.out).not.toContain('Bad Gateway');
    expect(await filesBelow(ran.folder)).toEqual([]);
  });

  it.each(jobs.slice(0, 7))(
    'is passed over where the next answer is the file: %s',
    async (_job, program, words) => {
      await using server = await startHostileServer(between((asked) => asked === 1));
      const ran = await runHostile(server, words, { program });
      expect(ran).toMatchObject({ exitCode: 0 });
      for (const name of await filesBelow(ran.folder))
        expect(await readFile(join(ran.folder, name))).toEqual(content);
    },
  );
});

describe('a body that has all its bytes and no end', () => {
  it.each([
    ['whose size the server knows', { size: content.length }],
    ['whose size nobody knows', { size: null }],
  ])('is whole: one %s', async (_what, file) => {
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: [entry('a.bin', { size: content.length })] }) },
      file: { file_name: 'a.bin', ...file },
      content({ headers }, response) {
        const isRest = headers.range !== undefined;
        response.writeHead(isRest ? 416 : 200, { 'content-type': 'application/octet-stream' });
        if (isRest) response.end();
        else response.write(content, () => response.destroy());
      },
    });
    const ran = await runHostile(server, ['get', '10', 'C:\\a.bin']);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(ran.folder, 'a.bin'))).toEqual(content);
  });
});
