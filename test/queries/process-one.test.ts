import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb, processWire, uniqueIdOf } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const guid = (pid: number, sensor = 7) =>
  `0000000${sensor}-0000-${pid.toString(16).padStart(4, '0')}-01da-1747c6b94b40`;
const wire = (pid: number, parent: number | undefined, name: string, more = {}) =>
  processWire({
    id: guid(pid),
    process_pid: pid,
    process_name: name,
    cmdline: name,
    parent_unique_id: parent === undefined ? undefined : uniqueIdOf(guid(parent), 1),
    parent_id: parent === undefined ? undefined : guid(parent),
    ...more,
  });
const knows = (document: ReturnType<typeof processWire>) =>
  server.process(String(document['id'])).summary({ process: document, children: [], siblings: [] });

describe('cbq process show', () => {
  test('shows all that the server has, what feeds put in, too', async () => {
    server.info();
    knows(wire(5, 4, 'net.exe', { alliance_score_nvd: 10, comms_ip: -1407250960 }));
    const { out } = await cbq(server, ['process', 'show', guid(5), '-o', 'table']);
    expect(out).toMatch(/^process +net.exe$/m);
    expect(out).toMatch(/^address to server +172.31.13.240$/m);
    expect(out).toMatch(/^alliance_score_nvd +10$/m);
  });

  test('takes a segment, and several processes from stdin', async () => {
    const one = wire(5, 4, 'a.exe');
    server.process(guid(5)).summary({ process: one }, { segment: 77 });
    server.info();
    knows(wire(6, 4, 'b.exe'));
    const { out } = await cbq(server, ['process', 'show', '-', '--fields', 'process_name'], {
      stdin: `${guid(5)}/77\n\n ${guid(6)} \n`,
    });
    expect(out).toBe('a.exe\nb.exe\n');
  });

  test('takes a link into the console of this server, and none of another', async () => {
    server.process(guid(5)).summary({ process: wire(5, 4, 'a.exe') }, { segment: 77 });
    const link = (host: string) => `https://${host}/#analyze/${guid(5)}/77`;
    expect((await cbq(server, ['process', 'show', link('cb.example.net')])).exitCode).toBe(0);
    for (const command of ['show', 'tree', 'events']) {
      const { exitCode, err } = await cbq(server, ['process', command, link('cb.example.org')]);
      expect(exitCode).toBe(2);
      expect(err).toContain('the link leads to cb.example.org, and this server is cb.example.net');
    }
  });

  test('of an unknown process is exit 3, and of what is no GUID exit 2', async () => {
    server.info();
    server.process(guid(5)).unknown();
    expect(await cbq(server, ['process', 'show', guid(5)])).toMatchObject({
      exitCode: 3,
      err: `cbq: the server has no process ${guid(5)}\nhint: its events may have been purged; cbq process QUERY shows what there is\n`,
    });
    expect(await cbq(server, ['process', 'show', '4711'])).toMatchObject({ exitCode: 2 });
  });
});

describe('cbq process segments', () => {
  test('lists them with what happened in each', async () => {
    const segments = [
      { unique_id: uniqueIdOf(guid(5), 1_700_000_000_000), event_counts: { filemod: 4, netconn: 2 } },
      { unique_id: uniqueIdOf(guid(5), 1_700_000_100_000) },
    ];
    server.answers('GET', `/api/v1/process/${guid(5)}/segment`, 200, { process: { segments } });
    const { out } = await cbq(server, ['process', 'segments', guid(5), '-o', 'table']);
    expect(out).toContain('4 filemod, 2 netconn');
    expect(out).toContain('1700000100000');
  });
});

