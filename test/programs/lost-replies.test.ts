import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../src/queries/index.ts';
import { unsureHintOf } from '../../src/run/unsure-hint.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { type OlderServer, olderServer } from '../support/without-route.ts';

let world: ProgramWorld;
let server: OlderServer;
beforeAll(async () => {
  world = await makeProgramWorld();
  server = await olderServer(world.lab);
  await world.profile({ url: server.url, ssl_pin: new X509Certificate(server.ca).fingerprint256 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await world.end();
});

const md5 = '0123456789abcdef0123456789abcdef';

test.each([
  ['cbq ingress add Build --path /opt/build/ninja --yes', 'POST', 'cbq ingress'],
  ["cbq investigation tag 1 'host isolated'", 'POST', 'cbq investigation show'],
  [`cbq ban add ${md5} --text why --yes`, 'POST', 'cbq ban'],
  ['cbq isolate 10 --yes', 'PUT', 'cbq sensor show'],
  ['cbq sensor uninstall 10 --yes', 'PUT', 'cbq sensor show'],
  ['cbq sensor restart 10 --yes', 'PUT', 'cbq sensor show'],
  ['cbq group set 1 collect_netconns=false', 'PUT', 'cbq group'],
  ['cbq group create New', 'POST', 'cbq group'],
  ['cbq feed sync 1', 'POST', 'cbq report --feed'],
  ['cbq watchlist create New --query process_name:new.exe', 'POST', 'cbq watchlist'],
  ['cblr respond 10 notepad.exe --isolate --yes', 'PUT', 'cbq sensor show'],
])('%s, its %s lost: what shows the truth is said', async (line, method, shows) => {
  server.lacks(method, /^\/api\/(?!v1\/cblr)/, 'lost');
  const { exitCode, stdout, stderr } = await world.run(line);
  expect(server.met()).toHaveLength(1);
  expect({ exitCode, stdout, stderr }).toMatchObject({
    exitCode: 6,
    stdout: expect.stringContaining('unknown'),
  });
  expect(stderr.match(/^hint: .*$/gm)).toEqual([expect.stringContaining(shows)]);
  expect(stderr).toContain('shows what came of it');
});

test('where no row tells of it, the error does', async () => {
  server.lacks('POST', /new_partition/, 'lost');
  const { exitCode, stderr } = await world.run('cbq partition begin --yes');
  expect(exitCode).toBe(7);
  expect(stderr.match(/^hint: .*$/gm)).toEqual(['hint: cbq partition shows what came of it']);
});

test('what is named is a command', () => {
  const names = queries.map(({ name }) => name);
  const writing = queries.filter(({ effect, isLocal }) => effect !== 'reads' && isLocal !== true);
  expect(writing.length).toBeGreaterThan(40);
  for (const spec of writing) {
    const [, line] = /cbq ([a-z ]+?)(?: --.*)? shows /.exec(unsureHintOf(spec, 'cbq') ?? '') ?? [];
    if (line !== undefined || spec.shownBy === undefined) expect(names, spec.name).toContain(line);
  }
});
