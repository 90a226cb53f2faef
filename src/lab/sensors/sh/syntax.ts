/** A shell script, taken apart. */
export type ShellNode =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly (readonly [name: string, value: Word])[];
      readonly words: readonly Word[];
      readonly redirects: readonly ShellRedirect[];
    }
  | { readonly kind: 'pipeline'; readonly negated: boolean; readonly commands: readonly ShellNode[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'group';
      /** `( … )` works on a copy of the session. */
      readonly isApart: boolean;
      readonly body: ShellNode;
      readonly redirects: readonly ShellRedirect[];
    }
  | {
      readonly kind: 'if';
      readonly clauses: readonly (readonly [condition: ShellNode, body: ShellNode])[];
      readonly otherwise: ShellNode | undefined;
    }
  | {
      readonly kind: 'while';
      readonly until: boolean;
      readonly condition: ShellNode;
      readonly body: ShellNode;
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      /** Undefined: over the arguments. */
      readonly words: readonly Word[] | undefined;
      readonly body: ShellNode;
    };

export interface ListItem {
  readonly node: ShellNode;
  /** What stands behind it. */
  readonly operator: ';' | '&' | '&&' | '||';
}

export type Word = readonly WordPart[];

export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly quoted: boolean;
      /** `:-` gives the word when unset or empty, `:+` when set, `#` the length. */
      readonly operator: string;
      readonly operand: Word;
    }
  | { readonly kind: 'command'; readonly script: string; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly expression: string; readonly quoted: boolean };

export interface ShellRedirect {
  readonly handle: number;
  readonly kind: 'read' | 'write' | 'append' | 'copy';
  readonly target: Word;
}

export class ShellSyntaxError extends Error {
  constructor(near: string) {
    super(`syntax error near unexpected token \`${near === '' ? 'newline' : near}'`);
    this.name = 'ShellSyntaxError';
  }
}
