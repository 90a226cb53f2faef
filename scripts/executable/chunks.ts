import { Script } from 'node:vm';

/** Where the files of dist/ are: in the executable, or in their folder. */
export interface Chunks {
  /** As `wrapped` leaves it. */
  source(name: string): string;
  /** What V8 made of it before, where that was kept. */
  cached?(name: string): Uint8Array | undefined;
  onLoad?(name: string, script: Script): void;
}

type Body = (exports: unknown, require: Require, module: Module, filename: string, dirname: string) => void;
type Require = (id: string) => unknown;

interface Module {
  exports: unknown;
}

/** A file as a function: V8 takes cached code only for the very same text. */
export function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
}

/** `require` over the files of dist/, which know each other by `./name`; anything else is a module of Node. */
export function requireFrom(chunks: Chunks): Require {
  const loaded = new Map<string, Module>();
  const require: Require = (id) => (id.startsWith('./') ? load(id.slice(2)) : builtin(id));

  function load(name: string): unknown {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module: Module = { exports: {} };
    loaded.set(name, module);
    const cachedData = chunks.cached?.(name);
    const script = new Script(chunks.source(name), {
      filename: name,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    chunks.onLoad?.(name, script);
    const body = script.runInThisContext() as Body;
    body(module.exports, require, module, name, '.');
    return module.exports;
  }
  return require;
}

function builtin(id: string): unknown {
  const found: unknown = process.getBuiltinModule(id);
  if (found !== undefined) return found;
  throw Object.assign(new Error(`${id} is not in the program`), { code: 'MODULE_NOT_FOUND' });
}
