import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/failure-of.ts';
import {
  directory,
  entry,
  type HostileOptions,
  hostileToken,
  sendJson,
  startHostileServer,
} from '../support/hostile-server.ts';
import { openHttp } from '../support/open-http.ts';
import { startServer } from '../support/real-server.ts';
import { harmIn, runHostile } from '../support/run-hostile.ts';

describe('an answer for somebody else', () => {
  it('is not worked with when the sensor is another one', async () => {
    await using server = await startHostileServer();
    const ran = await runHostile(server, ['ls', '77']);
    expect(ran).toMatchObject({
      exitCode: 7,
      err: expect.stringContaining('sensor 10 in place of sensor 77'),
    });
    expect(server.posted).toEqual([]);
  });

  it('is not worked with when the new session is on another sensor', async () => {
    await using server = await startHostileServer({ session: { sensor_id: 11 } });
    const ran = await runHostile(server, ['ls', '10']);
    expect(ran).toMatchObject({
      exitCode: 7,
      err: expect.stringContaining('sensor 11 in place of sensor 10'),
    });
    expect(server.posted).toEqual([]);
  });

  it('is not worked with when a session moves to another sensor while one waits', async () => {
    await using server = await startHostileServer({
      session: { status: 'pending' },
      route({ method, url }, response) {
        if (method !== 'GET' || !/\/session\/41$/.test(url)) return false;
        sendJson(response, { id: 41, sensor_id: 11, status: 'active' });
        return true;
      },
    });
    const ran = await runHostile(server, ['ls', '10']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('is on sensor 11, not on 10') });
    expect(server.posted).toEqual([]);
  });

  it('is not joined when the listed session is on another sensor', async () => {
    const foreign = { id: 40, sensor_id: 11, status: 'active' };
    await using server = await startHostileServer({ sessions: [foreign] });
    expect((await runHostile(server, ['ls', '10'])).exitCode).toBe(0);
    expect(server.received.some(({ url }) => url.includes('/session/40'))).toBe(false);
  });

  it.each([
    ['of another command', { id: 99, status: 'pending' }, { id: 98, status: 'complete' }],
    ['of another session', { status: 'pending' }, { id: 1, session_id: 40, status: 'complete' }],
  ])('is not taken for a result %s', async (_what, posted, later) => {
    await using server = await startHostileServer({
      commands: { 'process list': () => ({ ...posted, processes: [] }) },
      route({ method, url }, response) {
        if (method !== 'GET' || !/\/command\/\d+$/.test(url)) return false;
        sendJson(response, later);
        return true;
      },
    });
    const ran = await runHostile(server, ['ps', '10']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('in place of') });
  });
});

describe('an id that is none', () => {
  const ids = ['x', -1, 1.5, 0, 1e300, null, {}, [7], '__proto__', '../../session/1', true];

  it.each(ids)('of a session is refused: %j', async (id) => {
    await using server = await startHostileServer({ session: { id } });
    const ran = await runHostile(server, ['ls', '10']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('no usable id') });
  });

  it.each(ids)('of a command is refused: %j', async (id) => {
    await using server = await startHostileServer({ commands: { 'directory list': () => ({ id }) } });
    const ran = await runHostile(server, ['ls', '10']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('no usable id') });
  });

  it.each(ids)('of a file leads to no other path: %j', async (id) => {
    await using server = await startHostileServer({
      commands: { 'get file': () => ({ file_id: id }), 'directory list': () => ({ files: [entry('a')] }) },
    });
    const ran = await runHostile(server, ['get', '10', 'C:\\a']);
    expect(ran.exitCode).not.toBe(70);
    expect(server.received.filter(({ url }) => /\.\.|__proto__/.test(url))).toEqual([]);
  });
});