describe('cbq process parents', () => {
  test('walks to where nobody knows further, asking for a shared parent once', async () => {
    server.info();
    knows(wire(5, 4, 'net.exe'));
    knows(wire(6, 4, 'net1.exe'));
    knows(wire(4, 3, 'cmd.exe'));
    knows(wire(3, 2, 'explorer.exe'));
    server.process(guid(2)).unknown();
    const { out } = await cbq(server, [
      'process',
      'parents',
      guid(5),
      guid(6),
      '--fields',
      'depth,process_name',
    ]);
    expect(out).toBe(
      [
        '0\tnet.exe',
        '1\tcmd.exe',
        '2\texplorer.exe',
        '0\tnet1.exe',
        '1\tcmd.exe',
        '2\texplorer.exe',
        '',
      ].join('\n'),
    );
  });

  test('ends where the chain comes back to itself', async () => {
    server.info();
    knows(wire(4, 5, 'a'));
    knows(wire(5, 4, 'b'));
    const { out } = await cbq(server, ['process', 'parents', guid(4), '--fields', 'process_name']);
    expect(out).toBe('a\nb\n');
  });

  test('leaves out whom the server only stands in for', async () => {
    server.info();
    knows(wire(4, 3, 'smss.exe'));
    knows({ ...wire(3, 2, '(unknown)'), process_pid: -1 });
    const { out } = await cbq(server, ['process', 'parents', guid(4), '--fields', 'process_name']);
    expect(out).toBe('smss.exe\n');
  });

  test('of an old server looks at the first segment', async () => {
    server.info({ version: '5.2.0.1' });
    server.process(guid(5)).summary({ process: wire(5, undefined, 'a') }, { segment: 1 });
    expect((await cbq(server, ['process', 'parents', guid(5)])).exitCode).toBe(0);
  });
});

describe('cbq process tree', () => {
  const childrenOf = (pid: number, documents: readonly ReturnType<typeof processWire>[], limit = 500) =>
    server.searches(
      'process',
      { q: `parent_id:${guid(pid)}`, 'cb.group': 'id', start: 0, rows: limit },
      { documents },
    );
  const happened = (pid: number, childproc: number) =>
    server.answers('GET', `/api/v1/process/${guid(pid)}/segment`, 200, {
      process: {
        segments: [
          {
            unique_id: uniqueIdOf(guid(pid), 9),
            event_counts: childproc === 0 ? { filemod: 1 } : { childproc },
          },
        ],
      },
    });

  function family(): void {
    server.info();
    knows(wire(4, 3, 'cmd.exe'));
    childrenOf(4, [wire(6, 4, 'b"<script>.exe'), wire(5, 4, 'a.exe', { terminated: true })]);
    happened(4, 3);
    server.process(guid(4)).events(5, 9, {
      childproc_complete: [
        {
          type: 'start',
          processId: uniqueIdOf(guid(7), 1),
          path: 'c:\\windows\\conhost.exe',
          pid: '7',
          start: '2023-11-14 22:13:30.000000',
          is_suppressed: true,
          commandLine: 'conhost 0x4',
        },
      ],
    });
    childrenOf(5, []);
    happened(5, 0);
    childrenOf(6, []);
    happened(6, 0);
  }

  test('draws children that ended and those without a document, and asks nothing of the latter', async () => {
    family();
    const { out } = await cbq(server, [
      'process',
      'tree',
      guid(4),
      '-o',
      'table',
      '--fields',
      'process_name',
    ]);
    expect(out).toBe(
      ['PROCESS', 'cmd.exe', '├─ a.exe', '├─ b"<script>.exe', '└─ conhost.exe', ''].join('\n'),
    );
  });

  test('nests in JSON', async () => {
    family();
    const { out } = await cbq(server, ['process', 'tree', guid(4), '--json', '--fields', 'process_pid']);
    expect(JSON.parse(out)).toEqual([
      {
        process_pid: 4,
        children: [
          { process_pid: 5, children: [] },
          { process_pid: 6, children: [] },
          { process_pid: 7, children: [] },
        ],
      },
    ]);
  });

  test('is a Mermaid chart whose labels are only labels', async () => {
    family();
    const { out } = await cbq(server, ['process', 'tree', guid(4), '--mermaid']);
    expect(out).toContain('flowchart LR\n  p0["cmd.exe 4 2023-11-14T22:13:20.500Z"]\n');
    expect(out).toContain('  p2["b#34;#60;script#62;.exe 6 ');
    expect(out).toContain('  p0 --> p3\n');
  });

  test('is a Graphviz graph whose labels are only labels', async () => {
    family();
    const { out } = await cbq(server, ['process', 'tree', guid(4), '--dot']);
    expect(out).toContain('  p2 [label="b\\"<script>.exe 6 ');
    expect(out).toMatch(/^digraph processes \{\n[\s\S]*\}\n$/);
  });

  test('says when it is cut', async () => {
    server.info();
    knows(wire(4, 3, 'cmd.exe'));
    childrenOf(4, [wire(5, 4, 'a.exe'), wire(6, 4, 'b.exe')], 2);
    happened(4, 0);
    const { out, err } = await cbq(server, [
      ...['process', 'tree', guid(4), '--max-nodes', '2', '--fields', 'process_name', '-o', 'tsv'],
    ]);
    expect(out).toBe('cmd.exe\na.exe\n');
    expect(err).toBe('the tree is cut at 2 processes: --max-nodes N shows more\n');
  });

  test('of more than anybody looks at is refused', async () => {
    expect(await cbq(server, ['process', 'tree', guid(4), '--max-nodes', '100001'])).toMatchObject({
      exitCode: 2,
      err: 'cbq: --max-nodes wants 1 to 100000\n',
    });
  });

  test('goes round no circle', async () => {
    server.info();
    knows(wire(4, 5, 'a'));
    childrenOf(4, [wire(5, 4, 'b')]);
    happened(4, 0);
    childrenOf(5, [wire(4, 5, 'a')]);
    happened(5, 0);
    const { out } = await cbq(server, ['process', 'tree', guid(4), '--fields', 'process_name']);
    expect(out).toBe('a\nb\n');
  });
});

