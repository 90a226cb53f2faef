import { CbError } from '../../errors/cb-error.ts';
import type { Host } from '../../fleet/host.ts';
import { type RowsByHost, readRowsByHost } from '../../fleet/playbook/rows-by-host.ts';
import { isTargeted, resolveTargets, type Targets } from '../../fleet/targets/resolve-targets.ts';
import type { TargetInput } from '../../fleet/targets/target-options.ts';
import type { CommandContext } from '../context.ts';
import type { RunPlan } from './run-plan.ts';

/** The hosts of a run: those of the command line, else those of its rows, else those that its playbook names. */
export async function targetsOf(
  { rows: file, ...input }: TargetInput & { readonly rows: string | undefined },
  { playbook }: RunPlan,
  { cb: connect, runtime, signal, note }: CommandContext,
): Promise<{ readonly targets: Targets; readonly rows: RowsByHost | undefined }> {
  const rows = file === undefined ? undefined : await rowsOf(file, { runtime, signal });
  const cb = await connect();
  const own = playbook?.read.playbook.targets;
  const chosen = isTargeted(input) || own === undefined || own.size === 0 ? input : withDefaults(input, own);
  const wanted =
    rows === undefined || chosen.sensor.length > 0
      ? chosen
      : { ...chosen, sensor: [...rows.keys()].map(String) };
  const targets = await resolveTargets(wanted, { cb, runtime, signal, note });
  if (rows === undefined) return { targets, rows };
  const isMeant = ({ id }: Host): boolean => rows.has(id);
  return {
    targets: { ...targets, hosts: targets.hosts.filter(isMeant), unfit: targets.unfit.filter(isMeant) },
    rows,
  };
}

async function rowsOf(file: string, { runtime, signal }: Pick<CommandContext, 'runtime' | 'signal'>) {
  const { files, streams } = runtime;
  const source = file === '-' ? streams.in : files.read(files.resolve(file), { signal });
  return await readRowsByHost(source, file === '-' ? 'stdin' : file, signal);
}

/** Values of a playbook are looked at as typed ones are. */
function withDefaults(input: TargetInput, own: ReadonlyMap<string, readonly string[]>): TargetInput {
  const get = (key: string): readonly string[] => own.get(key) ?? [];
  const os = get('os').map((word) => {
    const found = (['windows', 'linux', 'macos'] as const).find((each) => each === word);
    if (found === undefined)
      throw new CbError('Usage', `targets: os wants windows, linux or macos, not "${word}"`);
    return found;
  });
  const [limit] = get('limit');
  if (limit !== undefined && !/^\d{1,6}$/.test(limit))
    throw new CbError('Usage', `targets: limit wants a number, not "${limit}"`);
  return {
    sensor: get('sensor'),
    group: get('group'),
    os,
    status: get('status'),
    hits: get('hits'),
    alerts: get('alerts'),
    watchlist: get('watchlist'),
    file: [],
    except: [...get('except'), ...input.except],
    limit: input.limit ?? (limit === undefined ? undefined : Number(limit)),
  };
}
