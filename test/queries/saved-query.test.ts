import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
let folder = '';

beforeAll(async () => {
  world = await makeProgramWorld({ processes: 500 });
  await world.profile();
  folder = join(world.home, '.config', 'cblr', 'queries');
});
afterAll(async () => await world.end());

const run = (line: string) => world.run(`cbq ${line}`);
const lastQuery = (): string | null => {
  const search = world.lab.requests.findLast(({ url }) => url.startsWith('/api/v1/process'));
  return new URL(search?.url ?? '', 'https://lab').searchParams.get('q');
};

async function broken(name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.yaml`), text);
  return (await run(`query show ${name}`)).stderr;
}

describe('a saved query', () => {
  test('is a file for git, and run with its parameters as options', async () => {
    const saved = await run(
      `query save on 'hostname:{host} or username:{user}' --param host --param user --about 'who is there'`,
    );
    expect(saved).toMatchObject({
      exitCode: 0,
      stderr: 'saved: cbq query run on --host HOST --user USER\n',
    });
    expect(await readFile(join(folder, 'on.yaml'), 'utf8')).toBe(
      '# cbq query run on --host HOST --user USER\n\nabout: who is there\nquery: hostname:{host} or username:{user}\nindex: process\nparameters: [host, user]\n',
    );
    await run(`query run on --host=fin-ws-20 --user 'CORP\\x" or hostname:*' --limit 3 --json`);
    expect(lastQuery()).toBe('hostname:fin-ws-20 or username:"CORP\\\\x\\" or hostname:*"');
    expect((await run('query list -o tsv')).stdout).toBe(
      'on\thost user\twho is there\thostname:{host} or username:{user}\n',
    );
    expect((await run('query save on x:y')).stderr).toContain('a query is saved as "on" already');
    expect((await run('query rm on')).exitCode).toBe(2);
    expect((await run('query rm on --yes')).exitCode).toBe(0);
    expect((await run('query show on')).exitCode).toBe(3);
  });

  test.each([
    ['query save ../x process_name:a', '"../x" cannot be the name of a saved query'],
    ['query save nul process_name:a', '"nul" cannot be the name of a saved query'],
    ['query save a process_name:{p} --param limit', '--limit is an option already'],
    ['query save a process_name:{P} --param P', '"P" cannot be the name of a parameter'],
    ['query save a process_name:x --param p', 'the query has no {p}'],
    ["query save a 'process_name:{p}*' --param p", 'character 14: {p} is a part of something else'],
    ["query save a 'process_name:(x'", 'the query cannot be read at character 14'],
  ])('%s is refused', async (line, message) => {
    const { exitCode, stderr } = await run(line);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
  });

  test('says which values it needs, and which it does not know', async () => {
    await run("query save two 'hostname:{host} username:{user}' --param host --param user");
    const said = async (line: string) => (await run(line)).stderr;
    expect(await said('query run two --host x')).toContain('two needs a value of user');
    expect(await said('query run two --hots x --user y')).toContain('did you mean --host?');
    expect(await said('query run two --lmit 5')).toContain('did you mean --limit?');
    expect(await said("query run two --host '' --user y")).toContain('--host is empty');
    expect(await said('query run two --user y --host')).toContain('--host needs a value');
    expect(await said('query run two --set host=a --host b --user c')).toContain('--host is given twice');
    expect(await said('query run tow --host x')).toContain('did you mean two?');
  });

  test.each([
    ['query: [', 'bad1.yaml:1:9: a bracket is not closed'],
    ['about: x', 'bad1.yaml:1:1: the saved query has no query'],
    ['query: a\nqurey: b', 'bad1.yaml:2:1: unknown key "qurey" in a saved query'],
    ['query: 5', 'bad1.yaml:1:8: query wants text'],
    ['query: a\nindex: alert', 'bad1.yaml:2:8: index wants process or binary, not "alert"'],
    ['query: a\nparameters: [host]', 'bad1.yaml:1:8: the query has no {host}'],
    ['query: &x a', 'bad1.yaml:1:11: anchors (&name) are not read'],
    ['', 'bad1.yaml:1:1: the file is empty'],
  ])('%j names its place', async (text, message) => {
    expect(await broken('bad1', text)).toContain(message);
  });

  test('that is broken keeps no other from the list, and hostile text is escaped', async () => {
    await broken('bad1', 'query: a\n"\\e[31mred": b');
    await run('query save good process_name:a --force');
    const { exitCode, stdout, stderr } = await run('query list -o tsv');
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: expect.stringContaining('good') });
    expect(stderr).toContain('bad1.yaml:2:1: unknown key');
    expect(stdout + stderr).not.toContain('\u001b[31m');
    await broken('bad1', `query: ${'x'.repeat(70_000)}`);
    expect((await run('query list')).stderr).toContain('is larger than 64 KiB');
    await broken('bad1', 'query: a');
  });

  test('may be a link to where git has it; what is not named as one is left alone', async () => {
    await writeFile(join(world.home, 'elsewhere.yaml'), 'query: process_name:linked\n');
    await symlink(join(world.home, 'elsewhere.yaml'), join(folder, 'linked.yaml'));
    await writeFile(join(folder, 'README.md'), 'x');
    await writeFile(join(folder, '-rf x.yaml'), 'query: y');
    const { stdout } = await run('query list --fields name -o tsv');
    expect(stdout.split('\n')).toContain('linked');
    expect(stdout).not.toMatch(/README|rf x/);
  });

  test('of binaries takes what cbq binary takes', async () => {
    await run('query save unsigned digsig_result:Unsigned --index binary');
    expect((await run('query run unsigned --count')).exitCode).toBe(0);
    expect((await run('query run unsigned --parents')).stderr).toContain(
      'the saved query unsigned finds binaries, and --parents is for processes',
    );
  });

  test('is proposed by its name', async () => {
    await run('query save tabbed process_name:a');
    expect((await run('__complete -- query run tab')).stdout).toBe('tabbed\n:4\n');
  });

  test('is not written in a dry run', async () => {
    const { stderr, exitCode } = await run('query save dry process_name:a --dry-run');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('would write') });
    expect((await run('query show dry')).exitCode).toBe(3);
  });
});
