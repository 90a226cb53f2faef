import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { type Absence, type OlderServer, olderServer } from '../support/without-route.ts';

let world: ProgramWorld;
let server: OlderServer;
beforeAll(async () => {
  world = await makeProgramWorld();
  server = await olderServer(world.lab);
  await world.profile({ url: server.url, ssl_pin: new X509Certificate(server.ca).fingerprint256 });
  const queries = ['net', 'cmd', 'powershell'].map((name) => `${name}\tprocess_name:${name}.exe\n`);
  await writeFile(join(world.folder, 'queries.tsv'), queries.join(''));
  await writeFile(
    join(world.folder, 'report.txt'),
    'hxxp://update[.]example-cdn[.]net 198[.]51[.]100[.]7 0123456789abcdef0123456789abcdef evil.exe\n',
  );
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await world.end();
});

const page = '<!doctype html><html><head><title>Not here</title></head><body><h1>Not here</h1></body></html>';
const absences: readonly Absence[] = [404, 405, 501].flatMap((status): Absence[] => [
  { status, type: 'text/html', body: page },
  { status, type: 'application/json', body: '{}' },
]);

interface Row {
  readonly line: string;
  /** In which order of tries it stands, for what can be done once. */
  readonly lines?: (at: number) => string;
  readonly method: string;
  readonly path: RegExp;
  /** A line that must have been done before. */
  readonly before?: string;
  /** Waits so long between, hours. */
  readonly hours?: number;
  readonly tty?: true;
  /** Other parts of it are done: exit 6. */
  readonly isPart?: true;
  /** The version that has it, where that is known. */
  readonly since?: string;
}

const searches = /^\/api\/v1\/process$/;
const sensor = /^\/api\/v1\/sensor\/10$/;
const filters = /^\/api\/v1\/ingress_whitelist/;
/** Programs of sensor 10 that end one by one. */
const pids = [1496, 1544, 1556, 1560, 1580, 1596, 1772, 1688, 1400, 1280, 1228, 1200];

const table: readonly Row[] = [
  { line: 'cbq hunt run queries.tsv', method: 'GET', path: searches },
  { line: 'cbq ioc report.txt --keep-private', method: 'GET', path: searches },
  {
    line: 'cbq timeline 00000003-0000-0d7c-01d2-2eca49f7cea2 00000003-0000-0d70-01d2-2eca408c2030',
    method: 'GET',
    path: /^\/api\/v\d\/process\/.*\/event$/,
  },
  { line: 'cbq timeline --host 20 --since=-30d', method: 'GET', path: searches },
  { line: 'cbq history logons 10', method: 'GET', path: searches },
  { line: 'cbq history netconn 10', method: 'GET', path: searches },
  { line: 'cbq history autoruns 10', method: 'GET', path: searches },
  { line: 'cbq history usb 10', method: 'GET', path: searches },
  { line: 'cbq alert triage', method: 'GET', path: /^\/api\/v2\/alert$/, tty: true },
  {
    line: 'cblr respond --isolate',
    lines: (at) => `cblr respond 10 ${pids[at]} --isolate --yes`,
    method: 'PUT',
    path: sensor,
    isPart: true,
  },
  {
    line: 'cblr respond --ban',
    lines: (at) => `cblr respond 10 ${pids[6 + at]} --ban --force --yes`,
    method: 'POST',
    path: /^\/api\/v1\/banning\/blacklist$/,
    isPart: true,
  },
  { line: 'cbq isolate 10 --for 1h --yes', method: 'PUT', path: sensor },
  {
    line: 'cbq isolate due --yes',
    before: 'cbq isolate 10 --for 1h --yes',
    hours: 2,
    method: 'PUT',
    path: sensor,
  },
  { line: 'cbq sensor uninstall 10 --yes', method: 'PUT', path: sensor },
  { line: 'cbq group set 1 collect_netconns=false', method: 'PUT', path: /^\/api\/group\/1$/ },
  { line: 'cbq group installer 1 windows', method: 'GET', path: /installer/ },
  { line: 'cbq partition', method: 'GET', path: /partition/ },
  { line: 'cbq partition begin --yes', method: 'POST', path: /partition/ },
  { line: 'cbq ingress', method: 'GET', path: filters, since: '6.1' },
  {
    line: 'cbq ingress add Build --path /opt/build/ninja --yes',
    method: 'POST',
    path: filters,
    since: '6.1',
  },
  { line: 'cbq investigation', method: 'GET', path: /investigations/ },
  { line: 'cbq investigation show 1', method: 'GET', path: /tagged_event/ },
  { line: "cbq investigation tag 1 'host isolated'", method: 'POST', path: /tagged_event/ },
];

describe.each(table)('$line without $method $path', (row) => {
  test.each(absences.map((absence, at) => ({ ...absence, at })))(
    '$status $type',
    async ({ at, ...absence }) => {
      server.lacks(undefined, /^$/, undefined);
      if (row.before !== undefined) await world.run(row.before);
      if (row.hours !== undefined) await world.runtime([]).clock.sleep(row.hours * 3_600_000);
      server.lacks(row.method, row.path, absence);
      const { exitCode, stdout, stderr } = await world.run(row.lines?.(at) ?? row.line, {
        tty: row.tty === true,
      });
      const isPage404 = absence.status === 404 && absence.type === 'text/html';
      const all = `${stderr}\n${stdout}`;
      // The route, once, with what was said of it; and nothing that was done of it.
      const routes = [...new Set(server.met().map((each) => `${each} (${absence.status})`))];
      const said = routes.flatMap((route) =>
        stderr
          .split(route)
          .slice(1)
          .map(() => route),
      );
      expect(said, all).toHaveLength(1);
      expect(stderr).toContain(`${isPage404 ? 'a page answers' : 'the server does not know'} ${said[0]}`);
      expect(stderr.match(/^hint: /gm), all).toHaveLength(1);
      expect(stderr, all).toMatch(/too old for this|older than|since version/);
      expect(all).not.toContain('try again');
      if (row.since !== undefined) expect(stderr).toMatch(new RegExp(`(?:than|version) ${row.since}`));
      if (row.method !== 'GET' && row.isPart !== true) expect(stdout, all).not.toMatch(/\bdone\b|unknown/);
      expect(exitCode, all).toBe(row.isPart === true ? 6 : isPage404 ? 7 : 1);
    },
  );
});
