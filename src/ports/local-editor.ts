/** The analyst's own editor, on the terminal. */
export interface LocalEditor {
  /** Its command line, as VISUAL or EDITOR names it. */
  readonly line: string;
  /** Opens a file of ours, of a plain name; resolves with the exit code when it is left. */
  open(path: string, options: { readonly signal: AbortSignal }): Promise<number>;
}
