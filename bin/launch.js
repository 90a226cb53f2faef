// CommonJS, here and in what it loads: the loader of ES modules alone takes a tenth of the start of Node.
const module_ = require('node:module');
const { join } = require('node:path');

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
  const cache = compileCache(process.env, process.platform);
  if (cache !== undefined) module_.enableCompileCache(cache);
  let main;
  try {
    main = require('../dist/main.cjs');
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write(`${program}: not built yet: run npm start or npm run build once\n`);
    process.exitCode = 1;
    return;
  }
  main.start(program, process);
}

/** In the user's own folder: the one that Node would take is below /tmp, where another user can put code for us to run. */
function compileCache({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }, platform) {
  const folder = platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  return folder ? join(folder, 'cblr', 'code') : undefined;
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
