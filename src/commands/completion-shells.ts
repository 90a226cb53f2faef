/** Shells of the analyst in which Tab completes the programs. */
export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type CompletionShell = (typeof completionShells)[number];
