import type { LocalEditor } from '../ports/local-editor.ts';
import type { Runtime } from '../ports/runtime.ts';
import { quoteForPosix } from '../text/quote.ts';

type Outside = Pick<Runtime, 'env' | 'platform' | 'local' | 'typedLine'>;

/** What VISUAL or EDITOR names, which may have options; else what every system brings. */
export function localEditor({ env, platform, local, typedLine }: Outside): LocalEditor {
  const isWindows = platform === 'win32';
  const named = [env['VISUAL'], env['EDITOR']].find((each) => each !== undefined && each.trim() !== '');
  const line = named ?? (isWindows ? 'notepad' : 'vi');
  return {
    line,
    async open(path, options) {
      // Nothing is drawn over it.
      const release = typedLine.hold({ hide: () => {}, begin: () => {} });
      try {
        return await local.run(`${line} ${isWindows ? `"${path}"` : quoteForPosix([path])}`, options);
      } finally {
        release();
      }
    },
  };
}
