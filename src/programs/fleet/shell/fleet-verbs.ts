import { CbError } from '../../../errors/cb-error.ts';
import type { Step } from '../../../fleet/store/run-types.ts';
import { done, type Result } from '../../../spec/result.ts';
import { effectOf, type Input, type Spec } from '../../../spec/spec.ts';
import type { VerbContext } from '../../../verbs/context.ts';
import { verbs } from '../../../verbs/index.ts';
import { fetchesFiles, isForRun, planSteps } from '../plan-steps.ts';
import { attendLine } from './attend-line.ts';
import { type FleetLine, hostsWords, wantedOf } from './fleet-session.ts';
import { stepLineOf } from './step-line.ts';

const foldOptions = {
  byHost: { kind: 'flag', about: 'the answer of each host by itself' },
  rare: { kind: 'flag', about: 'each row once, with its hosts: those of the fewest first' },
} as const;

/** The verbs of a shell that a run can do, each of which is a step of it here. */
export const fleetVerbs: readonly Spec<FleetLine>[] = verbs
  .filter((spec) => isForRun(spec) && spec.name !== 'cd')
  .map(onHosts);

function onHosts(spec: Spec<VerbContext>): Spec<FleetLine> {
  const { question: _question, wire: _wire, hereUnless: _here, fields: _fields, ...kept } = spec;
  const added = Object.keys(foldOptions).filter((key) => !(key in spec.options));
  const own: ReadonlySet<string> = new Set(added);
  const options = Object.fromEntries(Object.entries(foldOptions).filter(([key]) => own.has(key)));
  return {
    ...kept,
    options: { ...spec.options, ...options },
    // What disrupts many hosts is asked about as what destroys.
    effectOf: (input) => {
      const effect = effectOf(spec, input);
      return effect === 'disrupts' ? 'destroys' : effect;
    },
    question: (_input, { session, call }) => {
      const { desk } = session;
      return `${stepLineOf(call, own)} on ${hostsWords(desk.meant().length)}: go on?`;
    },
    run: (input, line) => runLine(stepLineOf(line.call, own), input, line, own),
  };
}

async function runLine(
  typed: string,
  input: Input,
  { session, run }: FleetLine,
  own: ReadonlySet<string>,
): Promise<Result> {
  const { desk, folder } = session;
  const planned = plan(folder.lead(typed));
  const count = desk.meant().length;
  if (count === 0)
    throw new CbError('Usage', 'no host is meant', { hint: 'only without a word means all again' });
  if (run.dryRun) return dryRun(planned, count, session);
  const [step] = await desk.add(planned);
  if (step === undefined) return done('');
  await attendLine(step, typed, session, run);
  if (planned.some(fetchesFiles) && desk.count(step).done > 0)
    run.note(`files of hosts are in a folder for each, below ${filesOf(session)}`);
  const asked = { byHost: own.has('byHost') && input['byHost'], rare: own.has('rare') && input['rare'] };
  const wanted = wantedOf(asked, session.folding);
  return await desk.results(step, {
    ...wanted,
    hosts: undefined,
    isFailed: false,
    foldBy: undefined,
    most: undefined,
  });
}

function filesOf({ desk, caseFolder }: FleetLine['session']): string {
  return caseFolder ?? `${desk.folder}files`;
}

function plan(line: string): readonly Step[] {
  try {
    return planSteps([line], 0);
  } catch (error) {
    // Here a line is a step.
    if (error instanceof CbError) throw error.reworded({ message: error.message.replace(/^step 1: /, '') });
    throw error;
  }
}

function dryRun(steps: readonly Step[], count: number, { desk }: FleetLine['session']): Result {
  const [step] = steps;
  const online = desk.meant().filter(({ isOnline }) => isOnline).length;
  return done(
    `dry run: ${step?.line} (${step?.effect}) on ${hostsWords(count)}, ${online} of them online; nothing was sent`,
    { line: step?.line, effect: step?.effect, hosts: count, online },
  );
}
