/** Colours by role. Foreground only: backgrounds fight with the terminal's theme. */
export type StyleRole = 'dim' | 'ok' | 'warn' | 'bad' | 'name' | 'heading' | 'example';

export type Style = Readonly<Record<StyleRole, (text: string) => string>>;

const same = (text: string): string => text;

export const plainStyle: Style = {
  dim: same,
  ok: same,
  warn: same,
  bad: same,
  name: same,
  heading: same,
  example: same,
};

/** The style for a colour level of `ports/streams` (0 none … 3 true colour); chalk is loaded only where there is colour. */
export async function loadStyle(level: 0 | 1 | 2 | 3): Promise<Style> {
  if (level === 0) return plainStyle;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return {
    dim: (text) => chalk.dim(text),
    ok: (text) => chalk.green(text),
    warn: (text) => chalk.yellow(text),
    bad: (text) => chalk.red(text),
    name: (text) => chalk.bold(text),
    heading: (text) => chalk.bold(text),
    example: (text) => chalk.cyan(text),
  };
}
