const plainPath = /^\s*(?:\.|\.(?:[A-Za-z_]\w*|\[\d*\])(?:\.[A-Za-z_]\w*|\[\d*\])*)\s*$/;

/** `.a.b`, `.[]`, `.items[0].name`: surely an expression of jq, and what most ask for. Nobody need wait for its check before anything is sent. */
export function isPlainPath(expression: string): boolean {
  return plainPath.test(expression);
}
