import { stat } from 'node:fs/promises';
import { withLabProcess } from '../support/lab-process.ts';
import { cblr } from '../support/run.ts';
import type { Row } from '../support/table.ts';

const mostMib = 300;
const planS = 10;
const showMs = 500;
const labS = 5;
const mib = 1024 ** 2;

/** What a run of many hosts takes of the process that works on it; the lab in another. */
export async function fleetSize(hosts = 1000, planned = 10_000): Promise<readonly Row[]> {
  return [...(await manyHosts(hosts)), ...(await manyPlanned(planned)), ...(await largeAnswer())];
}

async function manyHosts(hosts: number): Promise<readonly Row[]> {
  const words = [
    '--sensors',
    String(hosts * 2),
    '--processes',
    '0',
    '--check-in',
    '200ms',
    '--sensor-latency',
    '5ms',
  ];
  return await withLabProcess([...words, '--set', 'CbLRMaxActiveSessions=40'], async ({ env }) => {
    const run = ['fleet', 'run', '--sensor', '*', '--status', 'online', '--limit', String(hosts)];
    const ran = await cblr([...run, '--slots', '40', '-c', 'ps; pwd', '--json'], { env });
    return [
      {
        what: `two steps on ${hosts} hosts`,
        figure: `${ran.mib.toFixed(0)} MiB`,
        limit: `${mostMib} MiB`,
        ok: ran.mib <= mostMib,
        note: `${(ran.ms / 1000).toFixed(1)} s, ${(ran.cpuMs / hosts).toFixed(0)} ms of processor a host`,
      },
    ];
  });
}

async function manyPlanned(hosts: number): Promise<readonly Row[]> {
  // A part has no Live Response.
  const sensors = Math.ceil(hosts * 1.06);
  return await withLabProcess(
    ['--sensors', String(sensors), '--processes', '0', '--check-in', '100ms'],
    async (lab) => {
      const { env, startedMs } = lab;
      // The canary stops it behind the first host: it is not through.
      const run = ['fleet', 'run', '--sensor', '*', '--limit', String(hosts), '--canary', '1', '-c', 'pwd'];
      const made = await cblr(run, { env, exitCode: 6 });
      const shown = await cblr(['fleet', 'show'], { env });
      const labMib = await lab.mib();
      const count = shown.stdout.trim().split('\n').length;
      return [
        {
          what: `${hosts.toLocaleString('en-US')} hosts planned, and one of them done`,
          figure: `${(made.ms / 1000).toFixed(1)} s, ${made.mib.toFixed(0)} MiB`,
          limit: `${planS} s, ${mostMib} MiB`,
          ok: made.ms <= planS * 1000 && made.mib <= mostMib && count === hosts,
          note: `${made.cpuMs.toFixed(0)} ms of processor`,
        },
        {
          what: 'cblr fleet show of that run',
          figure: `${shown.ms.toFixed(0)} ms`,
          limit: `${showMs} ms`,
          ok: shown.ms <= showMs && count === hosts,
          note: `${count} rows, ${shown.mib.toFixed(0)} MiB`,
        },
        {
          what: `cblr lab --sensors ${sensors}, with that run`,
          figure: `there in ${(startedMs / 1000).toFixed(1)} s, ${labMib.toFixed(0)} MiB`,
          limit: `${labS} s, ${mostMib} MiB`,
          ok: startedMs <= labS * 1000 && !(labMib > mostMib),
        },
      ];
    },
  );
}

async function largeAnswer(): Promise<readonly Row[]> {
  return await withLabProcess(
    ['--processes', '0', '--check-in', '100ms', '--sensor-latency', '0ms'],
    async ({ env }) => {
      const run = ['fleet', 'run', '--sensor', '10', '-c', 'cat C:\\lab\\random-64m.bin'];
      const ran = await cblr(run, { env });
      const { stdout } = await cblr(['fleet', 'results', '--by-host', '--json'], { env });
      // As text it is more than twice as long.
      const [{ row }] = JSON.parse(stdout) as [{ row: { local: string; bytes: number } }];
      const { size } = await stat(row.local);
      return [
        {
          what: 'an answer of 100 MiB from one host',
          figure: `${ran.mib.toFixed(0)} MiB`,
          limit: `${mostMib} MiB`,
          ok: ran.mib <= mostMib && size === row.bytes && size >= 100 * mib,
          note: `${(ran.ms / 1000).toFixed(1)} s; ${(size / mib).toFixed(0)} MiB lie in a file of their own`,
        },
      ];
    },
  );
}
