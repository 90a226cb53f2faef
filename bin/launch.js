import { existsSync } from 'node:fs';
import module from 'node:module';

/**
 * Starts a program - with the Node that `npm start` has brought, where this one is too old - or says in one line which Node it needs.
 * Must be readable by any Node that knows `import`.
 * @param {'cblr' | 'cbq'} program
 */
export function launch(program) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (!((major === 24 && minor >= 15) || major >= 26)) {
    void launchElsewhere(program);
    return;
  }
  module.enableCompileCache?.();
  const require = module.createRequire(import.meta.url);
  let main;
  try {
    main = require('../dist/main.cjs');
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write(`${program}: not built yet: run npm start or npm run build once\n`);
    process.exitCode = 1;
    return;
  }
  main.start(program, process);
}

async function launchElsewhere(program) {
  const { relaunch } = await import('./relaunch.js');
  if (relaunch(program)) return;
  const isCheckout = existsSync(new URL('../scripts/start.mjs', import.meta.url));
  process.stderr.write(
    `${program}: needs Node 24.15 or a later 24, or 26 and up; this is ${process.version}${isCheckout ? ', and npm start brings one' : ''}\n`,
  );
  process.exitCode = 2;
}
