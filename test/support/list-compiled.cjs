// Writes to stderr which files of dist/ are loaded, and what came of the compiled code that was kept for them.
const vm = require('node:vm');

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    const { filename, cachedData } = options;
    if (!filename?.endsWith('.cjs')) return;
    const came = cachedData === undefined ? 'none' : this.cachedDataRejected ? 'refused' : 'taken';
    process.stderr.write(`${filename} ${came}\n`);
  }
};
