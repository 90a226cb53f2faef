/** `$((…))` of a shell and `set /a` of cmd: whole numbers, variables, `+ - * / %` and parentheses. What makes no sense is 0. */
export function evaluate(expression: string, variable: (name: string) => string): number {
  const tokens = expression.match(/\d+|[A-Za-z_]\w*|[-+*/%()]/g) ?? [];
  let at = 0;

  const joined = (operators: readonly string[], operand: () => number): number => {
    let left = operand();
    for (let token = tokens[at]; token !== undefined && operators.includes(token); token = tokens[at]) {
      at += 1;
      left = apply(token, left, operand());
    }
    return left;
  };
  const product = () => joined(['*', '/', '%'], unary);
  const sum = () => joined(['+', '-'], product);

  const unary = (): number => {
    const token = tokens[at] ?? '0';
    at += 1;
    if (token === '-') return -unary();
    if (token === '(') {
      const value = sum();
      at += 1;
      return value;
    }
    const value = Number(/^\d/.test(token) ? token : variable(token));
    return Number.isFinite(value) ? Math.trunc(value) : 0;
  };

  return sum();
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? 0 : Math.trunc(left / right);
    default:
      return right === 0 ? 0 : left % right;
  }
}
