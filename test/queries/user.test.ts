import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const secret = '5a1e7eed5a1e7eed5a1e7eed5a1e7eed5a1e7eed';
const mia = {
  id: 7,
  username: 'mia',
  first_name: 'Mia',
  last_name: 'Berg',
  email: 'mia@example.net',
  global_admin: false,
  teams: [{ id: 1, name: 'SOC' }],
  auth_token: secret,
  api_token_hash: secret,
  password: secret,
  phone: '7',
};
const tom = { id: 'tom', username: 'tom', global_admin: 'True', teams: [2] };
const teams = [
  { id: 1, name: 'SOC' },
  { id: '2', name: 'Auditors' },
];
const list = (...users: readonly Record<string, unknown>[]) =>
  server.answers('GET', '/api/users', 200, users.length === 0 ? [mia, tom] : users);
const listTeams = () => server.answers('GET', '/api/teams', 200, teams);
const shows = (user: Record<string, unknown>) =>
  server.answers('GET', `/api/user/${String(user['username'])}`, 200, user);

describe('cbq user', () => {
  test('lists users with the names of their teams, which old servers leave out', async () => {
    list();
    listTeams();
    const { out } = await cbq(server, ['user', '-o', 'table']);
    expect(out).toMatch(/^mia +Mia Berg +mia@example.net +no +SOC$/m);
    expect(out).toMatch(/^tom +yes +Auditors$/m);
  });

  test.each([['table'], ['tsv'], ['json'], ['ndjson'], ['csv']])(
    'shows no token and no password as %s',
    async (mode) => {
      list(mia);
      const all = await cbq(server, ['user', '-o', mode]);
      list(mia);
      shows(mia);
      const one = await cbq(server, ['user', 'show', 'mia', '-o', mode]);
      expect(all.out + one.out).toContain('mia@example.net');
      expect(one.out).toContain('phone');
      expect(all.out + all.err + one.out + one.err).not.toContain(secret);
      expect(all.out + one.out).not.toMatch(/token|password/);
    },
  );

  test('shows one of a server that has no route for it, from the list', async () => {
    for (const status of [404, 405, 500]) {
      list();
      server.answers('GET', '/api/user/mia', status, 'no');
      list();
      const { out } = await cbq(server, [
        'user',
        'show',
        'mia@example.net',
        '--fields',
        'username,full_name',
      ]);
      expect(out).toBe('username\tmia\nfull_name\tMia Berg\n');
    }
  });

  test('names the right that is missing', async () => {
    server.answers('GET', '/api/users', 403, 'no');
    const { exitCode, err } = await cbq(server, ['user']);
    expect([exitCode, err]).toEqual([4, expect.stringContaining('of a global administrator')]);
  });
});

