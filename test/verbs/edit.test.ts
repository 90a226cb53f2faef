import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

/** Puts bytes on the sensor, to be edited there. */
async function placed(sensor: 1 | 10, name: string, bytes: string | Buffer): Promise<string> {
  const path = sensor === 10 ? `C:\\Windows\\Temp\\${name}` : `/tmp/${name}`;
  await writeFile(join(world.folder, 'placed'), bytes);
  await (await world.on(sensor)).out(`put --force --yes placed ${path}`);
  return path;
}

async function bytesOf(sensor: 1 | 10, path: string): Promise<Buffer> {
  return (await (await world.on(sensor)).run(`cat --raw ${path}`)).bytes;
}

/** An editor that replaces what is in the file. */
const saying = (change: (text: string) => string) => async (path: string) => {
  await writeFile(path, change(await readFile(path, 'utf8')));
  return 0;
};

const yes = { tty: true, answers: [true] };

describe('edit', () => {
  test.each([1, 10] as const)(
    'on sensor %d shows what was changed, asks, and keeps what was there',
    async (id) => {
      const sensor = await world.on(id);
      const path = await placed(id, 'a.ini', 'one\r\ntwo\r\n');
      let folder = '';
      const ran = await sensor.run(`edit ${path} --json`, {
        ...yes,
        editor: (file) => {
          folder = dirname(file);
          return saying((text) => text.replace('two', 'zwei'))(file);
        },
      });
      expect([ran.exitCode, ran.questions]).toEqual([0, [`put ${path} back?`]]);
      expect(ran.stderr).toContain('@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n');
      expect(await bytesOf(id, path)).toEqual(Buffer.from('one\r\nzwei\r\n'));
      const { before } = JSON.parse(ran.stdout) as { before: string };
      expect(await readFile(before, 'utf8')).toBe('one\r\ntwo\r\n');
      expect(await readdir(folder)).toEqual(['before-a.ini']);
    },
  );

  test('sends nothing where the editor fails or changes nothing, and leaves nothing here', async () => {
    const sensor = await world.on(1);
    const path = await placed(1, 'same', 'text');
    const seen: string[] = [];
    const failed = await sensor.run(`edit ${path}`, {
      tty: true,
      editor: async (file) => {
        seen.push(dirname(file));
        await appendFile(file, 'more');
        return 3;
      },
    });
    expect([failed.exitCode, failed.stderr]).toEqual([1, 'ed ended with exit code 3: nothing was sent\n']);
    const same = await sensor.run(`edit ${path}`, {
      tty: true,
      editor: (file) => {
        seen.push(dirname(file));
        return saying((text) => `${text}\n`)(file);
      },
    });
    expect([same.exitCode, same.stderr]).toEqual([0, `nothing was changed in ${path}: nothing was sent\n`]);
    for (const folder of seen) await expect(readdir(folder)).rejects.toThrow('ENOENT');
    expect(await bytesOf(1, path)).toEqual(Buffer.from('text'));
  });

  test('keeps encoding and byte order mark', async () => {
    const sensor = await world.on(10);
    const path = await placed(10, 'wide.txt', Buffer.from('\ufeffgrün\r\n', 'utf16le'));
    await sensor.out(`edit ${path}`, { ...yes, editor: saying((text) => `${text}漢\n`) });
    expect(await bytesOf(10, path)).toEqual(Buffer.from('\ufeffgrün\r\n漢\r\n', 'utf16le'));
    const oem = await placed(10, 'oem.txt', Buffer.from([0x67, 0x72, 0x81, 0x6e]));
    const odd = await sensor.run(`edit ${oem}`, { tty: true, editor: saying(() => '漢') });
    expect(odd).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('has not all characters') });
    const [, kept = ''] = /what you wrote is kept: (.*)\n/.exec(odd.stderr) ?? [];
    expect(await readFile(kept, 'utf8')).toBe('漢');
    expect(await bytesOf(10, oem)).toEqual(Buffer.from([0x67, 0x72, 0x81, 0x6e]));
  });

  test('says that it was changed on the sensor meanwhile, and asks', async () => {
    const sensor = await world.on(1);
    const path = await placed(1, 'both', 'mine');
    const editor = async (file: string) => {
      await placed(1, 'both', 'theirs');
      return await saying(() => 'ours')(file);
    };
    const no = await sensor.run(`edit ${path}`, { tty: true, answers: [true, false], editor });
    expect(no.questions[1]).toBe(
      `${path} was changed (4 bytes then, 6 now) on the sensor meanwhile: put yours all the same?`,
    );
    expect([no.exitCode, no.stderr.match(/what you wrote is kept/g)?.length]).toEqual([2, 1]);
    expect(await bytesOf(1, path)).toEqual(Buffer.from('theirs'));
    await placed(1, 'both', 'mine');
    await sensor.out(`edit ${path}`, { tty: true, answers: [true, true], editor });
    expect(await bytesOf(1, path)).toEqual(Buffer.from('ours'));
  });

  test('declined, it sends nothing and keeps what was written', async () => {
    const sensor = await world.on(1);
    const path = await placed(1, 'no', 'mine');
    const ran = await sensor.run(`edit ${path}`, { tty: true, answers: [false], editor: saying(() => 'x') });
    expect([ran.exitCode, ran.stderr]).toEqual([
      2,
      expect.stringMatching(/^what you wrote is kept: .*edit-no\n/m),
    ]);
    expect(await bytesOf(1, path)).toEqual(Buffer.from('mine'));
  });

  test('refuses what is no text, too large, a directory, or without a terminal', async () => {
    const sensor = await world.on(10);
    const editor = () => Promise.reject(new Error('opened'));
    for (const [path, words] of [
      ['C:\\Windows\\explorer.exe', 'is no text that would stay as it is'],
      ['C:\\lab\\random-64m.bin', 'has more than 4.0 MiB'],
      ['C:\\Windows', 'is a directory'],
    ] as const) {
      const ran = await sensor.run(`edit ${path}`, { tty: true, editor });
      expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
    }
    expect((await sensor.run('edit C:\\none.txt', { tty: true, editor })).exitCode).toBe(3);
    const piped = await sensor.run('edit C:\\Windows\\win.ini --yes');
    expect(piped).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('edit needs a terminal') });
  });

  test('prints in a dry run what it would send', async () => {
    const held: DryRunRequest[] = [];
    const sensor = await world.open(10, { dryRun: (request) => held.push(request) });
    const ran = await sensor.run('edit C:\\Windows\\win.ini', { tty: true, editor: saying(() => 'x') });
    expect([ran.exitCode, held.map(({ method }) => method)]).toEqual([0, ['POST', 'POST', 'POST']]);
  });
});

describe('view', () => {
  test('shows a text, escaped, from an offset on', async () => {
    const sensor = await world.on(1);
    const path = await placed(1, 'log', 'one\n\u001b[2Jtwo\n');
    expect(await sensor.out(`view ${path}`, { tty: true })).toMatch(/^one\n[^\u001b]+two\n$/);
    expect(await sensor.out(`view ${path} --offset 8`)).toBe('two\n');
  });

  test('fetches no more than 8 MiB, and says where it goes on', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('view C:\\lab\\random-64m.bin --encoding latin1 --json');
    expect([ran.exitCode, ran.stderr]).toEqual([6, expect.stringContaining('--offset 8388608 goes on')]);
    expect((await sensor.run('view C:\\lab\\random-64m.bin', { tty: true })).stderr).toContain('is no text');
  });
});
