// Runs the built program in the folder that is named, and writes to stderr what it loaded: modules of Node, and files.
const { readFileSync, writeSync } = require('node:fs');
const { basename } = require('node:path');

const [node, self, folder, program, ...argv] = process.argv;
process.argv = [node, self, ...argv];
process.on('exit', () => {
  const native = process.moduleLoadList
    .filter((name) => name.startsWith('NativeModule '))
    .map((name) => name.slice(13));
  const files = Object.keys(require.cache).map((path) => basename(path));
  writeSync(2, JSON.stringify({ native, files }));
});
// As bin/chunks.js gives it.
require.extensions['.wasm'] = (module, file) => {
  module.exports = readFileSync(file);
};
require(`${folder}/main.cjs`).start(program, process);
