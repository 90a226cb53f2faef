import { makeNodeRuntime } from '../../src/runtime/node.ts';

/** A program for tests of the real outside: does what its first word says. */
const runtime = makeNodeRuntime(process);
const { streams } = runtime;

switch (runtime.argv[0]) {
  case 'facts':
    await streams.out.write(
      JSON.stringify({
        out: streams.out.isTTY,
        canPrompt: streams.canPrompt,
        color: streams.colorLevel,
        columns: streams.columns(),
        alive: [runtime.isRunning(runtime.pid), runtime.isRunning(0), runtime.isRunning(2 ** 30)],
      }),
    );
    break;
  case 'flood': {
    let code = 'none';
    for (let count = 0; count < 100_000 && code === 'none'; count += 1) {
      await streams.out.write('x'.repeat(1000)).catch((error: NodeJS.ErrnoException) => {
        code = error.code ?? 'other';
      });
    }
    runtime.note(code);
    break;
  }
  case 'signals': {
    const { promise, resolve } = Promise.withResolvers<void>();
    const keepAlive = setInterval(() => undefined, 1000);
    runtime.signals.onTerminate(() => runtime.note('outer'));
    const release = runtime.signals.onTerminate(() => {
      runtime.note('inner');
      release();
      void streams.out.write('again\n');
    });
    runtime.signals.onInterrupt(resolve);
    await streams.out.write('ready\n');
    await promise;
    clearInterval(keepAlive);
    break;
  }
}
