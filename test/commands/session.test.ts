import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deskWith, runLab } from './support.ts';

async function world() {
  const lab = await runLab({ tls: false });
  const desk = await deskWith(`[default]\nurl = ${lab.url}\ntoken = ${lab.token}\n`);
  expect((await desk.cblr(['connect', '10', '--keep', '-c', 'pwd'])).exitCode).toBe(0);
  const [session] = JSON.parse((await desk.cblr(['sessions', '--json'])).out);
  return { lab, desk, id: String(session.id) };
}

it('a dry run of closing a session does not say that it is closed, nor close it', async () => {
  const { lab, desk, id } = await world();
  await using _ = lab;
  const ran = await desk.cblr(['session', 'close', id, '--dry-run']);
  expect(ran.err).toBe('dry run: nothing was sent\n');
  expect(ran.out).toContain(`PUT /api/v1/cblr/session/${id} `);
  expect((await desk.cblr(['sessions', '--json'])).out).toContain('"status":"active"');
});

it('a session that is closed is told with where to find what was done in it', async () => {
  const { lab, desk, id } = await world();
  await using _ = lab;
  expect(await desk.cblr(['session', 'close', id, '--yes'])).toMatchObject({
    exitCode: 0,
    err: `session ${id} is closed\n`,
  });
  const ran = await desk.cblr(['session', 'commands', id]);
  expect(ran.exitCode).toBe(5);
  expect(ran.err).toContain(
    'hint: it has ended: cblr sessions --all lists them, and cblr connect opens another',
  );
});

it('the archive of a session goes into a folder under its own name, as that of the session at hand does', async () => {
  const { lab, desk, id } = await world();
  await using _ = lab;
  await mkdir(join(desk.home, 'case'));
  await desk.cblr(['connect', '10', '--keep', '-c', 'drives; ls C:\\lab\\empty.txt']);
  expect(await desk.cblr(['session', 'archive', id, `${desk.home}/case/`])).toMatchObject({ exitCode: 0 });
  expect(await readdir(join(desk.home, 'case'))).toEqual([`session-${id}.tar.gz`]);
});

it('files of a session are shown alike from outside of it and within', async () => {
  const { lab, desk, id } = await world();
  await using _ = lab;
  const within = await desk.cblr([
    'connect',
    '10',
    '--keep',
    '-c',
    'cat C:\\lab\\empty.txt; files; commands --count 1',
  ]);
  const outside = await desk.cblr(['session', 'files', id]);
  const commands = await desk.cblr(['session', 'commands', id, '--count', '1']);
  expect(outside.out).toMatch(/^\d+\t/);
  expect(within.out).toBe(outside.out + commands.out);
});