describe('cbq user create', () => {
  const words = [
    'user',
    'create',
    'jdoe',
    '--first-name',
    'Jane',
    '--last-name',
    'Doe',
    '--email',
    'j@example.net',
  ];
  const password = 'correct horse "battery"';

  test('asks for the password twice', async () => {
    list();
    listTeams();
    server.answers('POST', '/api/user', 200, { result: 'success' });
    shows({ username: 'jdoe' });
    const runtime = makeRuntime({ tty: true, answers: [password, password] });
    const { exitCode } = await cbq(
      server,
      [...words, '--team', 'auditors', '--team', '1', '--global-admin'],
      { runtime },
    );
    expect(exitCode).toBe(0);
    expect(runtime.questions).toEqual(['Password for jdoe', 'The same again']);
    expect(server.requests.find(({ method }) => method === 'POST')?.body).toEqual({
      username: 'jdoe',
      first_name: 'Jane',
      last_name: 'Doe',
      email: 'j@example.net',
      password,
      global_admin: true,
      teams: [2, 1],
    });
  });

  test('takes it from stdin, without the line break', async () => {
    list();
    server.answers('POST', '/api/user', 200, { result: 'success' });
    shows({ username: 'jdoe' });
    const { out } = await cbq(server, [...words, '--password-stdin'], { stdin: `${password}\r\n` });
    expect(out).toBe('jdoe\tdone\t\n');
    expect(server.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({ password });
  });

  test('takes one that PowerShell saved, not the bytes of its UTF-16', async () => {
    list();
    server.answers('POST', '/api/user', 200, { result: 'success' });
    shows({ username: 'jdoe' });
    const stdin = Buffer.from(`\ufeff${password}\r\n`, 'utf16le');
    expect(await cbq(server, [...words, '--password-stdin'], { stdin })).toMatchObject({ exitCode: 0 });
    expect(server.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({ password });
  });

  test.each([
    ['', 'stdin holds no password'],
    ['\n', 'stdin holds no password'],
    ['one\ntwo\n', 'stdin holds more than one line'],
  ])('sends nothing where stdin holds %j', async (stdin, message) => {
    list();
    const { exitCode, err } = await cbq(server, [...words, '--password-stdin'], { stdin });
    expect([exitCode, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('sends nothing where the two differ, where it is empty, and where nobody can be asked', async () => {
    list();
    const differs = await cbq(server, words, { tty: true, answers: ['one', 'two'] });
    expect([differs.exitCode, differs.err]).toEqual([2, expect.stringContaining('the two passwords differ')]);
    list();
    const empty = await cbq(server, words, { tty: true, answers: [''] });
    expect([empty.exitCode, empty.err]).toEqual([2, expect.stringContaining('the password is empty')]);
    list();
    const nobody = await cbq(server, words);
    expect([nobody.exitCode, nobody.err]).toEqual([
      2,
      expect.stringContaining('--password-stdin reads it from stdin'),
    ]);
    list();
    const terminal = await cbq(server, [...words, '--password-stdin'], { tty: true });
    expect([terminal.exitCode, terminal.err]).toEqual([
      2,
      expect.stringContaining('which would show the password'),
    ]);
  });

  test.each([
    [400, 'the password correct horse "battery" is too weak'],
    [400, JSON.stringify('the password correct horse "battery" is too weak')],
    [200, { result: 'the password correct horse "battery" is too weak' }],
  ])('repeats no password that a server repeats (%i)', async (status, said) => {
    list();
    server.answers('POST', '/api/user', status, said);
    // A refusal in a reply of 200 is looked behind.
    if (status === 200) list();
    const { exitCode, err, out } = await cbq(server, [...words, '--password-stdin', '--json'], {
      stdin: password,
    });
    expect(exitCode).toBe(1);
    expect(err + out).toContain('the password *** is too weak');
    expect(err + out).not.toContain('horse');
  });

  test('refuses a name that is taken', async () => {
    list();
    const { exitCode, err } = await cbq(server, ['user', 'create', 'MIA', '--password-stdin'], {
      stdin: 'x',
    });
    expect([exitCode, err]).toEqual([1, expect.stringContaining('there is a user "mia" already')]);
  });
});

describe('cbq user set', () => {
  test('sends the whole user without what is secret, and looks what came of it', async () => {
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 200, { result: 'success' });
    shows({ ...mia, email: 'm@example.net', global_admin: true });
    const { out } = await cbq(server, [
      'user',
      'set',
      'mia',
      '--email',
      'm@example.net',
      '--global-admin',
      'yes',
    ]);
    expect(out).toBe('mia\tdone\t\n');
    expect(server.requests.find(({ method }) => method === 'PUT')?.body).toEqual({
      id: 7,
      username: 'mia',
      first_name: 'Mia',
      last_name: 'Berg',
      email: 'm@example.net',
      global_admin: true,
      teams: [{ id: 1, name: 'SOC' }],
      phone: '7',
    });
  });

  test('sends nothing where it is so already, or there is nothing to change', async () => {
    list();
    server.info();
    shows(mia);
    expect((await cbq(server, ['user', 'set', 'mia', '--first-name', 'Mia'])).out).toBe(
      'mia\talready so\t\n',
    );
    expect((await cbq(server, ['user', 'set', 'mia'])).exitCode).toBe(2);
  });

  test('stops where somebody else changed the user meanwhile, showing both', async () => {
    list();
    server.info();
    shows({ ...mia, last_name: 'Holm' });
    const { exitCode, err } = await cbq(server, ['user', 'set', 'mia', '--first-name', 'Maria']);
    expect(exitCode).toBe(1);
    expect(err).toContain('user mia was changed meanwhile: last_name was "Berg" and is "Holm"');
  });

  test('does not believe a server that says yes and does nothing', async () => {
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 204);
    shows(mia);
    const { exitCode, err } = await cbq(server, ['user', 'set', 'mia', '--first-name', 'Maria']);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('shows nothing of it')]);
  });
});

describe('cbq user set-password', () => {
  const put = () => server.requests.find(({ method }) => method === 'PUT')?.body;

  test('asks for the present one, and for the new one twice', async () => {
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 200, { result: 'success' });
    const runtime = makeRuntime({ tty: true, answers: ['old one', 'new one', 'new one'] });
    expect((await cbq(server, ['user', 'set-password', 'mia'], { runtime })).exitCode).toBe(0);
    expect(runtime.questions).toEqual(['Present password of mia', 'New password for mia', 'The same again']);
    expect(put()).toMatchObject({ username: 'mia', password: 'new one', current_password: 'old one' });
  });

  test('takes both from stdin, and repeats neither of them', async () => {
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 400, 'old one is not it, and new one is weak');
    const { err } = await cbq(server, ['user', 'set-password', 'mia', '--password-stdin'], {
      stdin: 'old one\nnew one\n',
    });
    expect(put()).toMatchObject({ password: 'new one', current_password: 'old one' });
    expect(err).toContain('*** is not it, and *** is weak');
  });

  test.each([['one\n'], [''], ['one\n\n'], ['1\n2\n3\n']])(
    'sends nothing where stdin holds %j',
    async (stdin) => {
      list();
      const { exitCode, err } = await cbq(server, ['user', 'set-password', 'mia', '--password-stdin'], {
        stdin,
      });
      expect([exitCode, err]).toEqual([2, expect.stringContaining('stdin wants two lines')]);
    },
  );

  test('says what a refusal may mean', async () => {
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 403, 'current_password is wrong');
    const words = ['user', 'set-password', 'mia', '--password-stdin'];
    const { exitCode, err } = await cbq(server, words, { stdin: 'a\nb' });
    expect([exitCode, err]).toEqual([
      4,
      expect.stringContaining('the present password is wrong, or a right is missing'),
    ]);
  });
});