describe('values of the wrong type', () => {
  const odd: readonly unknown[] = [
    null,
    true,
    -1,
    'x',
    [],
    {},
    [[[]]],
    { toString: 1 },
    '__proto__',
    { __proto__: null, length: 3 },
  ];

  it.each(odd)('break nothing wherever they stand: %j', async (value) => {
    const fields = [
      'filename',
      'size',
      'attributes',
      'create_time',
      'alt_name',
      'pid',
      'path',
      'command_line',
    ];
    const thing = Object.fromEntries(fields.map((field) => [field, value]));
    const all = {
      files: [thing, value],
      processes: [{ ...thing, pid: 7 }, thing, value],
      sub_keys: [value],
      values: [value, thing],
      value,
    };
    const result = () => ({
      ...all,
      result_type: value,
      result_desc: value,
      username: value,
      return_code: value,
    });
    const names = [
      'directory list',
      'process list',
      'reg enum key',
      'reg query value',
      'create process',
      'kill',
    ];
    await using server = await startHostileServer({
      commands: Object.fromEntries(names.map((name) => [name, result])),
      session: {
        drives: value,
        supported_commands: value,
        current_working_directory: value,
        create_time: value,
      },
      file: { size: value, file_name: value, size_uploaded: value },
      sensor: { network_adapters: value, next_checkin_time: value, computer_dns_name: value },
    });
    const line =
      'ls -l; ps; ps --tree; info; drives; stat a; reg query HKLM\\X; reg get HKLM\\X\\y; exec x; commands; files; kill 7; cat a; tail a';
    for (const mode of ['table', 'json', 'csv']) {
      const ran = await runHostile(server, ['connect', '10', '--keep-going', '-y', '-o', mode, '-c', line]);
      expect(ran.err).not.toContain('unexpected failure');
      expect(ran.exitCode).not.toBe(70);
    }
  });

  it('is no order of processes: they come by their pids as numbers', async () => {
    const processes = [1000, '9', 100, 20].map((pid) => ({ pid, path: '/bin/x' }));
    await using server = await startHostileServer({ commands: { 'process list': () => ({ processes }) } });
    const { out } = await runHostile(server, ['ps', '10', '--fields', 'pid']);
    expect(out).toBe('9\n20\n100\n1000\n');
  });

  it('leave out processes whose pid would mean all of them to whoever kills', async () => {
    const processes = [-1, 1.5, 2 ** 60, '-5'].map((pid) => ({ pid, path: 'C:\\evil.exe' }));
    await using server = await startHostileServer({ commands: { 'process list': () => ({ processes }) } });
    expect((await runHostile(server, ['kill', '10', 'evil.exe', '-y'])).exitCode).toBe(7);
    expect(server.posted.map(({ name }) => name)).toEqual(['process list']);
  });
});

describe('a list that is made to take long', () => {
  it('of processes in one long line of descent, and of one parent with all of them, is drawn', async () => {
    const chain = Array.from({ length: 30_000 }, (_, at) => ({ pid: at + 1, parent: at, path: 'x' }));
    const wide = Array.from({ length: 30_000 }, (_, at) => ({ pid: at + 1, parent: 1, path: 'x' }));
    const circle = Array.from({ length: 30_000 }, (_, at) => ({
      pid: at,
      parent: (at + 1) % 30_000,
      path: 'x',
    }));
    for (const processes of [chain, wide, circle]) {
      await using server = await startHostileServer({ commands: { 'process list': () => ({ processes }) } });
      const ran = await runHostile(server, ['ps', '10', '--tree']);
      expect(ran).toMatchObject({ exitCode: 0 });
      expect(ran.out.trim().split('\n')).toHaveLength(30_000);
    }
  });

  it('of names of a million characters is shown', async () => {
    const long = 'a'.repeat(1_000_000);
    const processes = [{ pid: 7, path: `${long}/`, command_line: long }];
    await using server = await startHostileServer({
      commands: {
        'process list': () => ({ processes }),
        'directory list': () => ({ files: [entry(`${long}\\`), entry(`${' '.repeat(1e6)}.`)] }),
        kill: () => ({ status: 'error', result_code: 5, result_desc: `${long}\u001b[2J` }),
      },
      file: { file_name: `${long}/` },
    });
    const ran = await runHostile(
      server,
      ['connect', '10', '-y', '--keep-going', '-c', 'ps; ls *a; files get 1; get *a; kill 7'],
      {
        tty: true,
      },
    );
    expect(harmIn(ran.out + ran.err)).toEqual([]);
    expect(ran.err.length).toBeLessThan(100_000);
  });
});

