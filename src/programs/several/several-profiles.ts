import { CbError } from '../../errors/cb-error.ts';
import { type Call, effectOfCall } from '../../run/call.ts';
import { type Outcome, outcomeOfKind } from '../../run/outcome.ts';
import { type RunDeps, type RunOptions, runCall } from '../../run/run-call.ts';
import type { Globals } from '../../spec/globals.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Entry } from '../entries.ts';
import type { Environment } from '../environment.ts';
import { type Answer, mergeResults } from './merge-results.ts';

/** Commands of cblr that only ask the server. */
const asking: ReadonlySet<string> = new Set(['sessions']);

export interface SeveralDeps {
  readonly shared: Omit<RunDeps<never>, 'context' | 'supports'>;
  readonly globals: Partial<Globals>;
  /** Of the profile of this name; taken down at the end. */
  readonly environment: (name: string) => Environment;
  /** What the command runs in, for one of them. */
  readonly context: (run: RunOptions, environment: Environment) => unknown;
  /** Of all profile files. */
  readonly allNames: () => Promise<readonly string[]>;
}

/** Asks the servers of several profiles at once. Kind `Usage` for what may do more than ask, before anybody is asked. */
export async function runSeveral(entry: Entry, call: Call<never>, deps: SeveralDeps): Promise<Outcome> {
  const { environment, context, shared } = deps;
  const opened: Environment[] = [];
  let isMixed = false;
  const contextsOf = async (run: RunOptions): Promise<readonly Place[]> => {
    mustOnlyAsk(entry, call);
    return (await namesOf(deps)).map((profile) => {
      const own = environment(profile);
      opened.push(own);
      const note = (text: string) => run.note(`${profile}: ${text}`);
      return { profile, context: context({ ...run, note }, own) };
    });
  };
  const spec: Spec<readonly Place[]> = {
    ...(call.spec as unknown as Spec<readonly Place[]>),
    async run(input, places) {
      const answers = await Promise.all(
        places.map(async ({ profile, context }): Promise<Answer> => {
          try {
            return { profile, result: await (call.spec as Spec<unknown>).run(input, context) };
          } catch (failed) {
            shared.signal.throwIfAborted();
            return { profile, failed };
          }
        }),
      );
      const failed = answers.filter((answer) => 'failed' in answer).length;
      isMixed = failed > 0 && failed < answers.length;
      return mergeResults(answers, call.spec.name);
    },
  };
  try {
    const deps = { ...shared, context: contextsOf } as unknown as RunDeps<readonly Place[]>;
    const outcome = await runCall({ ...call, spec }, deps);
    // A server that has no rows has answered all the same.
    return outcome.exitCode !== 0 && isMixed ? { ...outcome, ...outcomeOfKind('Partial') } : outcome;
  } finally {
    await Promise.all(opened.map((each) => each.close()));
  }
}

interface Place {
  readonly profile: string;
  readonly context: unknown;
}

async function namesOf({ globals, allNames }: SeveralDeps): Promise<readonly string[]> {
  const { profiles, profile, allProfiles, lab, url } = globals;
  if (url !== undefined) throw new CbError('Usage', '--url and several profiles exclude each other');
  if (lab === true)
    throw new CbError('Usage', '--lab and several profiles exclude each other', { hint: '-p lab names it' });
  if (allProfiles === true && profile !== undefined)
    throw new CbError('Usage', '--all-profiles and --profile exclude each other');
  const names = [...new Set(allProfiles === true ? await allNames() : profiles)];
  if (names.length > 0) return names;
  throw new CbError('Config', 'there is no profile', { hint: 'cblr profile add NAME sets one up' });
}

function mustOnlyAsk({ kind }: Entry, call: Call<never>): void {
  const { name } = call.spec;
  if (effectOfCall(call) !== 'reads') {
    throw new CbError('Usage', `${name} changes something, and so goes to one profile at a time`, {
      hint: 'name one with -p NAME; several are for what only asks',
    });
  }
  if (call.spec.isLocal !== true && (kind === 'query' || asking.has(name))) return;
  throw new CbError('Usage', `${name} is about one server at a time, and several profiles are named`, {
    hint: 'name one with -p NAME',
  });
}
