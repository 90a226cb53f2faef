import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verbs } from '../../src/verbs/index.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** A call of every verb that changes something, and the first write that a dry run of it prints. */
const lines: readonly (readonly [string, RegExp | undefined])[] = [
  ['mkdir -n C:\\new', /"name":"create directory"/],
  ['mkdir -n -p C:\\new\\deep', /"name":"create directory"/],
  ['rm -n C:\\lab\\empty.txt', /"name":"delete file"/],
  ['rm -n -r "C:\\lab\\folder with blanks"', /"name":"create process"/],
  ['cp -n C:\\lab\\empty.txt C:\\new.txt', /"object":"[^"]*cmd.exe \/d \/v:off \/c if exist /],
  ['mv -n C:\\lab\\empty.txt C:\\new.txt', /"name":"create process"/],
  // This Windows brings nothing for archives: test/verbs/zip.test.ts.
  ['zip -n C:\\new.zip C:\\lab\\texts', undefined],
  ['unzip -n C:\\lab\\empty.txt', undefined],
  // It writes here alone, and in a dry run nothing.
  ['mirror -n --hash C:\\lab\\texts texts', undefined],
  ['put -n x.txt C:\\Windows\\Temp\\', /^POST \S+\/file /],
  ['put -n --force x.txt C:\\lab\\empty.txt', /^POST \S+\/file /],
  ['put -n -r . C:\\new', /"name":"create directory"/],
  // An editor wants a terminal, which this script has not: test/verbs/edit.test.ts.
  ['edit -n C:\\Windows\\win.ini', undefined],
  ['kill -n explorer.exe', /"name":"kill"/],
  ['respond -n explorer.exe', /"name":"kill"/],
  ['hash -n C:\\lab\\random-1m.bin', /"object":"[^"]*certutil/],
  ['netstat -n', /"object":"[^"]*netstat\.exe -ano"/],
  ['ifconfig -n', /Get-WmiObject Win32_NetworkAdapterConfiguration /],
  ['services -n', /Get-WmiObject Win32_Service /],
  ['tasks -n', /"object":"[^"]*schtasks\.exe /],
  ['autoruns -n', /"object":"[^"]*cmd\.exe \/d \/q /],
  ['dlls -n svch0st.exe', /"object":"[^"]*powershell\.exe /],
  ['snap -n', /"object":"[^"]*cmd\.exe \/d \/q /],
  ['users -n', /Get-WmiObject Win32_UserAccount /],
  ['env -n', /"object":"[^"]*cmd\.exe \/d \/c set"/],
  ['exec -n whoami', /"name":"create process"/],
  ['exec -n --no-wait whoami', /"name":"create process"/],
  ['exec -n --follow whoami', /"name":"create process"/],
  ['run -n x.txt', /^POST \S+\/file /],
  ['memdump -n C:\\m.dmp', /"name":"memdump"/],
  ['reg set -n HKLM\\SOFTWARE\\Acme\\Level --data 1', /"name":"reg set value"/],
  ['reg create -n HKLM\\SOFTWARE\\Acme', /"name":"reg create key"/],
  ['reg delete -n HKLM\\SOFTWARE\\Lab\\Types\\text', /"name":"reg delete value"/],
  ['reg delete -n --key HKLM\\SOFTWARE\\Lab\\Types', /"name":"reg delete key"/],
  ['reg import -n x.reg', /"name":"reg set value"/],
  ['files rm -n 1', /^DELETE \S+\/file\/1$/],
  ['cancel -n 1', /^PUT \S+\/command\/1 /],
  ['isolate -n', /^PUT \/api\/v1\/sensor\/10 .*"network_isolation_enabled":true/],
  // It is not isolated: there is nothing to print.
  ['unisolate -n', undefined],
  // Nothing was changed yet: test/plays/undo-shell.txt.
  ['undo -n', undefined],
  ['ban -n 1772', /^POST \S+\/banning\/blacklist /],
];

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await writeFile(join(world.folder, 'x.txt'), 'x');
  const reg =
    'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab]\r\n"a"="b"\r\n';
  await writeFile(join(world.folder, 'x.reg'), reg);
});
afterAll(() => world.end());

test('a dry run of a line of the shell prints every write, sends none, and is over with its line', async () => {
  const script = [
    ...lines.map(([line]) => line),
    'mkdir C:\\sent',
    'commands -o ndjson --count 500 > commands.ndjson',
  ];
  await writeFile(join(world.folder, 'lines.txt'), script.join('\n'));
  const before = world.lab.requests.length;
  const { stdout, stderr } = await world.run('cblr connect 10 --script lines.txt --keep-going');
  const printed = stdout.split('\n').filter((line) => /^(?:POST|PUT|DELETE) /.test(line));
  const missing = lines.filter(
    ([, write]) => write !== undefined && !printed.some((each) => write.test(each)),
  );
  expect(
    missing.map(([line]) => line),
    `${stdout}${stderr}`,
  ).toEqual([]);

  const listed = (await readFile(join(world.folder, 'commands.ndjson'), 'utf8')).trim().split('\n');
  const posted = listed.map((each) => (JSON.parse(each) as { readonly name: string }).name);
  const reads = ['directory list', 'process list', 'get file', 'reg query value', 'reg enum key'];
  expect(posted.filter((name) => !reads.includes(name))).toEqual(['create directory']);
  const written = world.lab.requests
    .slice(before)
    .filter(({ method, url }) => method !== 'GET' && !/\/session(?:\/\d+(?:\/command)?)?$/.test(url));
  expect(written).toEqual([]);
});

test('every verb that does more than read is among them', () => {
  const known = lines.map(([line]) => line);
  const missing = verbs
    .filter(({ effect, effectOf }) => effect !== 'reads' || effectOf !== undefined)
    .filter(({ name }) => !known.some((line) => line.startsWith(`${name} `)));
  expect(
    missing.map(({ name }) => name),
    'add a line with -n for it',
  ).toEqual([]);
});
