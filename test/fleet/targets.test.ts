import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

interface Row {
  readonly sensor_id?: number;
  readonly hostname: string;
  readonly status?: string;
  readonly os?: string;
  readonly group_id?: number;
  readonly addresses?: readonly string[];
  readonly problem?: string;
}

async function hosts(words: string) {
  const ran = await world.run(`cblr fleet hosts ${words} --json`);
  const rows: readonly Row[] = ran.stdout === '' ? [] : JSON.parse(ran.stdout);
  return { ...ran, rows, names: rows.map(({ hostname }) => hostname) };
}

describe('targets of a run', () => {
  test('are named by id, name, wildcard, address or network, whatever the case', async () => {
    const { names, exitCode } = await hosts(
      "--sensor 10 --sensor corp-dc-01 --sensor 'DEVR-*' --sensor 10.210.64.3",
    );
    expect(exitCode).toBe(0);
    expect(names).toEqual(['CORP-DC-01', 'devr-test', 'devr-test', 'WIN-EP7RMLTCLAJ', 'WIN-IA9NQ1GN8OI']);
    const network = await hosts('--sensor 10.0.7.0/24');
    expect(network.rows.map(({ sensor_id }) => sensor_id)).toEqual([1, 2]);
  });

  test('of different options must meet all of them, of one option any', async () => {
    const { rows } = await hosts('--os linux --os macos --status online --group Servers');
    const all = await hosts("--sensor '*'");
    const groupId = rows[0]?.group_id;
    const isMeant = ({ os = '', status, group_id }: Row) =>
      ['linux', 'macos'].includes(os) && status === 'Online' && group_id === groupId;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(all.rows.filter(isMeant));
    expect(all.rows.length).toBe(60);
  });

  test('that name nothing, or several hosts, are said by name and stop only themselves', async () => {
    const { rows, exitCode, stderr } = await hosts('--sensor CORP-DC-02 --sensor devr-test --sensor 10');
    expect(exitCode).toBe(6);
    expect(rows.map(({ hostname, problem }) => [hostname, problem])).toEqual([
      ['WIN-EP7RMLTCLAJ', undefined],
      ['CORP-DC-02', 'no sensor "CORP-DC-02"'],
      ['devr-test', '"devr-test" is 2 sensors: 1 devr-test (Online), 2 devr-test (Online)'],
    ]);
    expect(stderr).toContain('1 host: 1 online, 0 not; 2 named wrongly');
  });

  test('that a file or stdin lists are read a word a line', async () => {
    await writeFile(
      join(world.folder, 'hosts.txt'),
      '# the servers\n10\n"CORP-DC-01", domain controller\n\n',
    );
    expect((await hosts('--file hosts.txt')).names).toEqual(['CORP-DC-01', 'WIN-EP7RMLTCLAJ']);
    const { stdout } = await world.run('cblr fleet hosts --file - --fields hostname', { stdin: '3\n' });
    expect(stdout).toBe('WIN-IA9NQ1GN8OI\n');
  });

  test('are found by what processes, alerts and watchlists find on them', async () => {
    const ids = async (line: string, field = 'sensor_id') => {
      const { stdout } = await world.run(`${line} --all -o ndjson --fields ${field}`);
      const found = stdout.trim().split('\n');
      return [...new Set(found.map((row) => Number(JSON.parse(row)[field])))].sort((a, b) => a - b);
    };
    const found = async (words: string) => {
      const { rows } = await hosts(words);
      return rows.flatMap(({ sensor_id = 0 }) => sensor_id).sort((a, b) => a - b);
    };
    const byProcess = await ids('cbq process process_name:net.exe');
    expect(byProcess.length).toBeGreaterThan(1);
    const canLive = new Set((await hosts("--sensor '*'")).rows.map(({ sensor_id }) => sensor_id));
    expect(await found('--hits process_name:net.exe')).toEqual(byProcess.filter((id) => canLive.has(id)));
    const byAlert = await ids("cbq alert 'status:unresolved'");
    expect(await found('--alerts status:unresolved')).toEqual(byAlert.filter((id) => canLive.has(id)));
    expect(byAlert.length).toBeGreaterThan(1);
    const { stdout } = await world.run('cbq watchlist --json');
    const lists: readonly { id: string; index_type: string }[] = JSON.parse(stdout);
    const ofProcesses = lists.find(({ index_type }) => index_type === 'events')?.id;
    const byWatchlist = await ids(`cbq watchlist run ${ofProcesses}`);
    expect(await found(`--watchlist ${ofProcesses}`)).toEqual(byWatchlist.filter((id) => canLive.has(id)));
  });

  test('are spared by --except, which must mean somebody, and cut by --limit', async () => {
    const all = await hosts('--os windows');
    const spared = await hosts("--os windows --except CORP-DC-01 --except 'WIN-*'");
    const isLeft = (name: string) => name !== 'CORP-DC-01' && !name.startsWith('WIN-');
    expect(spared.names).toEqual(all.names.filter(isLeft));
    const slip = await hosts('--os windows --except CORP-DC-O1');
    expect([slip.exitCode, slip.stderr]).toEqual([2, expect.stringContaining('spares nobody')]);
    const cut = await hosts('--os windows --limit 3');
    const workable = ({ rows }: typeof cut) => rows.filter(({ problem }) => problem === undefined);
    expect(workable(cut)).toEqual(workable(all).slice(0, 3));
    expect(cut.stderr).toContain(`not, of ${workable(all).length} that are meant`);
  });

  test('must be named: without any nothing is meant', async () => {
    const { exitCode, stderr } = await hosts('--limit 3');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no hosts are named')]);
    expect((await hosts('--sensor 10.0.0.0/99')).exitCode).toBe(2);
  });

  test('without a session that could ever be had are shown and left out', async () => {
    const { rows, stderr } = await hosts("--sensor '*'");
    const unfit = rows.filter(({ problem }) => problem !== undefined);
    expect(unfit.length).toBeGreaterThan(0);
    expect(stderr).toContain(`${unfit.length} left out, as no session can be had there`);
  });
});
