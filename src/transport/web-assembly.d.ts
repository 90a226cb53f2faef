// What is used of it: of the types of Node it is no part.
// biome-ignore lint/style/noNamespace: that is how it is
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: unknown;
  }
  class Memory {
    /** In pages of 64 KiB. */
    constructor(size: { readonly initial: number });
    readonly buffer: ArrayBuffer;
    /** Whoever holds the buffer of before finds it empty. Throws `RangeError`. */
    grow(pages: number): number;
  }
  interface Global {
    value: number;
  }
}
