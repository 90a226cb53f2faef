import { toText } from '../../text/number.ts';
import { isObject, type WireObject } from '../wire/read.ts';

/** Longest that a server is quoted. */
const most = 300;

/**
 * What a server says where a reply of 200 holds an error in place of what was asked for: `{"result": "<anything but success>"}`,
 * `{"errorMessage": …}`, `{"name", "message"}`, `["…"]` (contract/conventions.md, "Status codes"). Undefined where it says none.
 */
export function refusalOf(json: unknown): string | undefined {
  if (Array.isArray(json)) return json.length === 1 && typeof json[0] === 'string' ? cut(json[0]) : undefined;
  if (!isObject(json)) return undefined;
  const { errorMessage, result } = json;
  if (isText(errorMessage)) return cut(errorMessage);
  if (typeof result === 'string')
    return isSuccess(json) ? undefined : cut(result.trim() || 'no reason given');
  // Things of the server have names and messages, too; but they have ids.
  if (Object.hasOwn(json, 'id')) return undefined;
  const said = ['message', 'reason', 'error'].map((key) => toText(json[key])).find(isText);
  if (said === undefined) return undefined;
  const name = toText(json['name']);
  return cut(isText(name) && !said.includes(name) ? `${name}: ${said}` : said);
}

export function isSuccess({ result }: WireObject): boolean {
  return typeof result === 'string' && result.trim().toLowerCase() === 'success';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function cut(text: string): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
