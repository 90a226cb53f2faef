const fs = require('node:fs');
const { dirname, join } = require('node:path');

/** V8 makes a copy of code that does not begin so. */
const alignment = 8;
/** What other versions of the program have left, and nobody has written to for so long. */
const unusedMs = 30 * 24 * 3_600_000;

/** Writes the file that `openCompiled` reads, whole or not at all. */
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

module.exports = { write };
