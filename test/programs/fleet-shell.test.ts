import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LateAnswers } from '../../src/commands/fleet/late-answers.ts';
import { answeredWords } from '../../src/commands/fleet/line-words.ts';
import type { LineCount } from '../../src/fleet/store/line-count.ts';
import { FleetFolder } from '../../src/programs/fleet/shell/fleet-folder.ts';
import { fleetVerbs } from '../../src/programs/fleet/shell/fleet-verbs.ts';
import { refusalForHosts } from '../../src/programs/fleet/shell/refusals.ts';
import { stepLineOf } from '../../src/programs/fleet/shell/step-line.ts';
import { makeCall } from '../../src/run/call.ts';
import { shellGlobals } from '../../src/shell/shell-globals.ts';
import { findSpec } from '../../src/spec/registry.ts';
import { verbatimAfterDashes } from '../../src/spec/verbatim.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { makeProgramWorld, type ProgramWorld, type WorldOptions } from '../support/program-world.ts';

const b = String.raw;

function statementOf(line: string) {
  const [statement] = tokenise(line, {
    verbatimAfterDashes: verbatimAfterDashes(fleetVerbs, shellGlobals),
  }).statements;
  if (statement?.kind !== 'verb') throw new Error(`no verb in ${line}`);
  return statement;
}

describe('what of a line each host is to do', () => {
  test.each([
    [b`ls C:\lab`, b`ls C:\lab`],
    [b`ls  -o json 'C:\a b' --by-host`, b`ls 'C:\a b'`],
    [b`ps --name "a b" --json --rare`, b`ps --name "a b"`],
    [b`rm --yes -- -x`, b`rm -- -x`],
    [b`put a.txt C:\t --yes --no-undo`, b`put --no-undo a.txt C:\t`],
    [b`exec --json cmd /c  echo  a | more`, b`exec cmd /c  echo  a`],
    [b`exec --yes -- echo a | more --json`, b`exec -- echo a | more --json`],
    [b`reg query -o csv HKLM\SOFTWARE`, b`reg query HKLM\SOFTWARE`],
  ])('%s', (line, step) => {
    const { words, source } = statementOf(line);
    const found = findSpec(
      fleetVerbs,
      words.map(({ text }) => text),
    );
    if (found === undefined) throw new Error(line);
    const options = { source, start: words[0]?.start, globals: {}, globalOptions: shellGlobals, now: 0 };
    const call = makeCall(found.spec, words.slice(found.used), options);
    expect(stepLineOf(call, new Set(['byHost', 'rare']))).toBe(step);
  });
});

describe('the folder of lines', () => {
  const walked = (...steps: readonly string[]): string => {
    const folder = new FleetFolder();
    for (const step of steps) folder.go(step, false);
    return folder.shown;
  };

  test.each([
    [['C:\\Windows', 'Temp', '..', '..'], 'C:\\'],
    [['/var/log', '../lib/./x'], '/var/lib/x'],
    [['Temp', 'x', '..'], 'Temp'],
    [['HKLM\\SOFTWARE', 'Acme', '..', 'Other'], 'HKLM\\SOFTWARE\\Other'],
    [['C:\\a', '~'], ''],
    [['C:\\a', '/b', '-'], 'C:\\a'],
    [['C:\\a', ''], ''],
  ])('%j is %s', (steps, shown) => expect(walked(...steps)).toBe(shown));

  test('stands in front of a line, in quotes where it needs them', () => {
    const folder = new FleetFolder();
    expect(folder.lead('ls')).toBe('ls');
    folder.go('C:\\Program Files', false);
    expect(folder.lead('ls')).toBe('cd "C:\\Program Files" && ls');
  });
});

describe('what makes no sense for many hosts', () => {
  test.each([
    ['edit x', 'edit is for one sensor'],
    ['undo list', 'undo list is for one sensor'],
    ['connect 5', 'connect is for one sensor'],
    ['@3 ps', 'lines go to all hosts'],
    ['ps &', '& is not needed'],
  ])('%s is refused with what to do instead', (line, words) => {
    const refusal = refusalForHosts(statementOf(line));
    expect(refusal?.message).toContain(words);
    expect(refusal?.hint).toBeDefined();
  });

  test.each(['ps', 'cancel 1', 'cd x', 'reg diff a b', 'help edit', 'nonsense'])('%s is not', (line) => {
    expect(refusalForHosts(statementOf(line))).toBeUndefined();
  });
});

