type Env = Readonly<Record<string, string | undefined>>;

const ours = /^CB.*(TOKEN|SECRET|PASS|KEY|CREDENTIAL)/i;

/**
 * The environment for a program that we start: without the variables that hold our tokens (`CBAPI_TOKEN`, `CB_…TOKEN…` and
 * their like) and without any other that repeats such a value.
 */
export function childEnvironment(env: Env): Record<string, string> {
  const secrets = Object.entries(env)
    .filter(([name]) => ours.test(name))
    .map(([, value]) => value ?? '')
    .filter((value) => value.length >= 8);
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || ours.test(name)) continue;
    if (secrets.some((secret) => value.includes(secret))) continue;
    child[name] = value;
  }
  return child;
}
