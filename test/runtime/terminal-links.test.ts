import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileLinks } from '../../src/runtime/terminal-links.ts';
import { fileUrl } from '../../src/text/file-url.ts';

const linksOf = (env: Readonly<Record<string, string>>, platform: NodeJS.Platform = 'linux') =>
  fileLinks({ env, platform, hostname: () => 'desk' });

describe('links to local files', () => {
  it.each([
    [{ TERM: 'xterm-kitty' }],
    [{ TERM: 'foot' }],
    [{ TERM: 'xterm-256color', VTE_VERSION: '6003' }],
    [{ TERM: 'xterm-256color', WT_SESSION: '0f' }],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.4.19' }],
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.90.0' }],
    [{ TERM_PROGRAM: 'ghostty', TERM_PROGRAM_VERSION: '1.0.1' }],
  ])('are drawn where %j is known to take them', (env) => {
    expect(linksOf(env)?.('a.txt', '/home/a/a.txt')).toBe(
      '\u001b]8;;file://desk/home/a/a.txt\u001b\\a.txt\u001b]8;;\u001b\\',
    );
  });

  it.each([
    [{}],
    [{ TERM: 'dumb', WT_SESSION: '0f' }],
    [{ TERM: 'xterm-256color' }],
    [{ TERM: 'xterm-256color', VTE_VERSION: '5000' }],
    [{ TERM: 'linux', TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '453' }],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }],
    [{ TERM_PROGRAM: 'iTerm.app' }],
    [{ TERM_PROGRAM: 'constructor', TERM_PROGRAM_VERSION: '9' }],
    [{ TERM: 'tmux-256color', TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.90.0' }],
    [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux-1000/default,1,0' }],
    [{ TERM: 'screen-256color', VTE_VERSION: '6003' }],
  ])('are not where %j is all that is known', (env) => {
    expect(linksOf(env)).toBeUndefined();
  });

  it.each([
    ['/home/a/b c#?%.txt', 'linux', 'file://desk/home/a/b%20c%23%3F%25.txt'],
    ['/home/ä/\u202ex', 'linux', 'file://desk/home/%C3%A4/%E2%80%AEx'],
    ['C:\\Cases\\a b.bin', 'win32', 'file://desk/C:/Cases/a%20b.bin'],
    ['relative', 'linux', undefined],
    ['C:\\x', 'linux', undefined],
    ['\\\\server\\share\\x', 'win32', undefined],
    [`/${'x'.repeat(3000)}`, 'linux', undefined],
  ] as const)('the URL of %j on %s is %s', (path, platform, url) => {
    expect(fileUrl(path, platform, 'desk')).toBe(url);
  });

  it('no path and no name of a computer gets out of the URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, host) => {
        const url = fileUrl(`/${path}`, 'linux', host);
        if (url !== undefined)
          expect(url).toMatch(/^file:\/\/[!'()*\-.:_~%0-9A-Za-z]*\/[!'()*\-./:_~%0-9A-Za-z]*$/);
      }),
    );
  });
});
