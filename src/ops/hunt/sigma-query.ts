import { type HeldDocument, ruleHolds } from '../sigma/evaluate.ts';
import { readSigma } from '../sigma/rule.ts';
import { translate } from '../sigma/translate.ts';
import type { Member, StrictYaml } from '../strict-yaml.ts';
import type { HuntFile, HuntRules, HuntSource } from './hunt-query.ts';

/** A Sigma rule as a query of this server; what is wider than the rule is held against it when it comes. */
export function queryOfSigma(
  top: ReadonlyMap<string, Member>,
  yaml: StrictYaml,
  { source }: HuntSource,
  rules: HuntRules,
): HuntFile {
  const rule = readSigma(yaml, top);
  const { title: name, description: about, references, tags, place, expression } = rule;
  const translated = translate(rule, rules);
  if ('refusals' in translated)
    return { queries: [], refusals: translated.refusals.map((refusal) => ({ ...refusal, source, name })) };
  const { query, match, why, category } = translated;
  const isMeant = (document: HeldDocument): boolean => ruleHolds(expression, category, document) !== false;
  const filter = match === 'wider' ? { isMeant } : {};
  const common = { source, name, index: 'process', params: {}, about, references, tags, place } as const;
  return { queries: [{ ...common, queries: [query], match, why, ...filter }], refusals: [] };
}
