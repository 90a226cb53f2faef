import { expect, it } from 'vitest';
import { helperPath, isHelperPath } from '../../src/live/helper-path.ts';

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