describe('Ctrl-C', () => {
  it.each([
    ['a command that stays pending', 'pending'],
    ['a status that nobody knows', 'p\u001b[2Jwned'],
  ])('ends the wait for %s', async (_what, status) => {
    await using server = await startHostileServer({ commands: { 'process list': () => ({ status }) } });
    const controller = new AbortController();
    const posted = setInterval(() => server.posted.length > 0 && controller.abort(), 10);
    const ran = await runHostile(server, ['ps', '10'], { interrupt: controller.signal });
    clearInterval(posted);
    expect(ran).toMatchObject({ exitCode: 130 });
    expect(harmIn(ran.err)).toEqual([]);
  });

  it.each([
    ['find', ['find', '10', 'C:\\a']],
    ['tree', ['tree', '10', 'C:\\a']],
    ['get -r', ['get', '-r', '10', 'C:\\a', 'out']],
    ['rm of very many', ['rm', '10', 'C:\\a\\*', '-r', '-y']],
    ['reg export', ['reg', 'export', '10', 'HKLM\\X']],
    ['a watched ls', ['connect', '10', '-c', 'watch 100ms ls']],
    ['a followed file', ['tail', '10', 'C:\\a', '-f']],
  ])('ends %s on a sensor that never comes to an end', async (_verb, words) => {
    const many = Array.from({ length: 40 }, (_, at) => `d${at}`);
    const files = words.includes('-f') ? [entry('a')] : many.map((name) => directory(name));
    const controller = new AbortController();
    const limit = words[0] === 'tail' || words[0] === 'connect' ? 4 : words[0] === 'rm' ? 30 : 60;
    let count = 0;
    const answer = () => {
      count += 1;
      if (count === limit) controller.abort();
      return { files, sub_keys: many, values: [] };
    };
    await using server = await startHostileServer({
      commands: { 'directory list': answer, 'reg enum key': answer, 'create process': answer },
      content: (_request, response) => response.end('abc'),
      file: { size: 3 },
    });
    const ran = await runHostile(server, words, { interrupt: controller.signal });
    expect({ exitCode: ran.exitCode, isBug: ran.err.includes('unexpected') }).toEqual({
      exitCode: words.includes('-f') ? 0 : 130,
      isBug: false,
    });
  });

  it('ends a body that does not', async () => {
    const controller = new AbortController();
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: [entry('a', { size: 1e9 })] }) },
      file: { size: 1e9 },
      content(_request, response) {
        response.write('abc');
        controller.abort();
      },
    });
    const ran = await runHostile(server, ['get', '10', 'C:\\a'], { interrupt: controller.signal });
    expect(ran.exitCode).toBe(130);
  });
});

