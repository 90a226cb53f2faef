import type { Cb } from '../api/client.ts';
import type { SensorGroup } from '../api/wire/sensor-group.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { Digest } from '../manifest/digest.ts';
import type { NewFile } from './new-file.ts';

/** What the server calls each installer, and what its archive is (contract/sensors.md, "Installers"). */
export const installers = {
  windows: { kind: 'windows/exe', ending: 'zip' },
  'windows-msi': { kind: 'windows/msi', ending: 'zip' },
  macos: { kind: 'osx', ending: 'zip' },
  linux: { kind: 'linux', ending: 'tar.gz' },
} as const;

type Installer = (typeof installers)[keyof typeof installers];

const signatures = { zip: Buffer.from('PK'), 'tar.gz': Buffer.from([0x1f, 0x8b]) } as const;

/** Installers are some 10 to 200 MB; more is none. */
const limitBytes = 2 * 1024 ** 3;

/**
 * Fetches the archive that installs a sensor into a group; gives its size and SHA-256. Kinds `NotFound` where the server has none, `BadReply`
 * for what is no such archive, `LocalFile`.
 */
export async function fetchInstaller(
  { sensorGroups }: Pick<Cb, 'sensorGroups'>,
  { id, name }: SensorGroup,
  { kind, ending }: Installer,
  {
    file,
    signal,
    onProgress,
  }: { readonly file: NewFile; readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
): Promise<{ readonly size: number; readonly sha256: string }> {
  const reply = await sensorGroups.installer(id, kind, { signal }).catch((error: unknown) => {
    if (!isCbError(error, 'NotFound')) throw error;
    throw error.reworded({
      message: `the server has no installer ${kind} for group "${name}"`,
      hint: 'cbq info --json says which systems it has any for',
    });
  });
  const open = file.begin();
  const digest = new Digest({ withOld: false });
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of reply.body) {
      signal.throwIfAborted();
      if (start.length < 2) start = Buffer.concat([start, chunk]).subarray(0, 2);
      digest.update(chunk);
      if (digest.size > limitBytes) throw noInstaller(`more than ${limitBytes} bytes`);
      await open.write(chunk);
      onProgress(digest.size);
    }
    if (!start.equals(signatures[ending]))
      throw noInstaller(digest.size === 0 ? 'nothing' : `something that is no ${ending}`);
    await open.finish();
  } catch (error) {
    await open.abandon();
    throw error;
  }
  return { size: digest.size, sha256: digest.hashes().sha256 };
}

function noInstaller(what: string): CbError {
  return new CbError('BadReply', `the server sent ${what} in place of an installer`, {
    hint: 'nothing was kept; --debug shows the requests',
  });
}
