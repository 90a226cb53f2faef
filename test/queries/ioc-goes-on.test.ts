import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 1000 });
  await world.profile();
});
afterAll(async () => await world.end());

const implant = 'a276b67ac893b80b963f3415e7dd146b';
const unseen = '0123456789abcdef0123456789abcdef';
const report = `svch0st.exe has the MD5s ${implant} and ${unseen}, and calls hxxp://beacon[.]evil[.]net and 8.8.4[.]4.
SHA-256 ${'ab'.repeat(32)}; HKLM\\SOFTWARE\\Evil\\Run`;

beforeEach(async () => await writeFile(join(world.folder, 'report.txt'), report));

const run = (line: string) => world.run(`cbq ioc report.txt ${line}`);
const writes = () => world.lab.requests.filter(({ method }) => method !== 'GET');

test('bans the hashes of a report, or only those that were seen', async () => {
  const asked = await run('--ban');
  expect(asked.stderr).toContain('not banned: 1 SHA-256 hash, as');
  expect(asked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ban 2 MD5s of report.txt') });
  const declined = await world.run('cbq ioc report.txt --ban', { tty: true, answers: [false] });
  expect(declined).toMatchObject({
    exitCode: 2,
    questions: [expect.stringContaining('ban 2 MD5s of report.txt?')],
  });
  expect(writes()).toEqual([]);
  const dry = await run('--ban --hits --dry-run');
  expect(dry.stdout).toContain(`{"md5hash":"${implant}"`);
  expect(dry.stdout).not.toContain(unseen);
  expect(writes()).toEqual([]);
  const done = await run('--ban --hits --yes -o ndjson');
  expect(done.exitCode).toBe(0);
  expect(done.stderr).toContain('unsigned, on 3 of 60 sensors');
  const bans = await world.run('cbq ban -o ndjson');
  expect(bans.stdout.toLowerCase()).toContain(implant);
  expect(bans.stdout).toContain('indicator of report.txt');
  expect(bans.stdout.toLowerCase()).not.toContain(unseen);
});

test('one question is asked of a hash that many have, and where nobody can be asked the way is named', async () => {
  const wide = await makeProgramWorld();
  await writeFile(join(wide.folder, 'report.txt'), `MD5 ${implant}`);
  const asked = await wide.run('cbq ioc report.txt --ban', { tty: true, answers: [false] });
  expect(asked.questions).toEqual([expect.stringMatching(/^ban svch0st\.exe .* on 16 of 60 sensors\?$/)]);
  expect(await wide.run('cbq ioc report.txt --ban --yes')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('cbq ban add MD5 --force bans it'),
  });
  await wide.end();
});

test('makes a watchlist that looks for all of them, once', async () => {
  const made = await run("--watchlist 'Report of May' --yes -o ndjson");
  expect(made.exitCode).toBe(0);
  const { stdout } = await world.run("cbq watchlist show 'Report of May' --json");
  const { query } = JSON.parse(stdout) as { readonly query: string };
  expect(query).toMatch(/^\(md5:.* or .*\)$/);
  expect(query).toContain('regmod:"software\\\\evil\\\\run"');
  expect(query).toContain('domain:beacon.evil.net');
  expect((await run("--watchlist 'Report of May' --yes -o tsv")).stdout).toContain('already so');
  const runs = await world.run("cbq watchlist run 'Report of May' --count");
  expect(runs.exitCode).toBe(0);
  const many = Array.from({ length: 400 }, (_, at) => `10.${at}.evil.net`).join('\n');
  await writeFile(join(world.folder, 'report.txt'), many);
  expect((await run('--watchlist many --yes')).stderr).toContain(
    '400 indicators are too many for one watchlist',
  );
});

test('writes a feed that the server can be given', async () => {
  const { exitCode, stderr } = await run('--feed fuzzyWombat');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('fuzzyWombat.json; cbq feed add takes the address');
  const feed = JSON.parse(await readFile(join(world.folder, 'fuzzyWombat.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(feed).toMatchObject({
    feedinfo: { name: 'fuzzywombat', display_name: 'fuzzyWombat' },
    reports: [
      {
        id: expect.stringMatching(/^fuzzywombat-[0-9a-f]{12}$/),
        title: 'report.txt',
        timestamp: Date.parse('2024-05-14T09:30:00Z') / 1000,
        iocs: {
          md5: [implant, unseen],
          sha256: ['ab'.repeat(32)],
          ipv4: ['8.8.4.4'],
          dns: ['beacon.evil.net'],
          query: [
            { index_type: 'events', search_query: expect.stringContaining('regmod') },
            { index_type: 'events', search_query: expect.stringMatching(/^cb\.urlver=1&q=.*svch0st/) },
          ],
        },
      },
    ],
  });
  expect((await run('--feed fuzzyWombat')).exitCode).toBe(1);
  expect(await run('--feed ../x')).toMatchObject({ exitCode: 2 });
  expect((await run('--feed dry --dry-run')).stderr).toContain('would write');
  await expect(readFile(join(world.folder, 'dry.json'))).rejects.toThrow();
});

test('does one thing at a time, and nothing with nothing', async () => {
  expect((await run('--ban --feed x')).exitCode).toBe(2);
  expect((await run('--list --ban')).exitCode).toBe(2);
  await writeFile(join(world.folder, 'report.txt'), 'nothing at all');
  expect(await run('--feed empty')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no indicator'),
  });
});