describe('what is said of answers', () => {
  const none = { done: 0, failed: 0, unknown: 0, skipped: 0, running: 0, waiting: 0, offline: 0 };
  const countOf = (some: Partial<LineCount>): LineCount => {
    const count = { ...none, ...some };
    return { ...count, meant: Object.values(count).reduce((sum, each) => sum + each, 0) };
  };

  test.each([
    [{ done: 3 }, 'all 3 answered'],
    [{ done: 1 }, '1 of 1 answered'],
    [{ done: 1, failed: 1, unknown: 2, skipped: 3 }, 'all 7 answered, 1 failed, 2 unknown, 3 canceled'],
    [{ done: 1, offline: 2 }, '1 of 3 answered; 2 to come, offline'],
    [{ done: 1, running: 1, offline: 2 }, '1 of 4 answered; 3 to come, 2 of them offline'],
  ])('%j: %s', (some, words) => expect(answeredWords(countOf(some))).toBe(words));

  test('is said once, and of a line that nobody waits for at once when it is over', () => {
    let count = countOf({ done: 1, running: 2 });
    const late = new LateAnswers({ count: () => count, lineOf: () => 'ps' });
    late.seen(1, count);
    expect(late.take()).toEqual([]);
    count = countOf({ done: 2, running: 1 });
    expect(late.take({ isAtRest: true })).toEqual([]);
    expect(late.take()).toEqual(['step 1, ps: 2 of 3 answered; 1 to come; results 1 shows them']);
    count = countOf({ done: 3 });
    expect(late.take({ isAtRest: true })).toEqual(['step 1, ps: all 3 answered; results 1 shows them']);
    expect(late.isEmpty).toBe(true);
  });
});

function worldOf(options: WorldOptions = {}): () => ProgramWorld {
  let world: ProgramWorld | undefined;
  beforeAll(async () => {
    world = await makeProgramWorld({ processes: 0, ...options });
    await world.profile();
  });
  afterAll(() => world?.end());
  return () => {
    if (world === undefined) throw new Error('there is no world yet');
    return world;
  };
}

const three = '--sensor 10 --sensor 3 --sensor 1';

function postedOf({ lab }: ProgramWorld, name: string): readonly unknown[] {
  return lab.requests.flatMap(({ command, posted }) =>
    command === name ? [(posted as { readonly object?: unknown }).object] : [],
  );
}

