import { readAnswers } from '../../fleet/fold/read-answers.ts';
import { fleetReport } from '../../fleet/report/fleet-report.ts';
import { newFile } from '../../ops/new-file.ts';
import { file } from '../../spec/result.ts';
import { sha256Of } from '../../transcript/chain.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { rowText } from './results-of.ts';
import { countWords } from './run-words.ts';

export const fleetReportCommand = command({
  name: 'fleet report',
  about: 'write what came of a run as a page: what stands out first',
  details:
    'Equal answers of each step together, the rarest first, rows that stand on few hosts, hosts that failed, and each host with its answers. One file that needs no script and prints on A4.',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: {
    html: { kind: 'localPath', value: 'FILE', about: 'into this file; run-N.html when not said' },
    force: { kind: 'flag', about: 'replace it' },
  },
  search: ['html', 'page', 'print', 'outliers', 'matrix'],
  examples: [{ line: 'cblr fleet report 1 --html odd.html', shows: 'a page for colleagues, and for paper' }],
  run: ({ run: typed, html, force }, context) =>
    withRun(typed, context, async ({ number, store }) => {
      const { runtime, pages, program } = context;
      const target = await newFile(runtime.files, html ?? `run-${number}.html`, force);
      const all = { step: undefined, hosts: undefined, isFailed: false };
      const page = await fleetReport({
        number,
        run: store.run(),
        hosts: store.hosts(),
        answers: () => readAnswers(store, all, runtime.files),
        counted: countWords(store.counts()),
        nowMs: runtime.clock.now(),
        program: `cblr ${program.version}`,
        rowText: (row) => rowText(row),
      });
      const text = await pages.fleet(page);
      const size = await target.write(text);
      return file({ remote: `run ${number}`, local: target.path, size, sha256: sha256Of(text) });
    }),
});