describe('cbq process events', () => {
  const file = (time: string, path: string) => `1|2023-11-14 ${time}|${path}|||false`;

  function twoSegments(version = 5): void {
    const of = server.process(guid(5));
    of.segments([20, 10]);
    of.events(version, 20, {
      filemod_complete: [file('22:00:03.500000', 'c:\\late.txt'), file('22:00:01.000000', 'c:\\edge.txt')],
    });
    of.events(version, 10, {
      filemod_complete: [file('22:00:01.000000', 'c:\\edge.txt')],
      regmod_complete: ['2|2023-11-14 22:00:02.000000|\\registry\\machine\\Run\\upd'],
    });
  }

  test('merges kinds and segments in the order of time, each event once', async () => {
    server.info();
    twoSegments();
    const { out } = await cbq(server, ['process', 'events', guid(5)]);
    expect(out).toBe(
      [
        '2023-11-14T22:00:01Z\tfilemod\tcreated\tc:\\edge.txt\t',
        '2023-11-14T22:00:02Z\tregmod\tfirst wrote value\t\\registry\\machine\\Run\\upd\t',
        '2023-11-14T22:00:03.500Z\tfilemod\tcreated\tc:\\late.txt\t',
        '',
      ].join('\n'),
    );
  });

  test('of several processes come one after the other, each with whose it is; one that is not there hinders no other', async () => {
    server.info();
    twoSegments();
    server.process(guid(6)).segments([10]);
    server.process(guid(6)).events(5, 10, { filemod_complete: [file('21:00:00.000000', 'c:\\six.txt')] });
    const words = ['process', 'events', '-', '--fields', 'process_guid,target'];
    const { out, exitCode } = await cbq(server, words, { stdin: `${guid(5)}\n${guid(6)}\n` });
    expect({ exitCode, lines: out.trim().split('\n') }).toEqual({
      exitCode: 0,
      lines: [
        `${guid(5)}\tc:\\edge.txt`,
        `${guid(5)}\t\\registry\\machine\\Run\\upd`,
        `${guid(5)}\tc:\\late.txt`,
        `${guid(6)}\tc:\\six.txt`,
      ],
    });
  });

  test('of several processes fit no page', async () => {
    const words = ['process', 'events', '-', '--html', 'x.html'];
    const { exitCode, err } = await cbq(server, words, { stdin: `${guid(5)}\n${guid(6)}\n` });
    expect(exitCode).toBe(2);
    expect(err).toContain('a page is of one process, and stdin holds 2');
  });

  test.each([
    [['--type', 'regmod'], ['\\registry\\machine\\Run\\upd']],
    [['--grep', 'RUN'], ['\\registry\\machine\\Run\\upd']],
    [
      ['--since', '2023-11-14T22:00:02'],
      ['\\registry\\machine\\Run\\upd', 'c:\\late.txt'],
    ],
    [['--until', '2023-11-14T22:00:01'], ['c:\\edge.txt']],
    [
      ['--until', '2023-11-14T22:00:02'],
      ['c:\\edge.txt', '\\registry\\machine\\Run\\upd'],
    ],
  ])('with %j shows what is asked for', async (options, targets) => {
    server.info();
    twoSegments();
    const { out } = await cbq(server, ['process', 'events', guid(5), ...options, '--fields', 'target']);
    expect(out.trim().split('\n')).toEqual(targets);
  });

  test.each([
    ['5.0.1.1', 1],
    ['5.1.3.1', 2],
    ['5.2.0.1', 3],
    ['6.2.0.1', 4],
    ['7.8.0.1', 5],
  ])('of a server %s come from version %i of the route', async (version, route) => {
    server.info({ version });
    server.process(guid(5)).events(route, 3, { filemod_complete: [file('22:00:00.000000', 'c:\\x')] });
    expect((await cbq(server, ['process', 'events', `${guid(5)}/3`])).out).toContain('c:\\x');
  });

  test('come from the segments that are left where the server purged others meanwhile', async () => {
    server.info();
    const of = server.process(guid(5));
    of.segments([20, 10]);
    of.events(5, 20, { filemod_complete: [file('22:00:03.500000', 'c:\\late.txt')] });
    for (const version of [5, 4])
      server.answers('GET', `/api/v${version}/process/${guid(5)}/10/event`, 404, 'Process not found');
    expect(await cbq(server, ['process', 'events', guid(5), '--fields', 'target'])).toMatchObject({
      exitCode: 0,
      out: 'c:\\late.txt\n',
      err: 'the server has no events any more of 1 of 2 segments\n',
    });
  });

  test('come from the fourth where a new server lacks the fifth, which is asked for once', async () => {
    server.info();
    server.answers('GET', `/api/v5/process/${guid(5)}/20/event`, 404, 'Process not found');
    twoSegments(4);
    expect((await cbq(server, ['process', 'events', guid(5)])).exitCode).toBe(0);
  });

  test('are lines that Timesketch imports', async () => {
    server.info();
    twoSegments();
    knows(wire(5, 4, 'net.exe'));
    const { out } = await cbq(server, ['process', 'events', guid(5), '--timesketch']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({
      message: 'net.exe created c:\\late.txt',
      datetime: '2023-11-14T22:00:03.500000+00:00',
      timestamp_desc: 'filemod created',
      hostname: 'fin-ws-07',
      process_guid: guid(5),
    });
  });

  test('of an unknown process are exit 3, and a pattern that is none exit 2', async () => {
    server.process(guid(5)).segments([], 404);
    server.searches('process', { q: `process_id:${guid(5)}`, rows: 1000, start: 0 }, {});
    server.info();
    expect(await cbq(server, ['process', 'events', guid(5)])).toMatchObject({ exitCode: 3 });
    expect(await cbq(server, ['process', 'events', guid(5), '--grep', '('])).toMatchObject({ exitCode: 2 });
  });
});