describe('a shell on many hosts', () => {
  const world = worldOf();

  test('asks once for all hosts, with their number, and sends to each what was said yes to', async () => {
    const answers = [false, true];
    const prompter = { ...world().runtime([]).prompter };
    const asked: string[] = [];
    const confirm = async (question: string) => {
      asked.push(question);
      return answers.shift() ?? false;
    };
    const shell = await world().shell('cblr fleet shell --sensor 10 --sensor 3', {
      prompter: { ...prompter, confirm },
    });
    expect((await shell.line(b`rm C:\lab\empty.txt`)).exitCode).toBe(2);
    expect(postedOf(world(), 'delete file')).toEqual([]);
    expect((await shell.line(b`rm C:\lab\empty.txt`)).exitCode).toBe(0);
    expect(asked).toEqual(Array(2).fill(b`rm C:\lab\empty.txt on 2 hosts: go on?`));
    expect(postedOf(world(), 'delete file')).toEqual(Array(2).fill(b`C:\lab\empty.txt`));
    await shell.line('exit');
    expect(await shell.ended).toBe(0);
    await world().run('cblr fleet rm 1 --yes');
  });

  test('completes verbs, options and the names of its hosts', async () => {
    const shell = await world().shell(`cblr fleet shell ${three}`);
    await shell.type('netst');
    await shell.tab();
    await shell.type('--by');
    await shell.tab();
    expect(shell.takeErr()).toContain('netstat --by-host');
    await shell.keys('\u0003');
    await shell.type('only dev');
    await shell.tab();
    expect(shell.takeErr()).toContain('only devr-test');
    await shell.keys('\u0003', '\u0004');
    // A shell without a line leaves nothing.
    expect(await shell.ended).toBe(0);
    expect((await world().run('cblr fleet --json')).stdout.trim()).toBe('[]');
  });

  test('says where the files are that it fetched, in a folder for each host', async () => {
    const shell = await world().shell('cblr fleet shell --sensor 10 --sensor 3');
    await shell.line(b`get C:\Windows\win.ini`);
    const [, below = ''] = /files of hosts are in a folder for each, below (\S+)/.exec(shell.takeErr()) ?? [];
    const folders = (await world().files.list(below)).map(({ name }) => name);
    expect(folders.toSorted()).toEqual(['10-WIN-EP7RMLTCLAJ', '3-WIN-IA9NQ1GN8OI']);
    expect((await world().files.list(`${below}/${folders[0]}`)).map(({ name }) => name)).toContain('win.ini');
    await shell.line('exit');
  });

  test('goes on where another process has paused its run, and not where one has canceled it', async () => {
    const shell = await world().shell(`cblr fleet shell ${three}`);
    await shell.line('pwd');
    await world().run('cblr fleet pause');
    expect((await shell.line('pwd')).exitCode).toBe(0);
    await world().run('cblr fleet cancel');
    shell.takeErr();
    expect((await shell.line('pwd')).exitCode).toBe(2);
    expect(shell.takeErr()).toMatch(/run \d+ was canceled/);
    await shell.line('exit');
  });

  test('what a host says is no part of the screen, and stands in its group', async () => {
    await world().files.writeAtomic('evil', 'a\u001b[2J\u001b]0;title\u0007\u202eb\n', 0o600);
    await world().run('cblr put 1 evil /tmp/said');
    const shell = await world().shell(`cblr fleet shell ${three}`);
    await shell.line('cat /tmp/said');
    const out = shell.takeOut();
    expect(out).not.toMatch(/\u001b\[2J|\u001b\]0|\u0007|\u202e/);
    expect(out).toContain('devr-test');
    await shell.line('exit');
  });

  test('a script goes on behind hosts that fail, and not behind a line that is none', async () => {
    const ran = await world().run(`cblr fleet shell ${three}`, { stdin: 'ls /tmp\npwd\nnonsense\npwd\n' });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('stopped at line 3 of stdin');
    expect((await world().run('cblr fleet show --json')).stdout).toContain('"steps":2');
  });

  test('a readonly profile reads, and refuses the rest before anything is sent', async () => {
    await world().profile({ readonly: 'yes' }, { name: 'looking' });
    const before = postedOf(world(), 'create directory').length;
    const ran = await world().run(`cblr -p looking fleet shell ${three}`, { stdin: 'pwd\nmkdir /tmp/x\n' });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('readonly');
    expect(ran.stdout).toContain('/opt/cbsensor');
    expect(postedOf(world(), 'create directory').length).toBe(before);
  });
});

describe('hosts that are away', () => {
  const world = worldOf({ sensors: 40, offline: 0.3, backAfterMs: 120_000 });

  test('are waited for by nobody, and do what they missed once the run is gone on with', async () => {
    const shell = await world().shell('cblr fleet shell --os windows --expire 10m');
    expect((await shell.line('pwd')).exitCode).toBe(0);
    expect(shell.takeErr()).toMatch(/step 1: \d+ of \d+ answered; (\d+) to come, offline/);
    await shell.line('ls C:\\lab');
    await shell.line('exit');
    expect(shell.takeErr()).toMatch(/step 2.*to come, offline\nrun 1 is kept as it is; cblr fleet resume 1/);
    world().lab.advance(300);
    const resumed = await world().run('cblr fleet resume 1');
    const shown = JSON.parse((await world().run('cblr fleet show 1 --json')).stdout) as readonly {
      readonly state: string;
    }[];
    expect(resumed.stderr).toContain('done');
    expect(shown.filter(({ state }) => state === 'done').length).toBeGreaterThan(20);
    // Each step once on each host.
    const rows = (await world().run('cblr fleet results 1 --by-host --step 1 -o ndjson')).stdout
      .trim()
      .split('\n');
    const ids = rows.map((row) => (JSON.parse(row) as { readonly sensor_id: number }).sensor_id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
