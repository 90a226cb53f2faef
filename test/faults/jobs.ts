import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabOptions } from '../../src/lab/lab.ts';
import type { Asked } from './asked.ts';

/** Jobs that look at a sensor, that change something on one, and those of `cbq`: a test file each, so that they run side by side. */
export type Family = 'looks' | 'changes' | 'queries';

/** A job as a person gives it, on sensor 10 of a fresh lab. */
export interface Job {
  readonly name: string;
  readonly family: Family;
  /** As for `/bin/sh`, in a folder of its own. */
  readonly line: string;
  readonly lab?: LabOptions;
  /** Puts local files there, before. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** What it fetches takes its time. */
  readonly isLarge?: boolean;
  /** The request that changes what the job is about; a job that only looks has none. */
  readonly mainWrite?: (asked: Asked) => boolean;
  /** How many of them the job sends when nothing goes wrong; 1 when not said. */
  readonly mainWrites?: number;
}

const command =
  (name: string) =>
  (asked: Asked): boolean =>
    asked.command === name;
const write =
  (path: RegExp) =>
  (asked: Asked): boolean =>
    asked.place === 'write' && path.test(asked.url);

const local =
  (name: string, bytes: number) =>
  (folder: string): Promise<void> =>
    writeFile(join(folder, name), Buffer.alloc(bytes, 'evidence '));

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

export const jobs: readonly Job[] = [
  { name: 'ls', family: 'looks', line: "cblr ls 10 'C:\\lab\\texts' --json" },
  { name: 'stat', family: 'looks', line: "cblr stat 10 'C:\\Windows\\explorer.exe' --json" },
  { name: 'find', family: 'looks', line: "cblr find 10 'C:\\lab\\deep' --depth 3 --name '*.txt' --json" },
  { name: 'cat', family: 'looks', line: "cblr cat 10 'C:\\lab\\texts\\utf8.txt'" },
  { name: 'hexdump', family: 'looks', line: "cblr hexdump 10 'C:\\lab\\texts\\cp437.txt'" },
  { name: 'get', family: 'looks', line: "cblr get 10 'C:\\lab\\random-1m.bin' --json" },
  { name: 'get -r', family: 'looks', line: "cblr get 10 -r 'C:\\lab\\texts' --json" },
  { name: 'ps', family: 'looks', line: 'cblr ps 10 --json' },
  {
    name: 'reg query',
    family: 'looks',
    line: "cblr reg query 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run' --json",
  },
  {
    name: 'reg export',
    family: 'looks',
    line: "cblr reg export 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run'",
  },
  {
    name: 'put',
    family: 'changes',
    line: "cblr put 10 triage.bin 'C:\\Windows\\Temp\\' --json",
    prepare: local('triage.bin', 100_000),
    mainWrite: command('put file'),
  },
  {
    name: 'put --force',
    family: 'changes',
    line: "cblr put 10 triage.bin 'C:\\lab\\texts\\utf8.txt' --force --yes --json",
    prepare: local('triage.bin', 1_000),
    mainWrite: command('put file'),
  },
  {
    name: 'mkdir',
    family: 'changes',
    line: "cblr mkdir 10 'C:\\Windows\\Temp\\triage' --json",
    mainWrite: command('create directory'),
  },
  {
    name: 'rm',
    family: 'changes',
    line: "cblr rm 10 'C:\\lab\\texts\\utf8.txt' --yes --json",
    mainWrite: command('delete file'),
  },
  {
    name: 'kill',
    family: 'changes',
    line: 'cblr kill 10 explorer.exe --yes --json',
    mainWrite: command('kill'),
  },
  {
    name: 'exec',
    family: 'changes',
    line: "cblr exec 10 'cmd /c echo evidence'",
    mainWrite: command('create process'),
  },
  {
    name: 'reg set',
    family: 'changes',
    line: "cblr reg set 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Flag' --type REG_DWORD --data 1 --json",
    mainWrite: command('reg set value'),
  },
  {
    name: 'memdump --get',
    family: 'changes',
    line: "cblr memdump 10 'C:\\Windows\\Temp\\memory.dmp' --get memory.dmp --json",
    mainWrite: command('memdump'),
    isLarge: true,
  },
  { name: 'script', family: 'looks', line: "cblr connect 10 -c 'cd C:\\lab; ls texts; stat empty.txt'" },
  {
    name: 'process --all',
    family: 'queries',
    line: 'cbq process os_type:windows --all -q -o ndjson',
    lab: { processes: 2000 },
  },
  { name: 'process --count', family: 'queries', line: 'cbq process cmd.exe --count' },
  {
    name: 'process events',
    family: 'queries',
    line: 'cbq process events 00000003-0000-0d7c-01d2-2eca49f7cea2 --type netconn --json',
  },
  {
    name: 'binary download',
    family: 'queries',
    line: 'cbq binary download A276B67AC893B80B963F3415E7DD146B -o json',
  },
  { name: 'sensor', family: 'queries', line: 'cbq sensor --fields id,computer_name,os_type,group_id --json' },
  {
    name: 'sensor show',
    family: 'queries',
    line: 'cbq sensor show 10 --fields id,computer_name,group_id --json',
  },
  { name: 'watchlist', family: 'queries', line: 'cbq watchlist --json' },
  { name: 'report', family: 'queries', line: "cbq report 'feed_name:soc' --limit 20 --json" },
  {
    name: 'ban add',
    family: 'queries',
    line: `cbq ban add ${md5} --text case --force --json`,
    mainWrite: write(/banning/),
  },
  {
    name: 'isolate',
    family: 'queries',
    line: 'cbq isolate 10 --yes --json',
    mainWrite: write(/sensor\/10$/),
  },
  {
    name: 'watchlist create',
    family: 'queries',
    line: "cbq watchlist create Shares --query 'process_name:net.exe' --json",
    mainWrite: write(/watchlist$/),
  },
  {
    name: 'alert set-status',
    family: 'queries',
    line: 'cbq alert set-status resolved --hostname WIN-EP7RMLTCLAJ --yes --json',
    mainWrite: write(/alerts?(?:\?|\/|$)/),
  },
];
