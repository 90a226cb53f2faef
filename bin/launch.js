// CommonJS, here and in what it loads: the loader of ES modules alone takes a tenth of the start of Node.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, '..', 'dist');

/**
 * Starts a program - with the Node that `npm start` has brought, where this one is too old - or says in one line which Node it needs.
 * Must be readable by any Node.
 * @param {'cblr' | 'cbq'} program
 */
function launch(program) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (!((major === 24 && minor >= 15) || major >= 26)) {
    launchElsewhere(program);
    return;
  }
  const main = textOf('main.cjs');
  if (main === undefined) {
    process.stderr.write(`${program}: not built yet: run npm start or npm run build once\n`);
    process.exitCode = 1;
    return;
  }
  const { requireFrom, wrapped } = require('./chunks.js');
  const { openCompiled } = require('./compiled.js');
  const compiled = openCompiled(placeOfCompiled(program, process, buildOf(main)));
  process.on('exit', (exitCode) => {
    // Words that name nothing leave nothing.
    if (exitCode !== 2) compiled.keep();
  });
  const load = requireFrom({
    ...compiled,
    source: (name) => wrapped(name === 'main.cjs' ? main : readFileSync(join(dist, name), 'utf8')),
    bytes: (name) => readFileSync(join(dist, name)),
  });
  load('./main.cjs').start(program, process);
}

function textOf(name) {
  try {
    return readFileSync(join(dist, name), 'utf8');
  } catch (error) {
    if (error?.code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Its first line is a comment that no other build has. */
function buildOf(main) {
  return main.slice(2, main.indexOf('\n'));
}

/**
 * In the user's own folder: below /tmp another user could put code for us to run. One file for each first word, as a start should not read
 * what other commands call.
 */
function placeOfCompiled(program, { argv, arch, env, platform, version }, build) {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = env;
  const folder = platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (!folder) return undefined;
  const [, , first = ''] = argv;
  const word = /^[a-z_-]{1,20}$/.test(first) ? first : 'any';
  return join(folder, 'cblr', 'code', `${version}-${arch}-${build}`, `${program}.${word}`);
}

function launchElsewhere(program) {
  const { relaunch } = require('./relaunch.js');
  if (relaunch(program)) return;
  const isCheckout = require('node:fs').existsSync(join(__dirname, '..', 'scripts', 'start.mjs'));
  process.stderr.write(
    `${program}: needs Node 24.15 or a later 24, or 26 and up; this is ${process.version}${isCheckout ? ', and npm start brings one' : ''}\n`,
  );
  process.exitCode = 2;
}

module.exports = { launch };
