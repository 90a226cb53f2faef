import { spawn } from 'node:child_process';
import { median, root } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const latencyMs = 1000;
const times = 20;
const limitMs = 30;

/** Tab at a prompt at which nobody has typed for a moment: from the key to the name on the screen, on a terminal of its own. */
export function preparedTab(): Promise<readonly Row[]> {
  return withLab({ sensorLatencyMs: latencyMs }, async (bench) => {
    const shell = openTerminalShell(bench);
    try {
      await shell.shows(/CarbonBlack> /);
      // The look ahead begins after 300 ms, and takes a sensor time.
      await new Promise((resolve) => setTimeout(resolve, 300 + 2 * latencyMs));
      const posted = () => bench.lab.requests.filter(({ method }) => method === 'POST').length;
      const before = posted();
      const took: number[] = [];
      for (let i = 0; i < times; i += 1) {
        await shell.typed('ls Sen', /ls Sen$/);
        took.push(await shell.typed('\t', /sor\.LOG/));
        await shell.typed('\u0015', /> $/);
      }
      const asked = posted() - before;
      return [
        {
          what: `Tab at ${latencyMs} ms, looked up ahead`,
          figure: `${median(took).toFixed(0)} ms, ${asked} command objects`,
          limit: `${limitMs} ms, none`,
          ok: median(took) <= limitMs && asked === 0,
        },
      ];
    } finally {
      await shell.close();
    }
  });
}

function openTerminalShell({ env }: BenchLab) {
  const line = `${process.execPath} ${root}bin/cblr.js connect 10`;
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    env: { ...process.env, ...env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let seen = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
    look();
  });
  const shows = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (pattern.test(seen)) resolve();
      };
      look();
    });
  return {
    shows,
    /** Wall time until the keys have done that. */
    async typed(keys: string, pattern: RegExp): Promise<number> {
      seen = '';
      const startedAt = performance.now();
      child.stdin.write(keys);
      await shows(pattern);
      return performance.now() - startedAt;
    },
    async close(): Promise<void> {
      const closed = new Promise((resolve) => child.on('close', resolve));
      child.stdin.end('exit\r');
      await closed;
    },
  };
}