describe('a reply that is no reply', () => {
  const always = (
    answer: (response: Parameters<NonNullable<HostileOptions['content']>>[1]) => void,
  ): HostileOptions => ({
    route(_request, response) {
      answer(response);
      return true;
    },
  });

  it.each([
    [
      'HTML with 200',
      { 'content-type': 'text/html' },
      '<html><title>\u001b]0;pwn\u0007Log\u202ein</title>',
      200,
    ],
    ['JSON of another shape', { 'content-type': 'application/json' }, '[[["x"]]]', 200],
    [
      'an error page',
      { 'content-type': 'text/html' },
      '<h1>\u001b[31mNo\u009b2J</h1><script>x</script>',
      500,
    ],
    ['an error in JSON', { 'content-type': 'application/json' }, '{"reason":"\\u001b[2J\\u202e"}', 400],
    ['an odd type', { 'content-type': 'x/\u0080\u009b2J' }, 'no', 200],
  ] as const)('is said in harmless words: %s', async (_what, headers, body, status) => {
    await using server = await startHostileServer(
      always((response) => response.writeHead(status, headers).end(body)),
    );
    for (const mode of [[], ['--json'], ['--debug']]) {
      const ran = await runHostile(server, ['ls', '10', ...mode]);
      expect([1, 7]).toContain(ran.exitCode);
      expect(harmIn(ran.out + ran.err)).toEqual([]);
      expect(ran.err).not.toContain(hostileToken);
    }
  });

  it('that redirects takes the token nowhere', async () => {
    await using elsewhere = await startServer((_request, response) => response.end('{}'));
    await using server = await startHostileServer(
      always((response) =>
        response.writeHead(302, { location: `${elsewhere.url}/\u00a0${hostileToken}` }).end(),
      ),
    );
    const ran = await runHostile(server, ['ls', '10']);
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('redirects are not followed') });
    expect(ran.err).not.toContain(hostileToken);
    expect(elsewhere.requests).toEqual([]);
  });

  const escaped = [...hostileToken].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
  const entities = [...hostileToken].map((c) => `&#${c.charCodeAt(0)};`).join('');
  const halfCut = `${'x'.repeat(290)}${hostileToken}`;
  it.each<[string, number, Record<string, string>, string]>([
    ['the type of a page', 200, { 'content-type': `text/${hostileToken}` }, '<html>'],
    ['the packing', 200, { 'content-type': 'application/json', 'content-encoding': hostileToken }, '{}'],
    ['entities of a page', 500, { 'content-type': 'text/html' }, `<html><body>${entities}</body></html>`],
    ['escapes of JSON', 400, { 'content-type': 'application/json' }, `{"reason":"${escaped}"}`],
    ['escapes of what is no JSON', 200, { 'content-type': 'application/json' }, `{"reason":"${escaped}",`],
    ['a status word', 404, { 'content-type': 'application/json' }, `{"status":"${escaped}"}`],
    ['words that are cut', 500, { 'content-type': 'text/plain' }, halfCut],
    ['where to try again', 429, { 'retry-after': hostileToken }, ''],
  ])('that says the token back in %s has it masked', async (_where, status, headers, body) => {
    await using server = await startServer((_request, response) => {
      response.writeHead(status, headers).end(body);
    });
    const trace: string[] = [];
    await using http = openHttp(server.url, { token: hostileToken, trace: (line) => trace.push(line) });
    const error = await failureOf(
      http
        .request({ method: 'GET', path: '/api/info', effect: 'reads', tries: 1 })
        .then((reply) => reply.json()),
    );
    const said = JSON.stringify([error.message, error.hint, error.context, trace]);
    expect(said).not.toContain(hostileToken.slice(0, 10));
    expect(said).not.toContain(escaped.slice(0, 30).replaceAll('\\', '\\\\'));
    expect(said).not.toContain(entities.slice(0, 30));
  });

  it('that says the token back has it masked, also in traces', async () => {
    await using server = await startHostileServer(
      always((response) =>
        response.writeHead(400, { 'x-echo': hostileToken }).end(`bad token ${hostileToken}`),
      ),
    );
    for (const mode of [[], ['--json'], ['--debug']]) {
      const ran = await runHostile(server, ['ls', '10', ...mode]);
      expect(ran.err).toContain('***');
      expect(ran.err).not.toContain(hostileToken);
    }
  });

  it('that drips in for ever is a Timeout', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    await using http = openHttp(server.url, { timeoutMs: 100 });
    const reply = await http.request({ method: 'GET', path: '/api/info', effect: 'reads' });
    expect(await failureOf(reply.json())).toMatchObject({ kind: 'Timeout' });
  });

  it('that comes in single bytes takes no more room than they do', async () => {
    const text = JSON.stringify('x'.repeat(200_000));
    await using server = await startServer((_request, response) => {
      for (const char of text) response.write(char);
      response.end();
    });
    await using http = openHttp(server.url);
    const reply = await http.request({ method: 'GET', path: '/api/info', effect: 'reads' });
    expect(await reply.json()).toHaveLength(200_000);
  });
});

