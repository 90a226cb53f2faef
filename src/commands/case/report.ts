import { nameInCase } from '../../cases/case-files.ts';
import { type CaseFolder, transcriptsOf } from '../../cases/case-folder.ts';
import { caseReport } from '../../cases/report/case-report.ts';
import { readStory, type WordsBefore } from '../../cases/report/story.ts';
import type { CheckedFile } from '../../cases/verify-case.ts';
import { CbError } from '../../errors/cb-error.ts';
import { newFile } from '../../ops/new-file.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { type Column, rows } from '../../spec/result.ts';
import { sha256Of } from '../../transcript/chain.ts';
import { StepFolder } from '../../undo/step-folder.ts';
import type { KeptChange } from '../../undo/undo-step.ts';
import { wordsBefore } from '../../undo/words-before.ts';
import { reportMarkdown } from '../../views/report-markdown.ts';
import { command } from '../context.ts';
import { byWhom, chosenCase } from './chosen-case.ts';
import { checkedFiles } from './verify.ts';

interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const columns: readonly Column<Written>[] = [
  {
    field: 'path',
    head: 'report',
    of: ({ path }) => path,
    firm: true,
    style: () => 'name',
    localFile: ({ path }) => path,
  },
  { field: 'bytes', head: 'size', of: ({ bytes }) => bytes, as: 'bytes', align: 'right' },
  { field: 'sha256', head: 'sha256', of: ({ sha256 }) => sha256, wide: 'data' },
];

export const caseReportCommand = command({
  name: 'case report',
  about: 'write the report of a case: what was seen, taken and changed',
  details:
    'In the order of time, with what the analysts did kept apart from what was seen of the intruder. No server is asked. The page is one file that needs no script and prints on A4; report.html in the folder of the case when no file is named, and made anew there.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    case: {
      kind: 'case',
      optional: true,
      about: 'its name, id or folder; the one that is open when not said',
    },
  },
  options: {
    html: { kind: 'localPath', value: 'FILE', about: 'as a page, into this file' },
    md: { kind: 'localPath', value: 'FILE', about: 'as Markdown, into this file' },
    force: { kind: 'flag', about: 'replace these files' },
  },
  search: ['timeline', 'print', 'html', 'markdown', 'summary'],
  examples: [
    { line: 'cblr case report', shows: 'report.html in the folder of the case' },
    { line: 'cblr case report --md report.md', shows: 'for a wiki' },
  ],
  async run({ case: word, html, md, force }, context) {
    if (force && html === undefined && md === undefined)
      throw new CbError('Usage', '--force goes with --html or --md');
    const folder = await chosenCase(word, context);
    const { runtime, pages, program } = context;
    const own = `${folder.path}/report.html`;
    const wanted = [
      ...(html === undefined && md === undefined
        ? [{ file: await newFile(runtime.files, own, true), isPage: true }]
        : []),
      ...(html === undefined ? [] : [{ file: await newFile(runtime.files, html, force), isPage: true }]),
      ...(md === undefined ? [] : [{ file: await newFile(runtime.files, md, force), isPage: false }]),
    ];
    const checked: CheckedFile[] = [];
    for await (const each of checkedFiles(folder.path, context)) checked.push(each);
    const story = await readStory(folder, runtime.files, stepWords(folder, runtime));
    const page = caseReport(folder, story, {
      nowMs: runtime.clock.now(),
      program: `cblr ${program.version}`,
      checked,
    });
    const written: Written[] = [];
    for (const { file, isPage } of wanted) {
      const text = isPage ? await pages.report(page) : reportMarkdown(page);
      const bytes = await file.write(text);
      const sha256 = sha256Of(text);
      await folder.journal.add('reported', {
        file: nameInCase(folder, file.path),
        bytes,
        sha256,
        by: byWhom(context),
      });
      written.push({ path: file.path, bytes, sha256 });
    }
    return rows(written, columns, { noun: 'reports' });
  },
});

/** By the steps that lie beside the transcripts of the case, each read once. */
function stepWords(inCase: CaseFolder, runtime: Runtime): WordsBefore {
  const own = { pid: runtime.pid, uid: runtime.uid, isAlive: runtime.isRunning };
  const folder = new StepFolder(transcriptsOf(inCase), { ...runtime, own });
  const steps = new Map<number, ReadonlyMap<number, KeptChange>>();
  const changesOf = async (step: number) => {
    const { changes = [] } = (await folder.read(step)) ?? {};
    return new Map(changes.map((change) => [change.number, change]));
  };
  return async (kept) => {
    const changes = steps.get(kept.step) ?? (await changesOf(kept.step));
    steps.set(kept.step, changes);
    const change = changes.get(kept.change);
    return change === undefined ? undefined : wordsBefore(change, kept);
  };
}
