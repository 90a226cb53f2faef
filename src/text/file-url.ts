/** More than this no terminal takes. */
const longest = 2000;

/**
 * The `file:` URL of an absolute path on this computer, everything in it encoded that could end it or mean something to a terminal. The name
 * of the computer is part of it: a terminal on another one, reached by ssh, must not open its own file of that path. Undefined for what is
 * no such path.
 */
export function fileUrl(path: string, platform: NodeJS.Platform, host: string): string | undefined {
  const isAbsolute = platform === 'win32' ? /^[A-Za-z]:[\\/]/.test(path) : path.startsWith('/');
  if (!isAbsolute) return undefined;
  const parts = (platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path).split('/');
  const url = `file://${encoded(host)}${parts.map(encoded).join('/')}`;
  return url.length > longest ? undefined : url;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':');
}
