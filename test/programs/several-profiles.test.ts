import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 200 });
  await world.profile({}, { name: 'east' });
  await world.profile({}, { name: 'west' });
  await world.profile({ url: 'https://127.0.0.1:9' }, { name: 'gone' });
});
afterAll(() => world.end());

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');
const rowsOf = (text: string) => linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('several profiles', () => {
  test('give the rows of each, with the profile', async () => {
    const { exitCode, stdout, stderr } = await world.run('cbq sensor -p east -p west --limit 2 -o ndjson');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('east: 2 of 60 sensors shown')]);
    const rows = rowsOf(stdout);
    expect(rows.map(({ profile }) => profile)).toEqual(['east', 'east', 'west', 'west']);
    expect(rows[0]).toMatchObject({ id: rows[2]?.['id'], computer_name: rows[2]?.['computer_name'] });
  });

  test('draw the same columns as one, between the profile and the error', async () => {
    const alone = linesOf((await world.run('cbq alert -p east --limit 2 -o table', { columns: 200 })).stdout);
    const both = linesOf(
      (await world.run('cbq alert -p east -p west --limit 2 -o table', { columns: 250 })).stdout,
    );
    expect(both[0]).toMatch(/^PROFILE +CREATED .* ERROR$/);
    expect(both.length).toBe(5);
    expect(
      both[1]
        ?.replace(/^east +/, '')
        .replaceAll(/ +/g, ' ')
        .trim(),
    ).toBe(alone[1]?.replaceAll(/ +/g, ' ').trim());
  });

  test('make a row of what one server says of itself', async () => {
    const { stdout } = await world.run('cbq info -p east -p west --fields profile,cblrEnabled,error');
    expect(stdout).toBe('east\ttrue\t\nwest\ttrue\t\n');
  });

  test('go through --jq', async () => {
    const { stdout } = await world.run([
      'cbq',
      '-p',
      'east',
      '-p',
      'west',
      'group',
      '--jq',
      'select(.id == 2) | [.profile, .name]',
    ]);
    expect(stdout).toBe('["east","Servers"]\n["west","Servers"]\n');
  });

  test('tell of the one that fails in its row and on stderr, with exit 6', async () => {
    const { exitCode, stdout, stderr } = await world.run(
      'cbq group -p gone -p east --fields profile,id,error',
    );
    expect(exitCode).toBe(6);
    const [first, ...others] = linesOf(stdout);
    expect(first).toMatch(/^gone\t\t.*127\.0\.0\.1/);
    expect(others.length).toBe(5);
    expect(stderr).toMatch(/^cbq: .*127\.0\.0\.1/);
  });

  test('that all fail alike have the exit code of that', async () => {
    await world.profile({ url: 'https://127.0.0.1:9' }, { name: 'gone2' });
    const { exitCode, stdout } = await world.run('cbq group -p gone -p gone2 -o ndjson');
    expect([exitCode, rowsOf(stdout).map(({ profile }) => profile)]).toEqual([7, ['gone', 'gone2']]);
  });

  test('that is not there is a row, too', async () => {
    const { exitCode, stdout } = await world.run(
      'cbq group -p east -p nowhere -o ndjson --fields profile,error',
    );
    expect(exitCode).toBe(6);
    expect(rowsOf(stdout).at(-1)).toEqual({ profile: 'nowhere', error: expect.stringContaining('nowhere') });
  });

  test('are all of them with --all-profiles', async () => {
    const { stdout } = await world.run('cbq info --all-profiles --fields profile');
    expect(linesOf(stdout)).toEqual(['default', 'east', 'west', 'gone', 'gone2']);
  });

  test('behind the command stand in place of one in front of it', async () => {
    const { stdout } = await world.run('cbq -p gone group -p east --limit 1 -o ndjson --fields id');
    expect(rowsOf(stdout)).not.toContainEqual(expect.objectContaining({ profile: 'gone' }));
  });

  test.each([
    [
      'cbq ban add 80e1b4bd16eea22902a3ba7a77ac5b21 -p east -p west --yes',
      'ban add changes something, and so goes to one profile at a time',
    ],
    [
      'cbq api DELETE group/7 -p east -p west --yes',
      'api changes something, and so goes to one profile at a time',
    ],
    ['cblr ps 10 -p east -p west', 'ps is about one server at a time, and several profiles are named'],
    ['cblr connect 10 --all-profiles', 'connect '],
    ['cbq schema --all-profiles', 'schema is about one server at a time, and several profiles are named'],
    ['cbq info --lab -p east -p west', '--lab and several profiles exclude each other'],
    ['cbq info --all-profiles -p east', '--all-profiles and --profile exclude each other'],
    [
      'cbq watchlist export -p east -p west',
      'this of watchlist export is no list: it goes to one profile at a time',
    ],
  ])('%s is refused in plain words', async (line, words) => {
    const { exitCode, stdout, stderr } = await world.run(line);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(`: ${words}`)]);
  });

  test('of sessions are those of all servers', async () => {
    const { exitCode, stderr } = await world.run('cblr sessions -p east -p west');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('west: ')]);
    // None of them is an answer, too.
    expect((await world.run('cblr sessions -p east -p gone')).exitCode).toBe(6);
  });
});
