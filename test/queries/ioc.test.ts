import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 3000 });
});
afterAll(() => world.end());

const implant = 'a276b67ac893b80b963f3415e7dd146b';

interface Row {
  readonly type: string;
  readonly indicator: string;
  readonly query: string;
  readonly processes: number;
  readonly more: boolean;
  readonly hosts: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
}

async function iocs(report: string, ...options: readonly string[]) {
  await writeFile(join(world.folder, 'report.txt'), report);
  const ran = await world.run(['cbq', 'ioc', 'report.txt', '-o', 'ndjson', ...options]);
  const rows = ran.stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
  return { ...ran, rows };
}

/** What a search for the same query says. */
async function searched(query: string) {
  const { stdout } = await world.run(['cbq', 'process', query, '--group-by', 'id', '--all', '-o', 'ndjson']);
  const documents = stdout
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, string>]));
  const starts = documents.map(({ start = '' }) => start).sort();
  return {
    count: documents.length,
    hosts: new Set(documents.map(({ hostname }) => hostname)),
    first: starts[0],
  };
}

describe('cbq ioc', () => {
  test.each([80, 110])('says on which hosts each was seen in %i columns', async (columns) => {
    await writeFile(join(world.folder, 'report.txt'), `svch0st.exe ${implant}`);
    const { stdout } = await world.run('cbq ioc report.txt', { tty: true, columns });
    expect(stdout).toMatch(/^TYPE +INDICATOR +PROCESSES +HOSTS/);
  });

  test('says of each indicator what a search for it alone finds', async () => {
    const report = `${implant} svch0st.exe powershell.exe hxxp://nowhere[.]example[.]org ${'0'.repeat(31)}1 HKLM\\software\\microsoft\\windows\\currentversion\\run`;
    const { exitCode, rows, stderr } = await iocs(report);
    expect([exitCode, rows.length]).toEqual([0, 6]);
    expect(rows.filter(({ processes }) => processes > 0).length).toBeGreaterThan(2);
    for (const { query, processes, hosts, first, more } of rows) {
      const { count, hosts: known, first: earliest } = await searched(query);
      expect({ query, processes, hosts: new Set(hosts), first, more }).toEqual({
        query,
        processes: count,
        hosts: known,
        first: earliest ?? null,
        more: false,
      });
    }
    expect(stderr).toContain(
      `${rows.filter(({ processes }) => processes > 0).length} of 6 indicators were seen`,
    );
  });

  test('asks about many at once, and finds the one among them', async () => {
    const others = Array.from({ length: 400 }, (_, i) => `${i}`.padStart(32, 'f'));
    const before = world.lab.requests.length;
    const { rows } = await iocs(
      [...others.slice(0, 250), implant, ...others.slice(250)].join('\n'),
      '--hits',
    );
    expect(rows.map(({ indicator }) => indicator)).toEqual([implant]);
    expect((world.lab.requests?.length ?? before) - before).toBeLessThan(40);
  });

  test('reads so many processes of one, and says where there are more', async () => {
    const { rows } = await iocs('svch0st.exe', '--most', '2');
    expect(rows).toMatchObject([{ processes: 2, more: true }]);
    const table = await world.run('cbq ioc report.txt --most 2 -o table');
    expect(table.stdout).toMatch(/svch0st\.exe +2\+/);
  });

  test('lists what the text names without asking a server', async () => {
    await world.profile({ url: 'https://127.0.0.1:9' }, { name: 'gone' });
    const { rows, exitCode, stderr } = await iocs(
      'evil[.]com and 10.1.2.3 of https://blog.example.org',
      '--list',
      '-p',
      'gone',
    );
    expect([exitCode, rows]).toEqual([
      0,
      [{ type: 'domain', indicator: 'evil.com', query: 'domain:evil.com' }],
    ]);
    expect(stderr).toContain('left out: 2 addresses and domains not defanged; --plain takes them');
  });

  test('reads STIX and MISP, whose backslashes are doubled', async () => {
    const stix = {
      objects: [
        {
          pattern: `[file:hashes.MD5 = '${implant}'] OR [windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Evil']`,
        },
      ],
    };
    const misp = {
      Event: {
        Attribute: [
          { type: 'regkey', value: 'HKLM\\SOFTWARE\\Evil' },
          { type: 'ip-dst', value: '45.9.148.99' },
        ],
      },
    };
    const list = async (json: unknown) =>
      (await iocs(JSON.stringify(json, null, 1), '--list')).rows.map(({ indicator }) => indicator);
    expect(await list(stix)).toEqual([implant, 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil']);
    expect(await list(misp)).toEqual(['HKLM\\SOFTWARE\\Evil', '45.9.148.99']);
  });

  test('goes on to the ban list by its rows', async () => {
    const { stdout } = await iocs(
      `${implant} svch0st.exe`,
      '--hits',
      '--type',
      'md5',
      '--fields',
      'indicator',
    );
    const ran = await world.run('cbq ban add - --dry-run --text x', { stdin: stdout });
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`"md5hash":"${implant}"`) });
  });

  test('a part of the index that does not answer is not an absence', async () => {
    world.lab.setFault('incomplete');
    try {
      const { exitCode, stderr } = await iocs(`${'0'.repeat(31)}1 ${'0'.repeat(31)}2`);
      expect([exitCode, stderr]).toEqual([
        6,
        expect.stringContaining('of 2 the server did not give all that there is'),
      ]);
    } finally {
      world.lab.clearFaults();
    }
  });
});
