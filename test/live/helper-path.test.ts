import { expect, it } from 'vitest';
import { helperPath, isHelperPath } from '../../src/live/helper-path.ts';
import { openFakeLive } from '../support/fake-live.ts';

it.each([
  ['windows', 'C:\\Windows\\CarbonBlack'],
  ['windows', 'C:\\Users\\ann'],
  ['unix', '/opt/cbsensor'],
  ['unix', '/home/ann'],
] as const)('knows its own paths again: %s, %s', (style, directory) => {
  for (const suffix of ['', '.tmp', '.code'])
    expect(isHelperPath(helperPath(style, directory, suffix))).toBe(true);
});

const name = 'cblr-0123456789ab';

it.each([
  `/home/ann/${name}`,
  `/etc/../home/${name}`,
  `/tmp/x/../${name}`,
  `/tmp/$(reboot)/${name}`,
  `/opt/a b/${name}`,
  `/tmp/*/${name}`,
  `/tmp/${name}/..`,
  `/tmp/${name}\n`,
  `C:\\Windows\\..\\Users\\${name}`,
  `C:\\Windows\\" & calc & "\\${name}`,
  `C:\\Windows\\System32\\%x%\\${name}`,
  `C:\\Windows\\*\\${name}`,
  `\\\\server\\share\\${name}`,
])('takes no other for one: %j', (path) => {
  expect(isHelperPath(path)).toBe(false);
});

const folder = { filename: 'CarbonBlack', attributes: ['DIRECTORY'] };
it.each([
  ['that is a folder', { files: [folder] }, /^C:\\Windows\\CarbonBlack\\cblr-/],
  [
    'that is a link',
    { files: [{ ...folder, attributes: ['DIRECTORY', 'REPARSE_POINT'] }] },
    /^C:\\Windows\\Temp\\cblr-/,
  ],
  ['that is not there', { files: [] }, /^C:\\Windows\\Temp\\cblr-/],
])("is in the sensor's own folder %s, where the session names none", async (_what, end, expected) => {
  const { live, server, never } = await openFakeLive({ directory: '' });
  server.on('directory list', { end });
  const { helpers } = live.programs;
  expect(await helpers.newPath('.code', never)).toMatch(expected);
  await helpers.newPath('.tmp', never);
  expect(server.requests.map(({ name, object }) => [name, object])).toEqual([
    ['directory list', 'C:\\Windows\\CarbonBlack'],
  ]);
});

it('is where the session says that the sensor works, without a look', async () => {
  const { live, server, never } = await openFakeLive();
  expect(await live.programs.helpers.newPath('', never)).toMatch(/^C:\\Windows\\CarbonBlack\\cblr-/);
  expect(server.requests).toEqual([]);
});
