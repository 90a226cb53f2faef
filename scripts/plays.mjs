// `npm run plays -- NAME…`: writes the named plays of test/plays anew, from what they have typed. Stops where an exit code or what a failing
// line says has changed, unless told `--take-failures`. `--all` is every play. Look at the difference (git diff test/plays).
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const known = readdirSync(join(root, 'test', 'plays'))
  .filter((name) => name.endsWith('.txt'))
  .map((name) => basename(name, '.txt'));
const { values, positionals } = parseArgs({
  options: { all: { type: 'boolean' }, 'take-failures': { type: 'boolean' } },
  allowPositionals: true,
});
const names = values.all ? known : positionals.map((name) => basename(name, '.txt'));
const unknown = names.filter((name) => !known.includes(name));
if (names.length === 0 || unknown.length > 0) {
  for (const name of unknown)
    console.error(`no play ${name} in test/plays; write one with what it types, then renew it`);
  console.error(`usage: npm run plays -- [--take-failures] NAME…|--all\nplays: ${known.join(' ')}`);
  process.exit(2);
}
const titles = ` (?:${names.join('|')}) comes out as written`;
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/plays', '-t', titles],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      RENEW_PLAYS: names.join(' '),
      TAKE_FAILURES: values['take-failures'] ? '1' : '',
    },
  },
);
process.exitCode = status ?? 1;
