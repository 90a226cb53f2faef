import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
const evil = 'C:\\Users\\Public\\evil.exe';

/** Rows of `--json`. */
type Rows = readonly Record<string, unknown>[];

async function banned(md5: unknown): Promise<unknown> {
  const path = `/api/v1/banning/blacklist/${String(md5)}`;
  const { lab } = world;
  const { request, Agent } = await import('undici');
  const dispatcher = new Agent({ connect: { ca: lab.ca } });
  const headers = { 'x-auth-token': lab.token };
  const reply = await request(`${lab.url}${path}`, { dispatcher, headers });
  return reply.statusCode === 200 ? await reply.body.json() : reply.statusCode;
}

describe('ban', () => {
  test('of a process bans the binary that was recorded of it; of its file the same', async () => {
    const sensor = await world.on(10);
    await sensor.out(`get ${evil} evil.bin`);
    const md5 = createHash('md5')
      .update(await readFile(join(world.folder, 'evil.bin')))
      .digest('hex');
    const ran = await sensor.run('ban 1800 --force --text "case 1182" --json');
    expect(JSON.parse(ran.stdout)).toMatchObject([{ md5hash: md5, outcome: 'done', file_name: 'evil.exe' }]);
    expect(ran.stderr).toMatch(new RegExp(`^1800 evil.exe is ${md5.toUpperCase()}$`, 'm'));
    expect(await banned(md5)).toMatchObject({ md5hash: md5, enabled: true, text: 'case 1182' });
    expect((await sensor.json(`ban ${evil}`)) as Rows).toMatchObject([
      { md5hash: md5, outcome: 'already so' },
    ]);
  });

  test('of a process that nobody has recorded yet hashes its file', async () => {
    const sensor = await world.on(10);
    await sensor.out('exec --no-wait ping -n 9 192.0.2.1');
    const pid = ((await sensor.json('ps --name ping.exe')) as Rows)[0]?.['pid'];
    const ran = await sensor.run(`ban ${String(pid)} --force --json`);
    expect(ran.stderr).toContain(`the server has no record of ${String(pid)} ping.exe yet`);
    const [row] = JSON.parse(ran.stdout) as Rows;
    await sensor.out('get C:\\Windows\\System32\\ping.exe ping.bin');
    const bytes = await readFile(join(world.folder, 'ping.bin'));
    expect(row?.['md5hash']).toBe(createHash('md5').update(bytes).digest('hex'));
  });

  test('of a relative path and of several at once, each hash once', async () => {
    const sensor = await world.on(1);
    const rows = (await sensor.json(
      'ban /bin/bash ../../../../bin/bash 0123456789ABCDEF0123456789ABCDEF',
    )) as Rows;
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ md5hash: '0123456789abcdef0123456789abcdef', host_count: 0 });
  });

  test('asks about what Microsoft has signed, and bans nothing where the answer is no', async () => {
    const sensor = await world.on(10);
    const { exitCode, questions } = await sensor.run('ban 1772', { tty: true, answers: [false] });
    expect(exitCode).toBe(2);
    expect(questions).toEqual([expect.stringMatching(/^ban notepad.exe .*signed by Microsoft Corporation/)]);
    const md5 = /\(([0-9a-f]{32})\)/.exec(questions[0] ?? '')?.[1];
    expect(await banned(md5)).toBeOneOf([404, 409]);
  });

  test('wants --force for what is everywhere where there is no terminal', async () => {
    const sensor = await world.on(10);
    const { exitCode, stderr } = await sensor.run('ban 1664 --yes');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('more than a tenth')]);
  });

  test('in a dry run prints what would be sent, and bans nothing', async () => {
    const printed: unknown[] = [];
    const sensor = await world.open(10, { dryRun: (request) => printed.push(request) });
    const md5 = 'ffffffffffffffffffffffffffffffff';
    expect(await sensor.run(`ban ${md5}`)).toMatchObject({ exitCode: 0, stdout: '' });
    expect(printed).toContainEqual({
      method: 'POST',
      path: '/api/v1/banning/blacklist',
      body: { md5hash: md5, text: '', enabled: true },
    });
    expect(await banned(md5)).toBeOneOf([404, 409]);
  });

  test.each([
    ['a directory', 'C:\\Users', 2, /is a directory/],
    ['no file', 'C:\\nowhere.exe', 3, /is not on/],
    ['a process by its name', 'evil.exe', 3, /is not on .*\nhint: .*ps lists them, ban PID bans/],
    ['no process', '999999', 3, /no process 999999/],
  ])('of %s is an error, before anything is banned', async (_what, target, code, words) => {
    const sensor = await world.on(10);
    const md5 = 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
    const { exitCode, stderr } = await sensor.run(`ban ${md5} ${target}`);
    expect([exitCode, stderr]).toEqual([code, expect.stringMatching(words)]);
    expect(await banned(md5)).toBeOneOf([404, 409]);
  });
});
