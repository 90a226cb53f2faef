import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Meddler, startMeddler } from '../support/meddler.ts';
import { makeProgramWorld, type ProgramWorld, type Ran } from '../support/program-world.ts';

let world: ProgramWorld;
let between: Meddler;

beforeAll(async () => {
  world = await makeProgramWorld({ tls: false });
  between = await startMeddler(world.lab.url);
  await world.profile({ url: between.url });
  await world.profile({ token: world.lab.addUser('colleague') }, { name: 'colleague' });
});
afterAll(async () => {
  await between.end();
  await world.end();
});

/** Runs verbs in a session without a terminal. */
const shell = (sensor: number, ...lines: readonly string[]): Promise<Ran> =>
  world.run(['cblr', 'connect', String(sensor), '--yes'], { stdin: `${lines.join('\n')}\n` });
const sessions = async (): Promise<readonly { id: number; sensor_id: number; status: string }[]> =>
  JSON.parse((await world.run('cblr sessions --json')).stdout);
const local = () => readdir(world.folder);

describe('of these faults of the existing shells there is none here:', () => {
  it('a quoted path with a blank crashes or swallows the next word', async () => {
    const file = 'C:\\lab\\folder with blanks\\read me first.txt';
    const ran = await shell(
      10,
      'ls "C:\\lab\\folder with blanks" C:\\lab\\deep',
      `get "${file}" first.txt`,
      `get '${file}' "second file.txt"`,
      'cd "C:\\lab\\folder with blanks"',
      'cat "read me first.txt"',
    );
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toContain('read me first.txt\n');
    expect(ran.stdout).toContain('level-1');
    expect(await local()).toEqual(expect.arrayContaining(['first.txt', 'second file.txt']));
    const argv = await world.run(['cblr', 'cat', '10', file]);
    expect(argv.stdout).toBe(await readFile(join(world.folder, 'first.txt'), 'utf8'));
    expect(ran.stdout.endsWith(argv.stdout)).toBe(true);
  });

  it('cat of any file fails', async () => {
    const ran = await shell(
      10,
      'cat C:\\Windows\\win.ini C:\\lab\\texts\\utf16le-bom.txt C:\\lab\\empty.txt',
    );
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toContain('; for 16-bit app support');
    expect(ran.stdout).toContain('Grüße aus Köln');
    expect((await shell(1, 'cat /etc/passwd')).stdout).toMatch(/^root:x:0:0/);
  });

  it('output of exec shown as escaped bytes, wrong code page, exit code thrown away', async () => {
    const ran = await world.run(['cblr', 'exec', '10', 'cmd.exe /c type C:\\lab\\texts\\cp850.txt & exit 3']);
    expect(ran.stdout).toBe('Grüße aus Köln: naïve façade, ½ + ¼, £5, «Ende»\nsecond line\n');
    expect(ran.stderr).toBe('exit code 3\n');
    const json = await world.run(['cblr', 'exec', '10', '--json', '--propagate', 'cmd.exe /c exit 3']);
    expect([json.exitCode, JSON.parse(json.stdout)]).toMatchObject([3, { return_code: 3 }]);
  });

  it('remote temporary file left behind when the output cannot be fetched', async () => {
    const before = (await shell(10, 'ls C:\\Windows\\Temp')).stdout;
    between.meddle(({ method, url }, response) => {
      if (method !== 'GET' || !/\/file\/\d+\/content/.test(url)) return false;
      response.writeHead(500, { 'content-type': 'text/plain' }).end('disk trouble');
      return true;
    });
    const ran = await world.run('cblr exec 10 whoami');
    between.meddle(undefined);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain('disk trouble');
    expect((await shell(10, 'ls C:\\Windows\\Temp')).stdout).toBe(before);
  });

  it('get of a range documented but refused', async () => {
    const file = 'C:\\lab\\random-1m.bin';
    const ran = await shell(
      10,
      `get ${file} whole.bin`,
      `get ${file} middle.bin --offset 1000 --bytes 500`,
      `get ${file} end.bin --offset 1048000`,
      `get ${file} head.bin --bytes 4k`,
    );
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    const [whole, middle, end, head] = await Promise.all(
      ['whole', 'middle', 'end', 'head'].map((name) => readFile(join(world.folder, `${name}.bin`))),
    );
    expect(middle).toEqual(whole?.subarray(1000, 1500));
    expect(end).toEqual(whole?.subarray(1_048_000));
    expect(head).toEqual(whole?.subarray(0, 4096));
  });

  it('a local file created before the remote one is known to exist', async () => {
    await writeFile(join(world.folder, 'kept.txt'), 'kept');
    const before = await local();
    const gone = await world.run(['cblr', 'get', '10', 'C:\\nothing.txt']);
    const over = await world.run(['cblr', 'get', '10', 'C:\\nothing.txt', 'kept.txt', '--force']);
    const tree = await world.run(['cblr', 'get', '10', '-r', 'C:\\nowhere', 'folder']);
    const shown = await shell(10, 'cat C:\\nothing.txt > shown.txt');
    expect([gone, over, tree, shown].map(({ exitCode }) => exitCode)).toEqual([3, 3, 3, 3]);
    expect(await local()).toEqual(before);
    expect(await readFile(join(world.folder, 'kept.txt'), 'utf8')).toBe('kept');
  });

  it('a relative path ignored by put', async () => {
    await mkdir(join(world.folder, 'tools'));
    await writeFile(join(world.folder, 'tools', 'one.txt'), 'one');
    const ran = await shell(
      10,
      'mkdir C:\\Windows\\Temp\\put',
      'cd C:\\Windows\\Temp\\put',
      'put tools/one.txt',
      'lcd tools',
      'put ./one.txt two.txt',
      'put one.txt ..\\put\\three.txt',
      'ls --fields filename',
      'cat two.txt',
      'cd ..',
      'rm -r put',
    );
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(/one\.txt\nthree\.txt\ntwo\.txt\none$/);
  });

  it('Ctrl-C leaves the program and closes the session', async () => {
    const driver = await world.shell('cblr connect 10');
    const running = driver.line('exec --wait ping -n 2 127.0.0.1');
    await driver.runtime.clock.sleep(500);
    driver.runtime.interrupt();
    expect(await running).toMatchObject({ exitCode: 130, kind: 'Interrupted' });
    // What became of it on the sensor is said.
    expect(driver.takeErr()).toMatch(/exec ping -n 2 127\.0\.0\.1: stopped[\s\S]*commands shows it/);
    expect(await sessions()).toMatchObject([{ sensor_id: 10, status: 'active' }]);
    driver.takeOut();
    expect(await driver.line('stat C:\\lab\\empty.txt')).toEqual({ exitCode: 0 });
    expect(driver.takeOut()).toContain('empty.txt');
    // At the prompt it says how to leave, and does not.
    await driver.keys('\u0003', '\u0003');
    expect(driver.takeErr()).toContain('exit or Ctrl-D to leave');
    await driver.enter('exit');
    expect(await driver.ended).toBe(0);
    expect(await sessions()).toEqual([]);
  });

  it('a verb without a session shows a stack', async () => {
    for (const verb of ['commands', 'files', 'archive', 'cancel']) {
      const ran = await world.run(['cblr', verb, '10', ...(verb === 'cancel' ? ['1'] : [])]);
      expect([verb, ran.exitCode, ran.stdout]).toEqual([verb, 3, '']);
      expect(ran.stderr).toMatch(
        /^cblr: no session on sensor 10 \(WIN-EP7RMLTCLAJ\)\nhint: cblr connect 10 .*\n$/,
      );
    }
    // And one whose session an administrator closes under it gets another.
    const driver = await world.shell('cblr connect 10');
    const [session] = await sessions();
    await world.run(`cblr session close ${session?.id} --yes`);
    driver.takeErr();
    expect(await driver.line('ls C:\\lab\\empty.txt')).toEqual({ exitCode: 0 });
    expect(driver.takeErr()).toMatch(/session \d+ (?:is gone|was closed|has ended).*; opened session \d+/);
    await driver.enter('exit');
    await driver.ended;
  });

  it('kill of a missing pid prints nothing', async () => {
    const ran = await world.run('cblr kill 10 --yes 999999');
    expect(ran).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: 'cblr: no process 999999 on WIN-EP7RMLTCLAJ\nhint: ps lists them\n',
    });
  });

  it('Windows path rules applied to a Linux sensor', async () => {
    const ran = await shell(
      1,
      'cd /tmp',
      'mkdir a\\b C:\\dir Case case',
      'ls --fields filename',
      'cd a\\b',
      'pwd',
      'cd ..',
      'pwd',
      'cd case',
      'pwd',
      'cd /',
      'rm -r /tmp/a\\b /tmp/C:\\dir /tmp/Case /tmp/case',
    );
    expect(ran).toMatchObject({ exitCode: 0 });
    const names = ran.stdout
      .split('\n')
      .filter((line) => !line.startsWith('deleted') && line !== '.X11-unix');
    expect(names).toEqual(['C:\\dir', 'Case', 'a\\b', 'case', '/tmp/a\\b', '/tmp', '/tmp/case', '']);
    expect((await world.run('cblr cat 1 /ETC/passwd')).exitCode).toBe(3);
  });

  it("a colleague's session silently adopted and then closed", async () => {
    await world.run(['cblr', '-p', 'colleague', 'connect', '10', '--keep', '-c', 'ls C:\\lab\\empty.txt']);
    const [theirs] = await sessions();
    const ran = await world.run(['cblr', 'ls', '10', 'C:\\lab\\empty.txt']);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toMatch(
      new RegExp(`^joined session ${theirs?.id} on WIN-EP7RMLTCLAJ, .*colleague.*\\n.* stays open`),
    );
    expect(await sessions()).toMatchObject([{ id: theirs?.id, status: 'active' }]);
    await world.run(`cblr session close ${theirs?.id} --yes`);

    // Nor is one of ours closed under a colleague who has come since.
    const driver = await world.shell('cblr connect 10');
    await world.run(['cblr', '-p', 'colleague', 'ls', '10', 'C:\\lab\\empty.txt']);
    driver.takeErr();
    await driver.enter('exit');
    await driver.ended;
    expect(driver.takeErr()).toMatch(/session \d+ on WIN-EP7RMLTCLAJ stays open.*colleague/);
    const [ours] = await sessions();
    expect(ours).toMatchObject({ status: 'active' });
    await world.run(`cblr session close ${ours?.id} --yes`);
  });

  it('the log of what was done stays empty', async () => {
    const driver = await world.shell('cblr connect 10');
    await driver.line('ls C:\\lab\\empty.txt');
    await driver.line('exec --wait whoami');
    // Files of ours are deleted behind the prompt, when the transcript is on the disk.
    const done = await vi.waitFor(async () => {
      driver.takeOut();
      await driver.line('commands -o json --fields name,object,username');
      const listed = JSON.parse(driver.takeOut()) as { name: string }[];
      expect(listed.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['directory list', 'create process', 'get file', 'delete file']),
      );
      return listed;
    });
    expect(done[0]).toMatchObject({ username: 'admin' });
    const [session] = await sessions();
    const seen = await world.run(`cblr session commands ${session?.id} --json`);
    expect((JSON.parse(seen.stdout) as unknown[]).length).toBeGreaterThanOrEqual(done.length);
    await driver.enter('exit');
    await driver.ended;
    const history = await readFile(join(world.state, 'history-default'), 'utf8');
    expect(history).toContain('ls C:\\lab\\empty.txt\nexec --wait whoami\ncommands');
  });
});
