import { flagField, objectText } from '../command-fields.ts';
import { memoryImageContent } from '../content/made-up-content.ts';
import { zipStream } from '../content/zip-stream.ts';
import type { EndpointCommand, EndpointContext } from '../endpoint.ts';
import { fail } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { writeWhole } from './file-commands.ts';

const STEPS = 8;
/** Of a program's second: a whole dump takes a few hundred milliseconds, where a real one takes minutes. */
const STEP_SECONDS = 0.03;

/**
 * `memdump`: `dumping` with its percentage, then `compressing` where `compress` (or the old document's `commpress`) asks
 * for it. The packed dump is `<object>.zip` and stands alone. (contract/live-response-commands.md, "memdump life cycle")
 */
export async function memoryDump(
  machine: Machine,
  command: EndpointCommand,
  context: EndpointContext,
): Promise<Record<string, unknown>> {
  const path = objectText(command);
  const compress = flagField(command, 'compress') || flagField(command, 'commpress');
  const { parent, name } = machine.files.place(path);
  const existing = machine.files.find(path);
  if (existing?.kind === 'directory') fail('accessDenied');
  const image = memoryImageContent(machine.memoryBytes, machine.spec.seed, Buffer.from('PAGEDU64'));
  await showSteps(machine, context, 'dumping');
  if (compress) {
    const packed = machine.spool.keep(zipStream(name, image), image.size);
    await showSteps(machine, context, 'compressing');
    const content = await packed;
    writeWhole(machine, `${machine.files.pathOf(parent)}\\${name}.zip`, content);
  } else writeWhole(machine, path, image);
  return { return_code: 0, complete: true, percentdone: 100, dumping: false, compressing: false };
}

async function showSteps(
  machine: Machine,
  context: EndpointContext,
  phase: 'dumping' | 'compressing',
): Promise<void> {
  for (let step = 0; step < STEPS; step += 1) {
    context.progress({
      dumping: phase === 'dumping',
      compressing: phase === 'compressing',
      complete: false,
      percentdone: Math.floor((step * 100) / STEPS),
    });
    await machine.clock.sleep(STEP_SECONDS, context.signal);
  }
}
