/** One line for `cmd.exe`, taken apart. Variables in percent signs are replaced before. */
export type Command =
  | { readonly kind: 'nothing' }
  /** Quotes are kept, carets are gone. */
  | { readonly kind: 'simple'; readonly text: string; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'group'; readonly body: Command; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'chain';
      readonly operator: ChainOperator;
      readonly left: Command;
      readonly right: Command;
    }
  | {
      readonly kind: 'if';
      readonly condition: Condition;
      readonly body: Command;
      readonly otherwise: Command;
    }
  | {
      readonly kind: 'for';
      readonly mode: 'set' | 'folders' | 'range' | 'lines';
      readonly options: string;
      readonly variable: string;
      readonly items: string;
      readonly body: Command;
    };

export type ChainOperator = '&' | '&&' | '||' | '|';

export interface Redirect {
  readonly handle: 0 | 1 | 2;
  /** A file, or another handle (`2>&1`). */
  readonly target: { readonly file: string } | { readonly handle: number };
  readonly append: boolean;
}

export interface Condition {
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly test:
    | { readonly kind: 'exist'; readonly path: string }
    | { readonly kind: 'errorlevel'; readonly atLeast: string }
    | { readonly kind: 'defined'; readonly name: string }
    | { readonly kind: 'compare'; readonly left: string; readonly operator: string; readonly right: string };
}

/** `cmd` says: `x was unexpected at this time.` */
export class CmdSyntaxError extends Error {
  constructor(at: string) {
    super(at === '' ? 'The syntax of the command is incorrect.' : `${at} was unexpected at this time.`);
    this.name = 'CmdSyntaxError';
  }
}
