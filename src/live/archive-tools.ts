import { CbError } from '../errors/cb-error.ts';
import { quoteForPosix, quoteForWindows } from '../text/quote.ts';
import { type PathStyle, remotePaths } from '../text/remote-path.ts';
import { systemFolder } from './helper-path.ts';

/** A program of the sensor's system that packs or unpacks. */
export interface ArchiveTool {
  readonly name: string;
  readonly line: string;
  readonly directory: string;
}

export interface Archiving {
  readonly kind: 'pack' | 'unpack';
  readonly archive: string;
  /** What is packed, with its name at the top; or the directory that takes what is unpacked. */
  readonly path: string;
}

const kinds = /\.(?:zip|tar\.gz|tgz)$/i;

/**
 * What the sensor's system may have, the likeliest first: the next is tried where one is not there. `Usage` where no name is handed to a
 * program, as it would take it for another, or for an archive of no kind that is known.
 */
export function archiveTools(
  style: PathStyle,
  archiving: Archiving,
  sensorDirectory: string,
): readonly ArchiveTool[] {
  const { archive, path } = archiving;
  if (!kinds.test(archive)) throw noKind(archive);
  const isZip = /\.zip$/i.test(archive);
  if (style === 'unix') return (isZip ? infoZip : unixTar)(archiving);
  for (const each of [archive, path]) refuseOdd(each);
  const folder = systemFolder(sensorDirectory);
  return [windowsTar(archiving, folder), ...(isZip ? [powershell(archiving, folder)] : [])];
}

function noKind(archive: string): CbError {
  return new CbError('Usage', `${archive} is no name of an archive`, {
    hint: 'name it .zip, .tar.gz or .tgz',
  });
}

/** Names of Windows that it reads otherwise, that are in no form of paths that these programs take, or that hold a wildcard. */
function refuseOdd(path: string): void {
  const misreading = remotePaths('windows').misread(path);
  const isOdd = !/^(?:[a-z]:\\|\\\\[^?.\\])[^"*<>?|:\u0000-\u001f]*$/i.test(path) || path.length > 259;
  if (misreading === undefined && !isOdd) return;
  const why = misreading === undefined ? 'it takes no such path' : `Windows reads it as ${misreading.as}`;
  throw new CbError('Usage', `${path} is handed to no program: ${why}`, {
    hint: 'get -r takes it as it stands',
  });
}

/** So no name is an option, or for bsdtar another archive. */
const asName = (name: string): string => (/^[-@]/.test(name) ? `./${name}` : name);

/** bsdtar, since Windows 10 1803: it makes what the name of the archive says. What is there it leaves as it is, with `-k`. */
function windowsTar({ kind, archive, path }: Archiving, directory: string): ArchiveTool {
  const { parent, basename } = remotePaths('windows');
  const what =
    kind === 'pack'
      ? ['-a', '-c', '-f', archive, '-C', parent(path), asName(basename(path))]
      : ['-x', '-k', '-f', archive, '-C', path];
  return { name: 'tar', line: quoteForWindows([`${directory}\\tar.exe`, ...what]), directory };
}

/** Since PowerShell 5; nothing in a name is read there. */
function powershell({ kind, archive, path }: Archiving, directory: string): ArchiveTool {
  const text = (each: string): string => `'${each.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
  const [cmdlet, from, to] =
    kind === 'pack' ? ['Compress-Archive', path, archive] : ['Expand-Archive', archive, path];
  const script = `$ProgressPreference='SilentlyContinue';${cmdlet} -LiteralPath ${text(from)} -DestinationPath ${text(to)} -ErrorAction Stop`;
  const program = `${directory}\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  const line = `${program} -NoProfile -NonInteractive -EncodedCommand ${encoded}`;
  return { name: cmdlet, line, directory };
}

function infoZip({ kind, archive, path }: Archiving): readonly ArchiveTool[] {
  const { parent, basename } = remotePaths('unix');
  const [name, words, directory] =
    kind === 'pack'
      ? ['zip', ['-r', '-q', archive, asName(basename(path))], parent(path)]
      : ['unzip', ['-n', '-q', archive, '-d', path], '/'];
  return [{ name, line: quoteForPosix([`/usr/bin/${name}`, ...words]), directory }];
}

function unixTar({ kind, archive, path }: Archiving): readonly ArchiveTool[] {
  const { parent, basename } = remotePaths('unix');
  const words =
    kind === 'pack'
      ? ['-c', '-z', '-f', archive, '-C', parent(path), asName(basename(path))]
      : ['-x', '-z', '-k', '-f', archive, '-C', path];
  return ['/usr/bin/tar', '/bin/tar'].map((program) => ({
    name: 'tar',
    line: quoteForPosix([program, ...words]),
    directory: '/',
  }));
}
