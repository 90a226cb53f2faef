import { setFlagsFromString } from 'node:v8';

/** What V8 is told, and what it is without being told. */
const flags = [
  // Holds the heap to what is in use. Left alone, the part for new objects grows to 64 MiB, and what was read from the wire stays there until
  // it is full: a list of 100,000 took 222 MiB resident, 182 with this, in the same time; a transfer 140 and 115.
  { name: 'semi-space-growth-factor', value: 1, usual: 2 },
  // The part for old objects grows to four times what is in use before it is looked through, the more the busier the machine: `cbq process
  // --all` took 129 to 151 MiB, with this 111 to 115, in the same time (bench/).
  { name: 'heap-growing-percent', value: 50, usual: 0 },
  // undici's parser is WebAssembly, and one request makes V8 optimise it, which takes 40 ms of a processor: only a long run has them back.
  { name: 'wasm-tiering-budget', value: 100_000_000, usual: 13_000_000 },
] as const;

let areSet = false;

/**
 * To be called once all modules of Node are loaded: with other flags than those of its start V8 takes no compiled code that it finds, theirs
 * among it. For that which is kept of this run they are as usual again.
 */
export function setEngineFlags(node: Pick<NodeJS.Process, 'prependOnceListener'>): void {
  if (areSet) return;
  areSet = true;
  for (const { name, value } of flags) setFlagsFromString(`--${name}=${value}`);
  node.prependOnceListener('exit', () => {
    for (const { name, usual } of flags) setFlagsFromString(`--${name}=${usual}`);
  });
}
