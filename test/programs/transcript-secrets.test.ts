import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

const secret = 'hunter2Planted';

/** Twenty ways in which a password gets onto a line. */
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
];

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('twenty passwords that were typed stand in no file of ours', async () => {
  const driver = await world.shell('cblr connect 10');
  for (const line of lines)
    await driver.line(line.startsWith('exec') ? `exec --wait ${line.slice(5)}` : line);
  await driver.enter('exit');
  await driver.ended;
  await world.run(['cblr', 'exec', '10', 'net', 'user', 'ann', secret, '/add']);
  const files = await filesBelow(world.home);
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
