export interface LetterChoice<T> {
  /** Lower case; empty for the one that Enter means. */
  readonly letter: string;
  readonly about: string;
  readonly value: T;
}

/** Questions on the terminal (stderr). Callers ask only where `Streams.canPrompt`. Ctrl-C rejects with kind `Interrupted`. */
export interface Prompter {
  confirm(question: string, options?: { readonly initial?: boolean }): Promise<boolean>;
  select<T>(question: string, choices: readonly { readonly label: string; readonly value: T }[]): Promise<T>;
  /** One of several by its letter; Enter, and leaving the question, mean the one that has none. */
  letter<T>(question: string, choices: readonly LetterChoice<T>[]): Promise<T>;
  input(question: string, options?: { readonly initial?: string }): Promise<string>;
  /** Not echoed. */
  secret(question: string): Promise<string>;
}
