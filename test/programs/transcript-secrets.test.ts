import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesIn } from '../support/files-in.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { unzipped } from '../support/unzipped.ts';

const secret = 'hunter2Planted';

/** Twenty ways in which a password gets onto a line, and another order of the first. */
const lines: readonly string[] = [
  `exec net user ann ${secret} /add`,
  `exec "C:\\Windows\\System32\\net.exe" use z: \\\\srv\\share ${secret}`,
  `exec net use \\\\srv\\share /user:corp\\ann ${secret}`,
  `exec psexec \\\\h -u ann -p ${secret} cmd`,
  `exec schtasks /create /tn x /ru ann /rp ${secret}`,
  `exec cmdkey /add:h /user:ann /pass:${secret}`,
  `exec curl -u ann:${secret} https://host.example/`,
  `exec curl https://ann:${secret}@host.example/`,
  `exec curl -H "Authorization: Bearer ${secret}"`,
  `exec mysql -u root -p${secret}`,
  `exec 7z x -p${secret} a.7z`,
  `exec sqlcmd -U sa -P ${secret}`,
  `exec plink -pw ${secret} h`,
  `exec tool --password ${secret}`,
  `exec tool --api-key=${secret}`,
  `exec cmd /c set AWS_SECRET_ACCESS_KEY=${secret}`,
  `exec sc config svc obj= .\\ann password= ${secret}`,
  `exec reg add HKLM\\SOFTWARE\\Winlogon /v DefaultPassword /t REG_SZ /d ${secret}`,
  `reg set HKLM\\SOFTWARE\\Acme\\DefaultPassword --type REG_SZ --data ${secret}`,
  `note the password: ${secret}`,
  `exec cmd /c net user /add ann ${secret}`,
];

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

test('passwords that were typed stand in no file of ours', async () => {
  const driver = await world.shell('cblr connect 10');
  for (const line of lines)
    await driver.line(line.startsWith('exec') ? `exec --wait ${line.slice(5)}` : line);
  await driver.enter('exit');
  await driver.ended;
  await world.run(['cblr', 'exec', '10', 'net', 'user', 'ann', secret, '/add']);
  const files = await filesIn(world.home);
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  expect(files.filter((_file, at) => texts[at]?.includes(secret))).toEqual([]);
  const transcripts = texts.filter((_text, at) => /transcripts.default.2.*ndjson$/.test(files[at] ?? ''));
  expect(transcripts).toHaveLength(2);
  // They were sent, and stand there masked.
  expect(transcripts.join('').match(/"kind":"command"/g)?.length).toBeGreaterThan(19);
  for (const verb of ['net user ann ***', '--data ***', 'the password: ***'])
    expect(transcripts.join('')).toContain(verb);
  expect(files.some((file) => file.includes('history-default'))).toBe(true);
});

test('nor in any file of a case: journal, transcripts, results, report, and what is handed over', async () => {
  const run = async (words: readonly string[]) => {
    const { exitCode, stderr } = await world.run(words);
    expect(exitCode, `${words.join(' ')}: ${stderr}`).toBe(0);
  };
  await run(['cblr', 'case', 'open', 'secrets']);
  const driver = await world.shell('cblr connect 10');
  for (const line of lines)
    await driver.line(line.startsWith('exec') ? `exec --wait ${line.slice(5)}` : line);
  await driver.enter('exit');
  await driver.ended;
  await run(['cblr', 'case', 'note', `the password: ${secret}`]);
  await run(['cblr', 'case', 'pin', 'sensor', '10', '--note', `net user ann ${secret} /add`]);
  await run(['cbq', 'process', `cmdline:"--password ${secret}"`, '--save', 'hits']);
  await run(['cblr', 'case', 'report', '--html', 'report.html', '--md', 'report.md']);
  await run(['cblr', 'case', 'report']);
  await run(['cblr', 'case', 'export', 'secrets.zip']);
  const zip = unzipped(await readFile(join(world.folder, 'secrets.zip')));
  const files = await filesIn(world.home);
  const texts = new Map<string, string>([
    ...(await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const))),
    ...[...zip].map(([name, bytes]) => [`secrets.zip/${name}`, bytes.toString('latin1')] as const),
  ]);
  expect([...texts].filter(([, text]) => text.includes(secret)).map(([file]) => file)).toEqual([]);
  // What was typed is told, masked.
  for (const name of ['report.html', 'report.md', 'secrets/report.html', 'secrets.zip/report.html']) {
    const [, report = ''] = [...texts].find(([file]) => file.endsWith(name)) ?? [];
    expect(report.match(/net.{1,2}user.{1,2}ann.{1,9}\*/g)?.length, name).toBeGreaterThan(0);
    expect(report.match(/\*\\?\*\\?\*/g)?.length, name).toBeGreaterThan(20);
  }
  // The archive is the server's own record, which has them as they were sent (docs/case.md); what is told of it has not.
  const archive = files.find((file) => file.endsWith('.tar.gz')) ?? '';
  expect(gunzipSync(await readFile(archive)).includes(secret)).toBe(true);
  const verified = await world.run(['cblr', 'archive', 'verify', archive, '--all', '-o', 'json']);
  expect([verified.exitCode, verified.stdout.includes(secret)]).toEqual([0, false]);
  expect(verified.stdout).toContain('net user ann ***');
});

test('nor in what is told of an archive where no transcript knows of them', async () => {
  await world.run(['cblr', 'connect', '10', '--keep', '-c', 'ps', '--case', 'off']);
  await world.profile({ token: world.lab.addUser('colleague') }, { name: 'colleague' });
  const theirs = ['exec', '10', '--wait', 'net', 'user', 'ann', secret, '/add'];
  await world.run(['cblr', '-p', 'colleague', '--case', 'off', '--transcript', 'off', ...theirs]);
  const sessions = JSON.parse((await world.run('cblr sessions --json')).stdout) as { id: number }[];
  const file = join(world.folder, 'theirs.tar.gz');
  await world.run(['cblr', 'session', 'archive', String(sessions.at(-1)?.id), file, '--case', 'off']);
  const { exitCode, stdout } = await world.run(['cblr', 'archive', 'verify', file, '--all']);
  expect(exitCode).toBe(6);
  expect(stdout).toContain('net user ann ***');
  expect(stdout).not.toContain(secret);
});
