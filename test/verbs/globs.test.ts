import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

async function pathsOf(line: string, sensor: 1 | 10 = 10): Promise<readonly string[]> {
  const list = (await (await world.on(sensor)).json(line)) as readonly { readonly path: string }[];
  return list.map(({ path }) => path);
}

describe('wildcards in every part', () => {
  test('match folder by folder, and a folder that has no such name matches nothing', async () => {
    expect(await pathsOf('stat C:\\Users\\*\\NTUSER.DAT')).toEqual([
      'C:\\Users\\Administrator\\NTUSER.DAT',
      'C:\\Users\\Jörg Müller\\NTUSER.DAT',
    ]);
    expect(await pathsOf('ls "C:\\Users\\*\\Down*\\*.docm"')).toEqual([
      'C:\\Users\\Administrator\\Downloads\\Invoice 4711 (überfällig).docm',
    ]);
    expect(await pathsOf('ls /home/*/.ssh/*', 1)).toEqual(['/home/mgarcia/.ssh/authorized_keys']);
  });

  test('list each folder once, and ask nothing of those that do not match', async () => {
    const sensor = await world.on(1);
    await sensor.out('pwd');
    const before = world.lab.requests.length;
    await sensor.out('ls /home/*/{.bash*,.ssh}');
    const posted = world.lab.requests.slice(before).filter(({ method }) => method === 'POST');
    // /home, what is in it, and the one that is named without a wildcard.
    expect(posted).toHaveLength(3);
  });

  test('show in which folder each name is', async () => {
    const { stdout } = await (await world.on(10)).run('ls C:\\Users\\*\\D*', { tty: true });
    expect(stdout).toMatch(/IN +NAME\n/);
    expect(stdout).toMatch(/C:\\Users\\Administrator +Desktop\n/);
    expect(stdout).toMatch(/C:\\Users\\Jörg Müller +Documents\n/);
    const flat = await (await world.on(10)).run('ls C:\\Users\\D*', { tty: true });
    expect(flat.stdout).not.toMatch(/IN +NAME/);
  });

  test('go through no link, and say so once', async () => {
    const ran = await (await world.on(10)).run('ls C:\\Users\\*\\{Desktop,Downloads}\\*');
    expect(ran.stderr).toBe(
      'a link was not gone through (a folder in a cloud may look like one): C:\\Users\\All Users\n',
    );
    expect(ran.exitCode).toBe(0);
  });

  test('of a folder that cannot be listed are no proof that nothing matches', async () => {
    const none = await (await world.on(10)).run('ls C:\\S*\\nope*');
    expect(none.stderr).toContain('System Volume Information: 0x80070005 access denied');
    expect(none.stderr).toContain('nothing was found that matches C:\\S*\\nope*, but not all was seen');
    expect(none.exitCode).toBe(6);
    const some = await (await world.on(10)).run('ls C:\\*\\*.ini');
    expect(some.stdout).toContain('win.ini');
    expect(some.exitCode).toBe(6);
    const acted = await (await world.on(10)).run('rm C:\\*\\win.in? --yes');
    expect(acted).toMatchObject({ exitCode: 1, stdout: '', kind: 'CommandFailed' });
    expect(await pathsOf('ls C:\\Windows\\win.in?')).toHaveLength(1);
  });
});

describe('braces', () => {
  test('may name what is there, and wildcards among them may match nothing', async () => {
    expect(await pathsOf('ls C:\\Windows\\{win,system}.ini')).toHaveLength(2);
    expect(await pathsOf('stat C:\\Windows\\*.{ini,nope}')).toHaveLength(2);
    expect(await pathsOf('ls C:\\Windows\\*.{ini,nope}')).toHaveLength(2);
    for (const verb of ['ls', 'stat']) {
      const missing = await (await world.on(10)).run(`${verb} C:\\Windows\\{win,nope}.ini`);
      expect(missing.stderr).toContain('C:\\Windows\\nope.ini is not on');
      expect(missing.exitCode).toBe(3);
    }
    const none = await (await world.on(10)).run('stat C:\\Windows\\*.{nope,neither}');
    expect(none.stderr).toContain('nothing matches C:\\Windows\\*.{nope,neither} on');
  });

  test('are what each verb with wildcards takes', async () => {
    const sensor = await world.on(10);
    const both = 'C:\\W*\\{win,system}.ini';
    expect(await sensor.out(`cat ${both}`)).toMatch(/for 16-bit app support[\s\S]*for 16-bit app support/);
    expect((await sensor.out(`cat --raw ${both}`)).length).toBe(56 + 92);
    expect(await sensor.json(`hash ${both} --here`)).toHaveLength(2);
    expect(await sensor.json(`grep support ${both}`)).toHaveLength(2);
    expect(await sensor.json(`du ${both}`)).toHaveLength(2);
    await sensor.out(`get ${both} glob`);
    expect((await readdir(join(world.folder, 'glob'))).sort()).toEqual(['system.ini', 'win.ini']);
    await sensor.out('cd C:\\Us*\\{Pub,nope}*');
    expect(sensor.live.place.directory).toBe('C:\\Users\\Public');
    await sensor.out('cd');
  });

  test('are what is asked about, and nothing else goes', async () => {
    const sensor = await world.on(1);
    await sensor.out('mkdir /tmp/glob');
    for (const name of ['a.x', 'b.x', 'c.x', '{a,b}.x', '*.x']) await sensor.out(`mkdir "/tmp/glob/${name}"`);
    const asked = await sensor.run('rm -r /tmp/g*/{a,b}.x', { tty: true, answers: [true] });
    expect(asked.questions).toEqual([
      'delete /tmp/glob/a.x, /tmp/glob/b.x with everything in it on devr-test?',
    ]);
    expect(await pathsOf('ls /tmp/glob', 1)).toEqual(['/tmp/glob/*.x', '/tmp/glob/c.x', '/tmp/glob/{a,b}.x']);
    await sensor.out('rm -r "/tmp/glob/*.x" --yes');
    await sensor.out('rm -r "/tmp/glob/{a,b}.x" --yes');
    expect(await pathsOf('ls /tmp/glob', 1)).toEqual(['/tmp/glob/c.x']);
    const quoted = await sensor.run('rm -r "/tmp/glob/*.x" --yes');
    const listed = await sensor.run('ls "/tmp/glob/*.x"');
    for (const { stderr } of [quoted, listed]) {
      expect(stderr).toContain('/tmp/glob/*.x is not on devr-test');
      expect(stderr).toContain('in quotes * ? and [ are plain characters: leave them outside');
    }
  });
});
