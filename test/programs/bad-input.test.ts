import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CbError } from '../../src/errors/cb-error.ts';
import type { HeldFolder, LocalFiles, LocalPart, PartLock } from '../../src/ports/local-files.ts';
import { main } from '../../src/programs/main.ts';
import { localFileError } from '../../src/runtime/local-file-error.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { forward, type Meddler, startMeddler } from '../support/meddler.ts';
import { makeProgramWorld, type ProgramWorld, type Ran } from '../support/program-world.ts';

let world: ProgramWorld;

beforeAll(async () => {
  world = await makeProgramWorld({ sensors: 30 });
});
afterAll(() => world.end());

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** A failure as it should be: this exit code, nothing on stdout, one to three clear lines on stderr, no stack. */
function expectClear(ran: Ran, exitCode: number, ...words: readonly (string | RegExp)[]): void {
  expect([ran.exitCode, ran.stdout], ran.stderr).toEqual([exitCode, '']);
  const said = lines(ran.stderr);
  expect(said.length, ran.stderr).toBeLessThanOrEqual(3);
  expect(ran.stderr).toMatch(/^cblr: \S/m);
  expect(ran.stderr).not.toMatch(/^\s+at |node:|undefined|\[object/m);
  for (const word of words)
    expect(ran.stderr).toMatch(word instanceof RegExp ? word : new RegExp(escaped(word)));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('an unknown verb', () => {
  it('is asked back with what may be meant', async () => {
    expectClear(
      await world.run('cblr lss 10'),
      2,
      'cblr: unknown command "lss"',
      'hint: did you mean cblr ls?',
    );
    expectClear(await world.run('cblr upload 10 x'), 2, 'did you mean cblr put?');
  });

  it('of a group names those of the group', async () => {
    expectClear(await world.run('cblr reg 10'), 2, /one of|has query, get, set, create, delete, export/);
    expectClear(await world.run('cblr reg'), 2, 'reg needs one of: query, get, set, create, delete, export');
  });

  it.each([
    ['cblr sensor list', 'sensor is a command of cbq: cbq sensor --help'],
    ['cbq ps 10', 'did you mean cblr ps <sensor>?'],
    ['cbq profile', 'profile is a command of cblr: cblr profile --help'],
    ['cbq process evnts 1', 'did you mean cbq process events?  cbq process search evnts searches'],
    ['cbq user mia', 'did you mean cbq user show mia?'],
  ])('%s says whose it is, or what is meant', async (line, words) => {
    const before = world.lab.requests.length;
    const { exitCode, stdout, stderr } = await world.run(line);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(world.lab.requests.length).toBe(before);
  });

  it('in the shell does not end it', async () => {
    const driver = await world.shell('cblr connect 10');
    driver.takeErr();
    expect(await driver.line('sl')).toMatchObject({ exitCode: 2 });
    expect(driver.takeErr()).toContain('unknown verb "sl"\nhint: did you mean ls?');
    await driver.enter('exit');
    expect(await driver.ended).toBe(0);
  });

  it('in a script ends it with exit 2, and the verbs behind it are not run', async () => {
    const ran = await world.run(['cblr', 'connect', '10', '-c', 'nonsense; drives']);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('what is missing or wrong on the line', () => {
  it.each([
    ['cblr ls', 'ls needs <sensor>: cblr ls <sensor> [path...]'],
    ['cblr get 10', 'get needs <remote>: cblr get <sensor> <remote> [local]'],
    ['cblr reg set 10', 'needs <value>'],
    ['cblr kill 10', 'needs <process>'],
    ['cblr connect', 'connect needs <sensor>'],
    ['cblr exec 10', 'needs <command>'],
    ['cblr get 10 --bytes', '--bytes needs a value'],
    ['cblr get 10 x --bytes many', '--bytes wants a size'],
    ['cblr find 10 --type x', '--type wants one of f, d, not "x"'],
    ['cblr ps 10 --trea', 'did you mean --tree?'],
    ['cblr pwd 10 20', 'one word too many for pwd: "20"'],
    ['cblr -o xml sessions', 'wants one of table, tsv, json, ndjson, csv'],
    ['cblr --nonsense sessions', 'unknown option --nonsense'],
    ['cblr ls 10 --fields', '--fields needs a value'],
  ])('%s', async (line, words) => {
    const before = world.lab.requests.length;
    expectClear(await world.run(line), 2, words);
    expect(world.lab.requests.length).toBe(before);
  });
});

describe('a sensor', () => {
  it('that nobody knows is exit 3', async () => {
    expectClear(await world.run('cblr ls 4711'), 3, 'no sensor "4711"', 'hint: give its id');
    expectClear(await world.run('cblr connect no-such-host -c pwd'), 3, 'no sensor "no-such-host"');
  });

  it('of which there are two by that name is exit 2, with the candidates', async () => {
    const ran = await world.run('cblr ls devr-test');
    expectClear(
      ran,
      2,
      /1 devr-test [\d.]+ Online; 2 devr-test [\d.]+ Online/,
      'hint: name one by its id: 1, 2',
    );
    const json = await world.run('cblr ls devr-test --json');
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { kind: 'Usage', exit: 2 } });
  });

  it('that is offline is exit 5, with when it was last seen', async () => {
    const id = await offlineSensor();
    const before = world.lab.requests.length;
    const ran = await world.run(`cblr ls ${id}`);
    expectClear(ran, 5, /is offline.*(?:last seen|last checked in|last check-in).* ago/i, /hint: .*--wait/);
    expect(world.lab.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('what the server does not take', () => {
  afterEach(async () => {
    world.lab.clearFaults();
    await world.profile();
  });

  it('a bad token is exit 4, and is not shown', async () => {
    const token = 'f00dfeed'.repeat(5);
    await world.profile({ token });
    const ran = await world.run('cblr ls 10');
    expectClear(ran, 4, 'refused the token', 'hint: ');
    expect(ran.stderr).not.toContain(token);
  });

  it('a user without the right to Live Response is exit 4', async () => {
    await world.profile({ token: world.lab.addUser('watcher', { globalAdmin: false, liveResponse: false }) });
    expectClear(await world.run('cblr ls 10'), 4, 'hint: ');
  });

  it('Live Response switched off (412) is exit 5, with what an administrator must do', async () => {
    world.lab.setFault('live-response-off');
    expectClear(await world.run('cblr ls 10'), 5, 'switched off', 'cb.conf', 'Advanced Settings');
  });

  it('no free session is exit 5, with how to find one', async () => {
    world.lab.setFault('no-slot');
    expectClear(await world.run('cblr ls 10'), 5, 'no Live Response session is free', 'hint: cblr sessions');
  });

  it('a body that is not JSON is exit 7', async () => {
    world.lab.setFault('garbage=1');
    expectClear(await world.run('cblr ls 10'), 7, 'did not answer with JSON', 'hint: check that url');
  });

  it('a server that fails is exit 1', async () => {
    world.lab.setFault('status=500');
    expectClear(await world.run('cblr ls 10'), 1, '(500)', 'hint: ');
  });

  it('a server that is not there is exit 7', async () => {
    await world.profile({ url: 'https://127.0.0.1:9' });
    expectClear(await world.run('cblr ls 10'), 7, '127.0.0.1:9', 'refused', 'hint: ');
  });

  it('a server that says nothing is exit 7 after --timeout', async () => {
    const silent = await makeProgramWorld({ isRealTime: true, faults: ['latency=60000'] });
    try {
      expectClear(await silent.run('cblr --timeout 300ms ls 10'), 7, 'did not answer within', 'hint: ');
    } finally {
      await silent.end();
    }
  });
});

describe('a certificate', () => {
  afterEach(() => world.profile());

  it('that no CA vouches for is exit 7, with its fingerprint and how to pin it, and no token goes out', async () => {
    await world.profile({ ssl_pin: undefined });
    const before = world.lab.requests.length;
    const ran = await world.run('cblr ls 10');
    expectClear(ran, 7, world.lab.fingerprint ?? '', /hint: .*pin/);
    expect(world.lab.requests.length).toBe(before);
  });

  it('that is not the pinned one is exit 7, with both fingerprints', async () => {
    const pin = `${'00:'.repeat(31)}01`;
    await world.profile({ ssl_pin: pin });
    const before = world.lab.requests.length;
    expectClear(await world.run('cblr ls 10'), 7, world.lab.fingerprint ?? '', pin, 'hint: ');
    expect(world.lab.requests.length).toBe(before);
  });
});

describe('a profile', () => {
  afterEach(() => world.profile());

  it('in a file that others can read is exit 8, with the chmod to type', async () => {
    await world.profile({}, { mode: 0o644 });
    const before = world.lab.requests.length;
    expectClear(await world.run('cblr ls 10'), 8, 'can be read', `chmod 600 ${world.home}/.cbrc`);
    expect(world.lab.requests.length).toBe(before);
  });

  it('that is not there is exit 8, naming profile add and --lab', async () => {
    const none = await makeProgramWorld({ sensors: 12 });
    await writeFile(join(none.home, '.cbrc'), '');
    expectClear(await none.run('cblr ls 10'), 8, 'no profile', 'cblr profile add', '--lab');
    await none.end();
  });

  it('of another name is exit 8, naming those that are there', async () => {
    expectClear(await world.run('cblr -p prod ls 10'), 8, 'there is no profile prod', 'default');
  });

  it('with a bad value is exit 8, with file and line', async () => {
    await world.profile({ timeout: 'soon' });
    expectClear(await world.run('cblr ls 10'), 8, /\.cbrc, line \d: timeout/);
  });

  it('that only reads refuses every write with exit 2 before any request', async () => {
    await world.profile({ readonly: 'yes' });
    const before = world.lab.requests.length;
    for (const line of [
      'cblr mkdir 10 x',
      'cblr rm 10 x --yes',
      'cblr put 10 x',
      'cblr kill 10 4 --yes',
      'cblr exec 10 whoami',
      'cblr reg create 10 x',
      'cblr memdump 10',
      'cblr session close 1 --yes',
    ])
      expectClear(await world.run(line), 2, 'the profile is read-only', 'hint: ');
    expect(world.lab.requests.length).toBe(before);
  });

  it('is not needed for help', async () => {
    await world.profile({}, { mode: 0o644 });
    expect(await world.run('cblr ls --help')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('the local disk', () => {
  const whole = 'C:\\lab\\random-1m.bin';

  it('being full is exit 1; nothing stands there under the name that was meant', async () => {
    const before = await readdir(world.folder);
    const full = holding({
      openPart: async (folder, name, options) => {
        const part = await folder.openPart(name, options);
        return withThese(part, { write: () => Promise.reject(diskFault('ENOSPC', 'write', part.path)) });
      },
    });
    const ran = await world.run(['cblr', 'get', '10', whole, 'full.bin'], { files: full });
    expectClear(ran, 1, 'the disk is full', 'hint: free some space');
    expect(
      (await readdir(world.folder)).filter((name) => !before.includes(name) && !/\.part/.test(name)),
    ).toEqual([]);
  });

  it('being full under a redirection is exit 1', async () => {
    const ran = await world.run(['cblr', 'connect', '10', '-c', 'ls C:\\lab\\texts > /dev/full']);
    expect([ran.exitCode, ran.stdout]).toEqual([1, '']);
    expect(lines(ran.stderr).length).toBeLessThanOrEqual(2);
    expect(ran.stderr).toMatch(/the disk is full/);
  });

  it('being read-only is exit 1 before the file is fetched from the sensor', async () => {
    const readOnly = holding({
      lockPart: (folder, name) => Promise.reject(diskFault('EROFS', 'create', join(folder.path, name))),
    });
    const before = world.lab.requests.length;
    const ran = await world.run(['cblr', 'get', '10', whole, 'readonly.bin'], { files: readOnly });
    expectClear(ran, 1, 'read-only', 'hint: choose a place that can be written');
    expect(world.lab.requests.slice(before).some(({ url }) => url.includes('/file'))).toBe(false);
    expect(await readdir(world.folder)).not.toContain('readonly.bin');
  });

  it('holding the name already is exit 1, and what is there stays', async () => {
    await writeFile(join(world.folder, 'mine.txt'), 'mine');
    const ran = await world.run(['cblr', 'get', '10', 'C:\\Windows\\win.ini', 'mine.txt']);
    expectClear(ran, 1, 'mine.txt is there already', 'hint: name another file, or replace it with --force');
    expect(await readFile(join(world.folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('having no such file to put is exit 1', async () => {
    expectClear(await world.run('cblr put 10 nothing.exe'), 1, 'no such file or folder');
  });

  /** The disk, but for what is done in the folders that files are fetched into. */
  function holding(own: {
    readonly openPart?: (
      folder: HeldFolder,
      ...args: Parameters<HeldFolder['openPart']>
    ) => Promise<LocalPart>;
    readonly lockPart?: (folder: HeldFolder, name: string) => Promise<PartLock>;
  }): LocalFiles {
    return withThese(world.files, {
      holdPlace: async (path) => {
        const { folder, name, ...place } = await world.files.holdPlace(path);
        const changed = withThese(folder, {
          openPart: (...args) => (own.openPart ?? ((it, ...rest) => it.openPart(...rest)))(folder, ...args),
          lockPart: (each) => (own.lockPart ?? ((it, one) => it.lockPart(one)))(folder, each),
        });
        return { ...place, folder: changed, name };
      },
    });
  }

  function diskFault(code: string, action: string, path: string): CbError {
    return localFileError(Object.assign(new Error(code), { code }), action, path);
  }

  /** The same object with other methods. */
  function withThese<T extends object>(object: T, own: Partial<T>): T {
    return new Proxy(object, {
      get(target, key) {
        if (Object.hasOwn(own, key)) return Reflect.get(own, key);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
});

describe('a transfer', () => {
  let plain: ProgramWorld;
  let between: Meddler;
  const remote = 'C:\\lab\\random-1m.bin';

  beforeAll(async () => {
    plain = await makeProgramWorld({ tls: false, sensors: 12 });
    between = await startMeddler(plain.lab.url);
    await plain.profile({ url: between.url, ssl_pin: undefined });
  });
  afterEach(() => between.meddle(undefined));
  afterAll(async () => {
    await between.end();
    await plain.end();
  });

  const isContent = ({ method, url }: { method: string; url: string }) =>
    method === 'GET' && /\/file\/\d+\/content/.test(url);
  const final = async (name: string) => (await readdir(plain.folder)).filter((each) => each === name);

  it('whose file is not there is exit 3', async () => {
    expectClear(
      await plain.run(['cblr', 'get', '10', 'C:\\nothing.bin']),
      3,
      'is not on WIN-EP7RMLTCLAJ',
      'hint: ',
    );
  });

  it('whose file vanishes in the middle fails, and says what is here so far', async () => {
    let asked = 0;
    between.meddle((request, response, incoming) => {
      if (!isContent(request)) return false;
      asked += 1;
      if (asked > 1) response.writeHead(404, { 'content-type': 'text/plain' }).end('File 1 not found');
      else {
        let left = 300_000;
        forward(plain.lab.url, incoming, response, (chunk) => {
          left -= chunk.length;
          return left > 0;
        });
      }
      return true;
    });
    const ran = await plain.run(['cblr', 'get', '10', remote, 'vanished.bin']);
    expect(asked).toBeGreaterThan(1);
    expectClear(ran, 3, 'File 1 not found', 'hint: ');
    expect(await final('vanished.bin')).toEqual([]);
  });

  it('that breaks off is gone on with, and is whole in the end', async () => {
    let asked = 0;
    between.meddle((request, response, incoming) => {
      asked += isContent(request) ? 1 : 0;
      if (!isContent(request) || asked > 2) return false;
      let left = 300_000;
      forward(plain.lab.url, incoming, response, (chunk) => {
        left -= chunk.length;
        return left > 0;
      });
      return true;
    });
    const ran = await plain.run(['cblr', 'get', '10', remote, 'broken.bin', '--json']);
    between.meddle(undefined);
    const again = await plain.run(['cblr', 'get', '10', remote, 'again.bin', '--json']);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(ran.stdout).sha256).toBe(JSON.parse(again.stdout).sha256);
    expect(await readFile(join(plain.folder, 'broken.bin'))).toEqual(
      await readFile(join(plain.folder, 'again.bin')),
    );
  });

  it('whose session dies under it is exit 5, and leaves nothing under the final name', async () => {
    let asked = 0;
    between.meddle(async (request, response, incoming) => {
      if (!isContent(request)) return false;
      asked += 1;
      if (asked > 1) return false;
      const id = /session\/(\d+)/.exec(request.url)?.[1];
      await fetch(`${plain.lab.url}/api/v1/cblr/session/${id}`, {
        method: 'PUT',
        headers: { 'X-Auth-Token': plain.lab.token, 'content-type': 'application/json' },
        body: JSON.stringify({ id: Number(id), status: 'close' }),
      });
      forward(plain.lab.url, incoming, response);
      return true;
    });
    const ran = await plain.run(['cblr', 'get', '10', remote, 'lost.bin']);
    expectClear(ran, 5, `get ${remote}: the session ended during the transfer`, 'hint: type it again');
    expect(await final('lost.bin')).toEqual([]);
  });

  it('whose upload finds no session ends clearly, with nothing half-written on the sensor', async () => {
    await writeFile(join(plain.folder, 'tool.exe'), 'x'.repeat(100_000));
    let asked = 0;
    between.meddle(async (request, response, incoming) => {
      if (request.method !== 'POST' || !/\/file$/.test(request.url)) return false;
      asked += 1;
      incoming.resume();
      await new Promise((resolve) => incoming.once('end', resolve));
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Session 1 not found');
      return true;
    });
    const ran = await plain.run(['cblr', 'put', '10', 'tool.exe', 'C:\\Windows\\Temp\\']);
    expect(asked).toBe(1);
    expectClear(ran, 5, 'the session ended during the transfer', 'hint: type it again');
    between.meddle(undefined);
    expect((await plain.run(['cblr', 'ls', '10', 'C:\\Windows\\Temp\\tool.exe'])).exitCode).toBe(3);
  });

  it('whose body is shorter than the file is exit 7, and has no final name', async () => {
    between.meddle((request, response) => {
      if (!isContent(request)) return false;
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('short');
      return true;
    });
    const ran = await plain.run(['cblr', 'get', '10', remote, 'short.bin']);
    expectClear(ran, 7, 'the body ended after 5 of 1048576 bytes');
    expect(await final('short.bin')).toEqual([]);
  });
});

async function offlineSensor(): Promise<number> {
  const reply = await world.run('cbq sensor --status offline --json');
  const [first] = JSON.parse(reply.stdout) as readonly { readonly id: number }[];
  if (first === undefined) throw new Error('the fleet has no sensor that is offline');
  return first.id;
}

describe('what excludes each other', () => {
  it('--lab and a profile are refused together', async () => {
    const ended = await world.run('cblr --lab -p other sessions');
    expect(ended.exitCode).toBe(2);
    expect(lines(ended.stderr)).toEqual([
      'cblr: --lab and --profile other exclude each other',
      'hint: leave one of them out',
    ]);
  });
});

describe('a local folder that is not there', () => {
  it('is named as it was typed', async () => {
    const ended = await world.run("cblr get 10 'C:\\Windows\\win.ini' /no/such/folder/x");
    expect(ended.exitCode).toBe(1);
    expect(lines(ended.stderr)).toEqual([
      'cblr: there is no local folder /no/such/folder',
      'hint: make it first',
    ]);
  });
});

it('--fields help needs no profile and asks no server', async () => {
  for (const line of ['cbq process --fields help', 'cbq sensor --fields help -o json']) {
    const runtime = makeRuntime({ argv: line.split(' ').slice(1) });
    expect(await main('cbq', runtime), runtime.err()).toBe(0);
    expect(runtime.out()).toMatch(line.includes('json') ? /"field":"computer_name"/ : /^process_name\t/m);
  }
});
