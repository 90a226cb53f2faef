import { writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../../support/program-world.ts';

// What surveyor sends for a definition file, in our own words: for each program and field one query, its filters behind it, page by page without
// grouping; a row is host and user in lower case, path and command line. Ours of the same file must be the same set.

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 1500 });
  await world.profile();
});
afterAll(async () => await world.end());

type Definitions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const definitions: Definitions = {
  'Shares and accounts': { process_name: ['net.exe', 'net1.exe'], cmdline: ['localgroup', 'use y:'] },
  'Office starts': { parent_name: ['winword.exe', 'outlook.exe'] },
  'Any PowerShell': { process_name: ['power*.exe'], cmdline: ['-enc', '.ps1'] },
  Browser: { process_name: ['chrome.exe'], digsig_publisher: ['Google Inc'], internal_name: ['chrome'] },
  Beacon: { domain: ['bad-actor.example', 'nowhere.example'], ipaddr: ['203.0.113.0/24'] },
  Modules: { modload: ['samcli.dll', 'ntdll.dll'], filemod: ['collect.bat'] },
  Whole: {
    query: [
      'process_name:cmd.exe cmdline:collect.bat',
      'process_name:whoami.exe or process_name:systeminfo.exe',
    ],
  },
  'Not there': { process_name: ['anydesk.exe'], domain: ['anydesk.com'] },
};

function queryOf(field: string, terms: readonly string[]): string {
  if (field === 'query') return terms.length > 1 ? `((${terms.join(') OR (')}))` : `(${terms[0]})`;
  return `(${terms.map((term) => `${field}:${term.includes(' ') ? `"${term}"` : term}`).join(' OR ')})`;
}

async function theirs(criteria: Definitions[string], base: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const [field, terms] of Object.entries(criteria)) {
    for (let start = 0, total = 1; start < total; start += 100) {
      const q = encodeURIComponent(queryOf(field, terms) + base);
      const path = `/api/v1/process?cb.urlver=1&facet=false&rows=100&start=${start}&q=${q}`;
      const { results, total_results } = await search(path);
      total = total_results;
      for (const row of results) found.add(keyOf(row));
    }
  }
  return found;
}

interface Page {
  readonly results: readonly Row[];
  readonly total_results: number;
}

function search(path: string): Promise<Page> {
  const { url, token, ca } = world.lab;
  const options = { headers: { 'X-Auth-Token': token }, ca, checkServerIdentity: () => undefined };
  return new Promise((resolve, reject) => {
    get(`${url}${path}`, options, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as Page));
    }).on('error', reject);
  });
}

type Row = Readonly<Record<string, unknown>>;

function keyOf({ hostname, username, path, cmdline }: Row): string {
  return JSON.stringify([String(hostname).toLowerCase(), String(username).toLowerCase(), path, cmdline]);
}

test.each([
  ['', ''],
  ['--hosts win-ep7rmltclaj', ' hostname:win-ep7rmltclaj'],
  ["--where 'start:-20160m'", ' start:-20160m'],
])('the answers of a hunt %s are those of its client with "%s"', async (options, base) => {
  await writeFile(join(world.folder, 'all.json'), JSON.stringify(definitions));
  const { stdout, exitCode } = await world.run(`cbq hunt run all.json --most 100000 -o ndjson ${options}`);
  expect(exitCode).toBe(0);
  const rows = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  let hits = 0;
  for (const [program, criteria] of Object.entries(definitions)) {
    const ours = new Set(rows.filter(({ query }) => query === program).map(keyOf));
    expect([...ours].sort(), program).toEqual([...(await theirs(criteria, base))].sort());
    hits += ours.size;
  }
  expect(hits).toBeGreaterThan(3);
});
