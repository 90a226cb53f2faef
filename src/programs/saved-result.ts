import { sha256OfFile } from '../cases/case-files.ts';
import { CbError } from '../errors/cb-error.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import { newFile } from '../ops/new-file.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Call } from '../run/call.ts';
import type { Outcome } from '../run/outcome.ts';
import { unaskedLocalName } from '../text/local-name.ts';
import { maskSecretLine } from '../text/secret-lines.ts';
import type { Environment } from './environment.ts';

/** A call whose result goes into the case, in place of stdout. */
export interface SavedCall {
  readonly call: Call<never>;
  readonly runtime: Runtime;
  /** Keeps what came, unless the call failed. */
  finish(outcome: Outcome | undefined): Promise<void>;
}

/** `--save NAME`: the result in the file `queries/NAME.ndjson` of the case, or in the form that was asked for. */
export async function savedCall(
  name: string,
  call: Call<never>,
  runtime: Runtime,
  { openCase, profileName }: Pick<Environment, 'openCase' | 'profileName'>,
): Promise<SavedCall> {
  if (['connect', 'lab'].includes(call.spec.name))
    throw new CbError('Usage', `--save keeps a result, and ${call.spec.name} has none`);
  const folder = await openCase();
  if (folder === undefined) {
    const profile = await profileName();
    throw new CbError('Usage', `--save keeps a result in a case, and none is open for profile ${profile}`, {
      hint: 'cblr case open NAME opens one, and > FILE writes anywhere',
    });
  }
  const { files } = runtime;
  const {
    json,
    template,
    output = template !== undefined ? 'tsv' : json === true ? 'json' : 'ndjson',
  } = call.globals;
  const ending = output === 'table' || template !== undefined ? 'txt' : output;
  const below = `queries/${unaskedLocalName(`${name}.${ending}`)}`;
  await files.makeDirectory(`${folder.path}/queries`, { parents: true, mode: 0o700 });
  const file = (await newFile(files, `${folder.path}/${below}`, false)).begin();
  const out = {
    isTTY: false,
    write: (chunk: string | Uint8Array) => file.write(chunk),
  };
  const { streams } = runtime;
  return {
    call: { ...call, globals: { ...call.globals, output, pager: false } },
    runtime: {
      ...runtime,
      streams: { ...streams, out, colorLevel: { ...streams.colorLevel, out: 0 }, link: undefined },
    },
    async finish(outcome) {
      if (outcome === undefined || ![0, exitCodeOf('Partial')].includes(outcome.exitCode))
        return await file.abandon();
      const bytes = await file.finish();
      await folder.journal.add('saved', {
        line: maskSecretLine(call.typed),
        file: below,
        bytes,
        sha256: await sha256OfFile(`${folder.path}/${below}`, files),
        by: `${runtime.user()} on ${runtime.hostname()}`,
      });
      runtime.note(`kept in case ${folder.name}: ${below}, ${bytes} bytes`);
    },
  };
}
