import { fileUrl } from '../text/file-url.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface LinkPlace {
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  readonly hostname: () => string;
}

/**
 * Draws a text as a link to a file of this computer (OSC 8); undefined where the terminal is none of those that are known to take it. A
 * multiplexer in between may not let it through, and then nobody knows.
 */
export function fileLinks({
  env,
  platform,
  hostname,
}: LinkPlace): ((text: string, path: string) => string) | undefined {
  if (!takesLinks(env)) return undefined;
  return (text, path) => {
    const url = fileUrl(path, platform, hostname());
    return url === undefined ? text : `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
  };
}

const programs: Readonly<Record<string, readonly [number, number]>> = {
  'iTerm.app': [3, 1],
  WezTerm: [20200620, 0],
  vscode: [1, 72],
  ghostty: [0, 0],
  mintty: [3, 1],
};
const terms = ['xterm-kitty', 'xterm-ghostty', 'foot', 'foot-extra', 'contour'];
/** VTE 0.50.0 falls over them. */
const newestBadVte = 5000;

function takesLinks(env: Env): boolean {
  const term = env['TERM'] ?? '';
  if (term === 'dumb' || /^(screen|tmux)/.test(term) || env['TMUX'] || env['STY']) return false;
  if (terms.includes(term) || env['WT_SESSION']) return true;
  if (Number(env['VTE_VERSION']) > newestBadVte) return true;
  const least = programs[env['TERM_PROGRAM'] ?? ''];
  if (least === undefined) return false;
  const [major = 0, minor = 0] = (env['TERM_PROGRAM_VERSION'] ?? '').split(/[.-]/).map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}
