// What V8 has compiled is kept for the next start. Node's own cache holds no function that is compiled when it is called, as nearly all are:
// they took a fifth of the time of a one-shot, each time anew.
const fs = require('node:fs');
const { dirname, join } = require('node:path');

/** V8 makes a copy of code that does not begin so. */
const alignment = 8;
/** What other versions of the program have left, and nobody has written to for so long. */
const unusedMs = 30 * 24 * 3_600_000;

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
        write(path, () => {
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

function write(path, compiled) {
  const folder = dirname(path);
  if (fs.mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) removeUnused(dirname(folder));
  const part = `${path}.${process.pid}`;
  try {
    const file = fs.openSync(part, 'wx', 0o600);
    try {
      fs.writeFileSync(file, packed(compiled()));
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(part, path);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}

/** One line says where each begins behind it. */
function packed(compiled) {
  const places = {};
  const pieces = [];
  let at = 0;
  for (const [name, code] of compiled) {
    places[name] = [at, code.length];
    const aligned = Math.ceil(code.length / alignment) * alignment;
    pieces.push(code, Buffer.alloc(aligned - code.length));
    at += aligned;
  }
  const line = JSON.stringify(places);
  const first = line.padEnd(Math.ceil((line.length + 1) / alignment) * alignment - 1);
  return Buffer.concat([Buffer.from(`${first}\n`), ...pieces]);
}

function removeUnused(folder) {
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    if (fs.statSync(path).mtimeMs < Date.now() - unusedMs) fs.rmSync(path, { recursive: true, force: true });
  }
}

module.exports = { openCompiled };
