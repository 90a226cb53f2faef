import { setFlagsFromString } from 'node:v8';

/** What V8 is told before the first request. */
export function setEngineFlags(): void {
  keepHeapSmall();
  // undici's parser is WebAssembly, and one request makes V8 optimise it, which takes 40 ms of a processor: only a long run has them back.
  setFlagsFromString('--wasm-tiering-budget=100000000');
}

/**
 * Holds the heap to what is in use. Left alone, the part for new objects grows to 64 MiB, and what was read from the wire stays there until it
 * is full: a list of 100,000 took 222 MiB resident, 182 with this, in the same time; a transfer 140 and 115. The part for old ones grows to
 * four times what is in use before it is looked through, the more the busier the machine: `cbq process --all` took 129 to 151 MiB, with this
 * 111 to 115, in the same time (bench/).
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}
