import { escapeAsJson, unsafeCharacters } from '../text/escape.ts';
import { markLoneUnits } from '../text/lone-units.ts';

export interface YamlManner {
  /** The comment that the file begins with; a blank in front. */
  readonly heading: string;
  /** Keys whose lists stand on one line. */
  readonly inline: readonly string[];
}

/** What is written as an escape, so that it is seen. */
const hidden = new RegExp(String.raw`[[${unsafeCharacters}]--\n]`, 'v');

/** A file for people and git: `StrictYaml` reads the same values. */
export async function writeYaml(
  plain: Readonly<Record<string, unknown>>,
  { heading, inline }: YamlManner,
): Promise<string> {
  const yaml = await import('yaml');
  // Words such as `yes` are quoted: to other readers of YAML they are no text.
  const document = new yaml.Document(plain, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  document.commentBefore = heading;
  yaml.visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      const value = markLoneUnits(node.value);
      node.value = value;
      if (hidden.test(value)) node.type = 'QUOTE_DOUBLE';
    },
    Pair(_key, { key, value }) {
      if (yaml.isScalar(key) && inline.includes(String(key.value)) && yaml.isSeq(value)) value.flow = true;
    },
  });
  return escapeAsJson(document.toString({ lineWidth: 0, flowCollectionPadding: false }));
}
