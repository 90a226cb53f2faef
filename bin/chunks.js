const { Script } = require('node:vm');

/** @typedef {import('./chunks.d.ts').Chunks} Chunks */

/** A file as a function: V8 takes compiled code only for the very same text. */
function wrapped(source) {
  return `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
}

/**
 * `require` over the files of dist/, which know each other by `./name`, as bytes where that is a `.wasm`; anything else is a module of Node.
 * @param {Chunks} chunks
 */
function requireFrom(chunks) {
  const loaded = new Map();
  const require = (id) => {
    if (!id.startsWith('./')) return builtin(id);
    return id.endsWith('.wasm') ? chunks.bytes(id.slice(2)) : load(id.slice(2));
  };

  function load(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    const source = chunks.source(name);
    loaded.set(name, module);
    const cachedData = chunks.cached?.(name);
    const script = new Script(source, {
      filename: name,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    chunks.onLoad?.(name, script);
    script.runInThisContext()(module.exports, require, module, name, '.');
    return module.exports;
  }
  return require;
}

function builtin(id) {
  const found = process.getBuiltinModule(id);
  if (found !== undefined) return found;
  throw Object.assign(new Error(`${id} is not in the program`), { code: 'MODULE_NOT_FOUND' });
}

module.exports = { requireFrom, wrapped };
