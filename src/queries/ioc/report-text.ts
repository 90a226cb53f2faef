/**
 * A report as a text: of one that is JSON (STIX, MISP) the texts that it holds, whose backslashes are what they mean; anything else as it is.
 */
export function textOfReport(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const texts: string[] = [];
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value.replaceAll('\\\\', '\\'));
      return value;
    });
    return texts.join('\n');
  } catch {
    return text;
  }
}