describe('the parts of a file', () => {
  const whole = Buffer.from('0123456789');
  const broken = (
    resume: (range: string | undefined) => { status: number; headers: Record<string, string>; body: string },
  ) => {
    let count = 0;
    return startHostileServer({
      commands: { 'directory list': () => ({ files: [entry('a', { size: whole.length })] }) },
      file: { size: whole.length },
      content(request, response) {
        count += 1;
        if (count === 1) {
          response.writeHead(200, { etag: '"one"', 'content-length': whole.length });
          response.write('0123', () => response.destroy());
          return;
        }
        const { status, headers, body } = resume(request.headers.range);
        response.writeHead(status, headers).end(body);
      },
    });
  };

  const asked = { 'content-range': 'bytes 4-9/10', etag: '"one"' };
  it.each([
    ['from a later place', 206, { 'content-range': 'bytes 6-9/10', etag: '"one"' }, '6789'],
    ['with a range that says nothing', 206, { 'content-range': 'bytes */10', etag: '"one"' }, '456789'],
    ['of a longer file', 206, { 'content-range': 'bytes 4-10/11', etag: '"one"' }, '456789!'],
    ['of another length than it says', 206, { ...asked, 'content-length': '7' }, '456789!'],
    ['that name no range', 206, { etag: '"one"' }, '456789'],
    ['that are a page', 206, { ...asked, 'content-type': 'text/html' }, '<html>'],
    [
      'that are a page in place of the whole',
      200,
      { etag: '"one"', 'content-type': 'text/html' },
      '<html>1234',
    ],
    ['that are a whole of another length', 200, { etag: '"one"', 'content-length': '9' }, '<html>123'],
    ['that are a whole of other bytes', 200, { etag: '"one"' }, '<html>1234'],
  ] as const)('%s are a BadReply, and nothing of them is kept', async (_what, status, headers, body) => {
    await using server = await broken(() => ({ status, headers, body }));
    const ran = await runHostile(server, ['get', '10', 'C:\\a']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('the server sent') });
    const kept = (await readdir(ran.folder)).filter((name) => name.endsWith('.part'));
    for (const name of kept) expect(await readFile(join(ran.folder, name), 'utf8')).toBe('0123');
  });

  it.each([
    ['of another file', '"two"'],
    ['that name no file', undefined],
  ])('%s are a BadReply, and as nobody knows which is right nothing is kept', async (_what, etag) => {
    const headers = { 'content-range': 'bytes 4-9/10', ...(etag === undefined ? {} : { etag }) };
    await using server = await broken(() => ({ status: 206, headers, body: 'evil!!' }));
    const ran = await runHostile(server, ['get', '10', 'C:\\a']);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('changed while it was fetched') });
    expect(await readdir(ran.folder)).not.toContain('a.part');
  });

  it.each([
    ['that are too many', 206, { 'content-range': 'bytes 4-9/10', etag: '"one"' }, '456789 and more'],
  ] as const)('%s are refused, and nothing is kept', async (_what, status, headers, body) => {
    await using server = await broken(() => ({ status, headers, body }));
    const ran = await runHostile(server, ['get', '10', 'C:\\a']);
    expect(ran).toMatchObject({ exitCode: 9 });
  });

  it.each([
    ['from an earlier place', 206, { 'content-range': 'bytes 2-9/10', etag: '"one"' }, '23456789'],
    ['of the whole file', 200, { etag: '"one"' }, '0123456789'],
    ['as asked', 206, { 'content-range': 'BYTES 4-9/10', etag: '"one"' }, '456789'],
  ] as const)('%s are put together', async (_what, status, headers, body) => {
    await using server = await broken(() => ({ status, headers, body }));
    const ran = await runHostile(server, ['get', '10', 'C:\\a', '--json']);
    expect(ran.exitCode).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({
      size: 10,
      sha256: '84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882',
    });
  });
});
