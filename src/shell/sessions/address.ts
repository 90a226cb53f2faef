import type { ShellWord } from '../../text/tokenise.ts';

/** `@2 ls`, `@HOST ls`: what stands behind the `@` says to which session a line goes; undefined where nothing does. */
export function addressOf([first]: readonly ShellWord[]): string | undefined {
  return first === undefined || first.quoted || !first.text.startsWith('@') ? undefined : first.text.slice(1);
}

export function withoutAddress(words: readonly ShellWord[]): readonly ShellWord[] {
  return addressOf(words) === undefined ? words : words.slice(1);
}
