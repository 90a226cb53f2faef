/** `$((…))` of a shell and `set /a` of cmd: whole numbers, variables, `+ - * / %`, comparisons and parentheses. What makes no sense is 0. */
export function evaluate(expression: string, variable: (name: string) => string): number {
  const tokens = expression.match(/\d+|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/%()<>]/g) ?? [];
  let at = 0;

  const levels: readonly (readonly string[])[] = [
    ['||'],
    ['&&'],
    ['==', '!='],
    ['<', '>', '<=', '>='],
    ['+', '-'],
    ['*', '/', '%'],
  ];

  const binary = (level: number): number => {
    const operators = levels[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (let token = tokens[at]; token !== undefined && operators.includes(token); token = tokens[at]) {
      at += 1;
      left = apply(token, left, binary(level + 1));
    }
    return left;
  };

  const unary = (): number => {
    const token = tokens[at] ?? '0';
    at += 1;
    if (token === '-') return -unary();
    if (token === '(') {
      const value = binary(0);
      at += 1;
      return value;
    }
    const value = Number(/^\d/.test(token) ? token : variable(token));
    return Number.isFinite(value) ? Math.trunc(value) : 0;
  };

  return binary(0);
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
    case '%':
      return right === 0 ? 0 : left % right;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    default:
      return Number(left !== 0 || right !== 0);
  }
}
