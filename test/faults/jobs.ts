import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabOptions } from '../../src/lab/lab.ts';
import type { Asked } from './asked.ts';

/** A job as a person gives it, on sensor 10 of a fresh lab. */
export interface Job {
  readonly name: string;
  /** As for `/bin/sh`, in a folder of its own. */
  readonly line: string;
  readonly lab?: LabOptions;
  /** Puts local files there, before. */
  readonly prepare?: (folder: string) => Promise<void>;
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
  { name: 'ls', line: "cblr ls 10 'C:\\lab\\texts' --json" },
  { name: 'stat', line: "cblr stat 10 'C:\\Windows\\explorer.exe' --json" },
  { name: 'find', line: "cblr find 10 'C:\\lab\\deep' --depth 3 --name '*.txt' --json" },
  { name: 'cat', line: "cblr cat 10 'C:\\lab\\texts\\utf8.txt'" },
  { name: 'hexdump', line: "cblr hexdump 10 'C:\\lab\\texts\\cp437.txt'" },
  { name: 'get', line: "cblr get 10 'C:\\lab\\random-1m.bin' --json" },
  { name: 'get -r', line: "cblr get 10 -r 'C:\\lab\\texts' --json" },
  { name: 'ps', line: 'cblr ps 10 --json' },
  {
    name: 'reg query',
    line: "cblr reg query 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run' --json",
  },
  {
    name: 'reg export',
    line: "cblr reg export 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run'",
  },
  {
    name: 'put',
    line: "cblr put 10 triage.bin 'C:\\Windows\\Temp\\' --json",
    prepare: local('triage.bin', 100_000),
    mainWrite: command('put file'),
  },
  {
    name: 'put --force',
    line: "cblr put 10 triage.bin 'C:\\lab\\texts\\utf8.txt' --force --yes --json",
    prepare: local('triage.bin', 1_000),
    mainWrite: command('put file'),
  },
  {
    name: 'mkdir',
    line: "cblr mkdir 10 'C:\\Windows\\Temp\\triage' --json",
    mainWrite: command('create directory'),
  },
  {
    name: 'rm',
    line: "cblr rm 10 'C:\\lab\\texts\\utf8.txt' --yes --json",
    mainWrite: command('delete file'),
  },
  { name: 'kill', line: 'cblr kill 10 explorer.exe --yes --json', mainWrite: command('kill') },
  { name: 'exec', line: "cblr exec 10 'cmd /c echo evidence'", mainWrite: command('create process') },
  {
    name: 'reg set',
    line: "cblr reg set 10 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Flag' --type REG_DWORD --data 1 --json",
    mainWrite: command('reg set value'),
  },
  {
    name: 'memdump --get',
    line: "cblr memdump 10 'C:\\Windows\\Temp\\memory.dmp' --get memory.dmp --json",
    mainWrite: command('memdump'),
  },
  { name: 'script', line: "cblr connect 10 -c 'cd C:\\lab; ls texts; stat empty.txt'" },
  { name: 'process --all', line: 'cbq process os_type:windows --all -q -o ndjson', lab: { processes: 2000 } },
  { name: 'process --count', line: 'cbq process cmd.exe --count' },
  {
    name: 'process events',
    line: 'cbq process events 00000003-0000-0d7c-01d2-2eca49f7cea2 --type netconn --json',
  },
  { name: 'binary download', line: 'cbq binary download A276B67AC893B80B963F3415E7DD146B -o json' },
  { name: 'sensor', line: 'cbq sensor --json' },
  { name: 'sensor show', line: 'cbq sensor show 10 --json' },
  { name: 'watchlist', line: 'cbq watchlist --json' },
  { name: 'report', line: "cbq report 'feed_name:soc' --limit 20 --json" },
  { name: 'ban add', line: `cbq ban add ${md5} --text case --force --json`, mainWrite: write(/banning/) },
  { name: 'isolate', line: 'cbq isolate 10 --yes --json', mainWrite: write(/sensor\/10$/) },
  {
    name: 'watchlist create',
    line: "cbq watchlist create Shares --query 'process_name:net.exe' --json",
    mainWrite: write(/watchlist$/),
  },
  {
    name: 'alert set-status',
    line: 'cbq alert set-status resolved --hostname WIN-EP7RMLTCLAJ --yes --json',
    mainWrite: write(/alerts?(?:\?|\/|$)/),
  },
];
