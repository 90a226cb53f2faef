import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Meddler, type Meddling, startMeddler } from '../support/meddler.ts';
import { makeProgramWorld, type ProgramWorld, type RunOptions } from '../support/program-world.ts';

let world: ProgramWorld;
let between: Meddler;
beforeAll(async () => {
  world = await makeProgramWorld({ tls: false });
  between = await startMeddler(world.lab.url);
  await world.profile({ url: between.url, ssl_pin: undefined });
  await writeFile(join(world.home, 'editor.sh'), 'echo "; seen" >> "$1"\n');
  await writeFile(join(world.folder, 'small.txt'), 'small\n');
});
beforeEach(() => between.meddle(undefined));
afterAll(async () => {
  await between.end();
  await world.end();
});

async function out(line: string, how: RunOptions = {}): Promise<string> {
  const ran = await world.run(line, how);
  if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}: ${ran.stderr}`);
  return ran.stdout;
}

interface Step {
  readonly step: number;
  readonly status: string;
  readonly line: string;
}

async function newest(): Promise<Step> {
  const lines = (await out('cblr undo list -o ndjson')).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '{}') as Step;
}

const undo = async () => await world.run(`cblr undo apply ${(await newest()).step} --yes`);

describe('undo puts back what was there before', () => {
  test('edit', async () => {
    const before = await out("cblr hexdump 10 'C:\\Windows\\win.ini'");
    await out("cblr edit 10 'C:\\Windows\\win.ini'", { tty: true, answers: [true] });
    expect(await out("cblr hexdump 10 'C:\\Windows\\win.ini'")).not.toBe(before);
    expect((await newest()).line).toContain('edit');
    expect(await undo()).toMatchObject({ exitCode: 0 });
    expect(await out("cblr hexdump 10 'C:\\Windows\\win.ini'")).toBe(before);
  });

  test('reg import: values that were other, that were not, and keys that are gone', async () => {
    const key = 'HKLM\\SOFTWARE\\Import';
    await out(
      `cblr connect 10 -c "reg create ${key}\\Gone; reg set ${key}\\same --data 1; reg set ${key}\\Gone\\x --type REG_QWORD --data 9007199254740993"`,
    );
    const look = () => out(`cblr reg export 10 '${key}'`);
    const before = await look();
    const lines = [
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Import]',
      '"same"="2"',
      '"new"=dword:00000001',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Import\\New]',
      '@="x"',
      '',
      '[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Import\\Gone]',
      '',
    ];
    await writeFile(join(world.folder, 'in.reg'), lines.join('\r\n'));
    await out('cblr reg import 10 in.reg --yes');
    expect(await look()).not.toBe(before);
    expect(await undo()).toMatchObject({ exitCode: 0 });
    expect((await look()).split('\n').toSorted()).toEqual(before.split('\n').toSorted());
  });

  test('memdump over a file', async () => {
    await out("cblr put 10 small.txt 'C:\\over.dmp'");
    await out("cblr memdump 10 'C:\\over.dmp' --force --yes");
    expect(await out("cblr stat 10 'C:\\over.dmp' --fields size")).not.toContain('size\t6\n');
    expect(await undo()).toMatchObject({ exitCode: 0 });
    expect(await out("cblr cat 10 'C:\\over.dmp'")).toBe('small\n');
  });
});

/** Of command objects of that name the reply is lost, on the way there or back. */
function losing(name: string, way: 'there' | 'back'): Meddling {
  return async ({ method, url }, response, incoming: IncomingMessage) => {
    if (method !== 'POST' || !url.endsWith('/command')) return false;
    const body = await text(incoming);
    const isMeant = (JSON.parse(body) as { readonly name: string }).name === name;
    if (!isMeant || way === 'back') {
      const headers = {
        'content-type': 'application/json',
        'x-auth-token': String(incoming.headers['x-auth-token']),
      };
      const answer = await fetch(`${world.lab.url}${url}`, { method, headers, body });
      const said = await answer.text();
      if (!isMeant) {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(said);
        return true;
      }
    }
    response.destroy();
    return true;
  };
}

describe('where a reply is lost while it is undone', () => {
  const value = 'HKLM\\SOFTWARE\\Lab\\Types\\lost';
  beforeEach(async () => {
    await out(`cblr reg set 10 '${value}' --data before --force --yes --no-undo`);
    await out(`cblr reg set 10 '${value}' --data after --force --yes`);
  });
  const now = async () => (await out(`cblr reg get 10 '${value}'`)).trim().split('\t').at(-1);
  const statusOf = async (step: number) => {
    const steps = (await out('cblr undo list -o ndjson')).trim().split('\n');
    return steps.map((line) => JSON.parse(line) as Step).find((each) => each.step === step)?.status;
  };

  test('and it was done, a look says so', async () => {
    const { step } = await newest();
    between.meddle(losing('reg set value', 'back'));
    const ran = await world.run(`cblr undo apply ${step} --yes`);
    between.meddle(undefined);
    expect([ran.exitCode, await now(), await statusOf(step)]).toEqual([0, 'before', 'undone']);
  });

  test('and nothing came of it, a look says so, and it can be undone again', async () => {
    const { step } = await newest();
    between.meddle(losing('reg set value', 'there'));
    const ran = await world.run(`cblr undo apply ${step} --yes`);
    between.meddle(undefined);
    expect([ran.exitCode === 0, await now(), await statusOf(step)]).toEqual([false, 'after', 'done']);
    expect((await world.run(`cblr undo apply ${step} --yes`)).exitCode).toBe(0);
    expect(await now()).toBe('before');
  });

  test('and nobody can look, it is unknown', async () => {
    const { step } = await newest();
    const lost = losing('reg set value', 'back');
    let isLost = false;
    between.meddle(async (asked, response, incoming) => {
      if (isLost) {
        response.destroy();
        return true;
      }
      const taken = await lost(asked, response, incoming);
      isLost ||= response.destroyed;
      return taken;
    });
    const ran = await world.run(`cblr undo apply ${step} --yes`);
    between.meddle(undefined);
    expect(ran.exitCode).toBe(6);
    expect(ran.stdout).toMatch(/unknown/);
    // What is there decides: it is as it was before.
    expect((await world.run(`cblr undo apply ${step} --yes`)).exitCode).toBe(0);
    expect(await now()).toBe('before');
  });
});

describe('a process that was to be ended', () => {
  const start = async () => {
    await out('cblr exec 10 --no-wait ping -n 600 127.0.0.1');
    const rows = JSON.parse(await out('cblr ps 10 --json')) as { pid: number; path: string }[];
    return rows.filter(({ path }) => /ping/i.test(path)).at(-1)?.pid ?? 0;
  };

  test('and may have ended leaves a step that is unknown, and says so when it is undone', async () => {
    const pid = await start();
    between.meddle(losing('kill', 'there'));
    const ran = await world.run(`cblr kill 10 ${pid} --yes`);
    between.meddle(undefined);
    expect(ran.exitCode).not.toBe(0);
    const { step, status } = await newest();
    expect(status).toBe('unknown');
    const plan = await world.run(`cblr undo apply ${step} --dry-run`);
    expect(plan.stderr).toContain('whether it has ended is not known; its command line is started again');
  });

  test('is not said to be started again, nor not, where the reply to that is lost', async () => {
    const pid = await start();
    await out(`cblr kill 10 ${pid} --yes`);
    const { step } = await newest();
    between.meddle(losing('create process', 'back'));
    const ran = await world.run(`cblr undo apply ${step} --yes`);
    between.meddle(undefined);
    expect([ran.exitCode, ran.stdout]).toEqual([6, expect.stringContaining('unknown')]);
  });

  test('with all below it: each leaves a change, also what came meanwhile', async () => {
    const line = 'cmd.exe /c ping -n 600 127.0.0.1';
    await out(`cblr exec 10 --no-wait ${line}`);
    const rows = JSON.parse(await out('cblr ps 10 --json')) as {
      pid: number;
      parent: number;
      path: string;
    }[];
    const parent = rows.findLast(({ path }) => /cmd\.exe/i.test(path));
    const ended = (await out(`cblr kill 10 --tree ${parent?.pid} --yes`)).trim().split('\n');
    const { step } = await newest();
    const shown = JSON.parse(await out(`cblr undo show ${step} --json`)) as unknown[];
    expect(ended.length).toBeGreaterThan(0);
    expect(shown).toHaveLength(ended.length);
  });
});
