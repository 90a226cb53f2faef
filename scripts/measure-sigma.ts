// `node scripts/measure-sigma.ts FOLDER`: how many Sigma rules for Windows below a folder can be asked here, and why the others cannot: the
// tables of docs/hunting.md. Nothing of the rules is printed but the names of their fields.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCbError } from '../src/errors/cb-error.ts';
import { isSigma, readSigma } from '../src/ops/sigma/rule.ts';
import { translate } from '../src/ops/sigma/translate.ts';
import { parseStrictYaml } from '../src/ops/strict-yaml.ts';

const kinds: Readonly<Record<string, RegExp>> = {
  process_creation: /^process_creation$/,
  network_connection: /^network_connection$/,
  image_load: /^image_load$/,
  registry: /^registry_/,
  file: /^file_/,
  dns_query: /^dns_query$/,
};

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/measure-sigma.ts FOLDER');
  process.exit(2);
}

interface Count {
  rules: number;
  exact: number;
  wider: number;
  refused: number;
}

const counts = new Map<string, Count>();
const reasons = new Map<string, number>();
const faults: string[] = [];
const add = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  try {
    const { top, yaml } = await parseStrictYaml(readFileSync(path, 'utf8'), path);
    if (!yaml.isMap(top)) continue;
    const members = yaml.members(top, 0, 'the file');
    if (!isSigma(members)) continue;
    const rule = readSigma(yaml, members);
    const kind = Object.keys(kinds).find((name) => kinds[name]?.test(rule.category));
    if (kind === undefined || rule.product !== 'windows') continue;
    const count = counts.get(kind) ?? { rules: 0, exact: 0, wider: 0, refused: 0 };
    counts.set(kind, count);
    count.rules += 1;
    const found = translate(rule, { tokens: 'enhanced' });
    if ('query' in found) count[found.match] += 1;
    else {
      count.refused += 1;
      // A rule counts once for each of its reasons.
      const own = found.refusals.map(
        ({ field, reason }) => `${field ?? '-'} | ${reason.replace(/"[^"]*"/g, '"…"')}`,
      );
      for (const each of new Set(own)) add(each);
    }
  } catch (error) {
    if (!isCbError(error)) throw error;
    faults.push(error.message);
  }
}

const line = (name: string, { rules, exact, wider, refused }: Count) =>
  `| ${name} | ${rules} | ${exact} | ${wider} | ${refused} | ${((100 * (exact + wider)) / rules).toFixed(1)} % |`;
console.log('| Category | Rules | Exact | Wider | Refused | Translated |\n|---|---|---|---|---|---|');
for (const [name, count] of counts) console.log(line(name, count));
const all = [...counts].filter(([name]) => name !== 'dns_query').map(([, count]) => count);
const sum = (of: (count: Count) => number) => all.reduce((total, count) => total + of(count), 0);
console.log(
  line('all but dns_query', {
    rules: sum(({ rules }) => rules),
    exact: sum(({ exact }) => exact),
    wider: sum(({ wider }) => wider),
    refused: sum(({ refused }) => refused),
  }),
);
console.log('\n| Rules | Field | Why it is refused |\n|---|---|---|');
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]))
  console.log(`| ${count} | ${reason} |`);
for (const fault of faults) console.error(fault);
