import { lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { isStillGood, makeCertificate, readCertificate, type ServerCertificate } from './certificate.ts';
import { newToken } from './users/token.ts';

/** Where a lab keeps its things: `--data DIR` for good, else a temporary folder for uploads only. */
export interface DataFolder {
  readonly spoolFolder: string;
  token(): Promise<string>;
  certificate(): Promise<ServerCertificate>;
  /** What `save` was last given; undefined the first time, and always without `--data`. */
  load(): Promise<unknown>;
  /** Not there without `--data`: nothing lasts. */
  readonly save?: (state: unknown) => Promise<void>;
  /** Removes what is not to be kept. */
  close(): Promise<void>;
}

export async function openDataFolder(folder: string | undefined): Promise<DataFolder> {
  if (folder === undefined) {
    const spoolFolder = await mkdtemp(join(tmpdir(), 'cblr-lab-'));
    return {
      spoolFolder,
      token: async () => newToken(),
      certificate: passingCertificate,
      load: async () => undefined,
      close: () => rm(spoolFolder, { recursive: true, force: true }),
    };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const storePath = join(folder, 'store.json');
  /** One write at a time, in order. */
  let saved = Promise.resolve();
  // Sessions do not outlive the server, nor do their uploads.
  const spoolFolder = await mkdtemp(join(folder, 'spool-'));
  return {
    spoolFolder,
    token: () => keptToken(join(folder, 'token')),
    certificate: () => keptCertificate(join(folder, 'cert.pem'), join(folder, 'key.pem')),
    load: () => readStoreFile(storePath),
    save: (state) => {
      const text = `${JSON.stringify(state)}\n`;
      saved = saved.catch(() => {}).then(() => writePrivate(storePath, text));
      return saved;
    },
    close: () => rm(spoolFolder, { recursive: true, force: true }),
  };
}

let passing: Promise<ServerCertificate> | undefined;

/** One for all labs of a process that keep nothing: to make it takes as long as to start the rest of a lab. */
function passingCertificate(): Promise<ServerCertificate> {
  passing ??= makeCertificate();
  return passing;
}

async function readStoreFile(path: string): Promise<unknown> {
  const text = await readIfThere(path);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is damaged; remove it to start afresh`, { cause });
  }
}

async function keptToken(path: string): Promise<string> {
  const kept = (await readSecret(path))?.trim();
  if (kept !== undefined && /^[0-9a-f]{40}$/.test(kept)) return kept;
  const token = newToken();
  await writePrivate(path, `${token}\n`);
  return token;
}

async function keptCertificate(certPath: string, keyPath: string): Promise<ServerCertificate> {
  const cert = await readIfThere(certPath);
  const key = await readSecret(keyPath);
  if (cert !== undefined && key !== undefined) {
    const kept = readCertificate(cert, key);
    if (isStillGood(kept)) return kept;
  }
  const made = await makeCertificate();
  await writePrivate(keyPath, made.key);
  await writePrivate(certPath, made.cert);
  return made;
}

/** A token or key that somebody else chose, or can read, would let him drive the lab, and with it this computer. */
async function readSecret(path: string): Promise<string | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  const own = getuid?.();
  if (!stats.isFile() || (own !== undefined && (stats.uid !== own || (stats.mode & 0o077) !== 0)))
    throw new Error(`${path} is not a file of yours alone (0600); remove it to have a new one made`);
  return readIfThere(path);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writePrivate(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  await rm(part, { force: true });
  await writeFile(part, text, { mode: 0o600, flag: 'wx' });
  await rename(part, path);
}
