import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

/** At Ctrl-C it becomes a job, and stays one on leaving. */
const leaving = ['d', 'leave; programs on the sensor go on'];

const inFolder = async (sensor: number, folder: string) =>
  (await world.run(['cblr', 'ls', String(sensor), folder, '--fields', 'filename'])).stdout
    .split('\n')
    .filter((name) => name.startsWith('cblr-'));

describe.each([
  [10, 'C:\\Windows\\CarbonBlack', 'ping -n 900 127.0.0.1', 2],
  [1, '/opt/cbsensor', 'ping -c 900 127.0.0.1', 2],
])('what a session had to leave on sensor %i', (sensor, folder, line, count) => {
  it('is told with the line that removes it, offered by the next ones until it is gone, and then no more', async () => {
    const driver = await world.shell(`cblr connect ${sensor}`, { answers: leaving });
    const running = driver.line(`exec --follow ${line}`);
    await driver.runtime.streams.out.holds('127.0.0.1');
    driver.runtime.interrupt();
    await running;
    await driver.enter('exit');
    await driver.ended;
    const said = driver.runtime.err();
    const [, kill = ''] = /kill ([\d ]+) ends it/.exec(said) ?? [];
    const [, removal = ''] = /; later (cblr rm .+) removes it/.exec(said) ?? [];
    expect(said).toContain(`(exec ${line}, pid ${kill.split(' ')[0]})`);
    expect(await inFolder(sensor, folder)).toHaveLength(sensor === 1 ? 2 : 1);

    const piped = await world.run(['cblr', 'drives', String(sensor)]);
    expect(piped.stderr).toMatch(new RegExp(`\\(exec ${line}\\): cblr rm ${sensor} .+ removes it`));
    expect(piped.questions).toEqual([]);

    expect((await world.run(`cblr kill ${sensor} --yes ${kill}`)).exitCode).toBe(0);
    const asked = await world.run(['cblr', 'drives', String(sensor)], {
      tty: true,
      answers: Array.from({ length: count }, () => true),
    });
    expect(asked.questions.length).toBeGreaterThan(0);
    expect(asked.questions[0]).toMatch(/^remove .+cblr-[0-9a-f]{12}.*, left on .+ ago \(exec ping .+\)\?$/);
    expect(await inFolder(sensor, folder)).toEqual([]);
    expect((await world.run(['cblr', 'drives', String(sensor)], { tty: true })).questions).toEqual([]);
    expect(removal).toContain(`cblr rm ${sensor}`);
  });
});

it('stays where the answer is no, with the line once more', async () => {
  const driver = await world.shell('cblr connect 10', { answers: leaving });
  const running = driver.line('exec --follow ping -n 900 127.0.0.1');
  await driver.runtime.streams.out.holds('127.0.0.1');
  driver.runtime.interrupt();
  await running;
  await driver.enter('exit');
  await driver.ended;
  const asked = await world.run('cblr drives 10', { tty: true, answers: [false, false] });
  expect(asked.questions.length).toBeGreaterThan(0);
  expect(asked.stderr).toMatch(/it stays: cblr rm 10 'C:\\Windows\\CarbonBlack\\cblr-.+' removes it/);
  expect((await world.run('cblr drives 10', { tty: true })).questions).toEqual([]);
});
