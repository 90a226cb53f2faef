import { bashScript } from './completion-scripts/bash.ts';
import { type ScriptData, scriptData } from './completion-scripts/data.ts';
import { fishScript } from './completion-scripts/fish.ts';
import { powershellScript } from './completion-scripts/powershell.ts';
import { zshScript } from './completion-scripts/zsh.ts';
import type { ProgramSpec } from './program.ts';

export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type CompletionShell = (typeof completionShells)[number];

const writers: Readonly<Record<CompletionShell, (data: ScriptData) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** A script that completes commands, options, choices and local files of the program in the given shell, without starting it. */
export function toCompletionScript<C>(shell: CompletionShell, program: ProgramSpec<C>): string {
  return writers[shell](scriptData(program));
}