describe('cbq user remove', () => {
  test('asks, naming administrators as such', async () => {
    list();
    const runtime = makeRuntime({ tty: true, answers: [true] });
    server.answers('DELETE', '/api/user/mia', 200, { result: 'success' });
    server.answers('DELETE', '/api/user/tom', 204);
    const { exitCode } = await cbq(server, ['user', 'remove', 'mia', 'tom'], { runtime });
    expect(exitCode).toBe(0);
    expect(runtime.questions).toEqual(['remove 2 users: mia, tom (global administrator)?']);
  });

  test('removes the others where one is unknown, whose row has failed', async () => {
    list();
    server.answers('DELETE', '/api/user/mia', 200, { result: 'success' });
    const { exitCode, out, err } = await cbq(server, ['user', 'remove', 'mia', 'tam', '--yes']);
    expect(exitCode).toBe(6);
    expect(out).toBe('mia\tdone\t\ntam\tfailed\tno user "tam"\n');
    expect(err).toContain('did you mean "tom"?');
  });

  test('asks nobody where none is there', async () => {
    list();
    expect(await cbq(server, ['user', 'remove', 'tam'])).toMatchObject({ exitCode: 3 });
  });
});

describe('cbq team', () => {
  test('lists teams with their users', async () => {
    listTeams();
    list();
    expect((await cbq(server, ['team'])).out).toBe('1\tSOC\t1\t["mia"]\n2\tAuditors\t1\t["tom"]\n');
  });

  test('shows one with its access', async () => {
    listTeams();
    list();
    server.answers('GET', '/api/team/2', 200, {
      id: 2,
      name: 'Auditors',
      group_access: [
        { group_id: 1, group_name: 'Default Group', access_category: 'Viewer' },
        { group_id: 5, access_category: 'No Access' },
      ],
    });
    const { out } = await cbq(server, ['team', 'show', 'auditors', '-o', 'table']);
    expect(out).toMatch(/^who +tom$/m);
    expect(out).toMatch(/^access +Default Group: Viewer; 5: No Access$/m);
  });

  const groups = [
    { id: 1, name: 'Default Group' },
    { id: 2, name: 'a=b' },
  ];

  test.each([
    ['7.8.0.1.1', 'Analyst'],
    ['6.2.0.1.1', 'Administrator'],
  ])('creates one in the words of version %s', async (version, category) => {
    server.answers('GET', '/api/v3/group', 200, groups);
    server.info({ version });
    server.answers('POST', '/api/team', 200, { id: 4 });
    const words = ['team', 'create', 'Night', '--access', 'analyst', '--access', 'a=b=none'];
    expect((await cbq(server, words)).out).toBe('4\tNight\tdone\t\n');
    expect(server.requests.at(-1)?.body).toEqual({
      name: 'Night',
      group_access: [
        { group_id: 1, group_name: 'Default Group', access_category: category },
        { group_id: 2, group_name: 'a=b', access_category: 'No Access' },
      ],
    });
  });

  test('tells what it cannot read of --access, and a name that is taken', async () => {
    server.answers('GET', '/api/v3/group', 200, groups);
    server.info();
    const bad = await cbq(server, ['team', 'create', 'Night', '--access', 'Default Group=all']);
    expect([bad.exitCode, bad.err]).toEqual([
      2,
      expect.stringContaining('GROUP=analyst|viewer|none, not "all"'),
    ]);
    server.info();
    server.answers('POST', '/api/team', 409, 'Team SOC exists');
    const taken = await cbq(server, ['team', 'create', 'SOC']);
    expect([taken.exitCode, taken.err]).toEqual([1, expect.stringContaining('Team SOC exists')]);
  });

  test.each([
    [
      '7.8.0.1.1',
      [
        { id: 1, name: 'SOC' },
        { id: 2, name: 'Auditors' },
      ],
    ],
    [
      '6.1.0.1.1',
      [
        { id: 1, name: 'SOC' },
        { id: 2, name: 'Auditors' },
      ],
    ],
    ['6.0.0.1.1', [1, 2]],
    ['5.2.0.161004.1206', [1, 2]],
  ])('puts a user into one, in the shape of version %s', async (version, sent) => {
    listTeams();
    list();
    server.info({ version });
    shows(mia);
    server.answers('PUT', '/api/user/mia', 200, { result: 'success' });
    shows({ ...mia, teams: [1, 2] });
    const { out } = await cbq(server, ['team', 'add-user', 'Auditors', 'mia']);
    expect(out).toBe('mia\tdone\t\n');
    const put = server.requests.find(({ method }) => method === 'PUT')?.body as Record<string, unknown>;
    expect(put['teams']).toEqual(sent);
    expect(Object.keys(put)).not.toContain('auth_token');
  });

  test('tells of each name that is unknown, and asks nobody', async () => {
    listTeams();
    list();
    server.info();
    const { exitCode, out } = await cbq(server, ['team', 'remove-user', 'Auditors', 'nobody', '4711']);
    expect(exitCode).toBe(3);
    expect(out).toBe('nobody\tfailed\tno user "nobody"\n4711\tfailed\tno user "4711"\n');
  });

  test('takes users out of one, and leaves who is not in it', async () => {
    listTeams();
    list();
    server.info();
    shows(mia);
    server.answers('PUT', '/api/user/mia', 200, { result: 'success' });
    shows({ ...mia, teams: [] });
    shows(tom);
    const { out, err } = await cbq(server, ['team', 'remove-user', 'SOC', 'mia', 'tom', '--yes']);
    expect(out).toBe('mia\tdone\t\ntom\talready so\t\n');
    expect(err).toContain('1 taken out, 1 already so');
  });

  test('removes one after a question', async () => {
    listTeams();
    server.answers('DELETE', '/api/team/2', 204);
    const runtime = makeRuntime({ tty: true, answers: [true] });
    expect((await cbq(server, ['team', 'remove', 'Auditors'], { runtime })).exitCode).toBe(0);
    expect(runtime.questions).toEqual(['remove team "Auditors" (2)?']);
  });
});
