// What V8 has compiled is kept for the next start. Node's own cache holds no function that is compiled when it is called, as nearly all are:
// they took a fifth of the time of a one-shot, each time anew.
const fs = require('node:fs');

/**
 * The compiled code in a file, as `requireFrom` wants it. V8 sees that code is of its version and its flags, and not cut short, but does not
 * look at each byte: a file is on the disk before it has its name.
 * @param {string | undefined} path
 */
function openCompiled(path) {
  const kept = path === undefined ? new Map() : read(path);
  const scripts = new Map();
  let isComplete = true;
  return {
    cached: (name) => kept.get(name),
    onLoad(name, script) {
      // What is loaded later may be refused for flags that were set in between.
      if (!kept.has(name) || (scripts.size === 0 && script.cachedDataRejected)) isComplete = false;
      scripts.set(name, script);
    },
    /** At the very end, when everything is compiled that was called. */
    keep() {
      if (isComplete || path === undefined) return;
      try {
        // Seldom: most starts find all that they need.
        require('./keep-compiled.js').write(path, () => {
          const now = [...scripts].map(([name, script]) => [name, script.createCachedData()]);
          return new Map([...kept, ...now]);
        });
      } catch {
        // No room or no right to write: the next start takes as long as this one.
      }
    },
  };
}

/** What another user can write, or has written, is code of that user's. */
function readOwn(path) {
  const file = fs.openSync(path);
  try {
    const { uid, mode } = fs.fstatSync(file);
    const own = process.getuid?.();
    if (own !== undefined && (uid !== own || (mode & 0o022) !== 0)) throw new Error(`${path} is not ours`);
    return fs.readFileSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** @returns {Map<string, Uint8Array>} */
function read(path) {
  try {
    const bytes = readOwn(path);
    const start = bytes.indexOf('\n') + 1;
    const places = Object.entries(JSON.parse(bytes.toString('utf8', 0, start)));
    return new Map(
      places.map(([name, [at, length]]) => [name, bytes.subarray(start + at, start + at + length)]),
    );
  } catch {
    return new Map();
  }
}

module.exports = { openCompiled };
