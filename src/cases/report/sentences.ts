/** What a command object that writes is for, in words. The body is JSON, perhaps cut. */
export function commandSentence(name: string, body: string): string {
  const json = readBody(body);
  const object = textOf(json, 'object');
  const data = textOf(json, 'value_data');
  const words = verbs[name];
  if (words === undefined) return `${name} ${object}`.trim();
  return name === 'reg set value' && data !== ''
    ? `${words} ${object} to ${data}`
    : `${words} ${object}`.trim();
}

const verbs: Readonly<Record<string, string>> = {
  kill: 'ended process',
  'delete file': 'deleted',
  'put file': 'put',
  'create directory': 'made the directory',
  'create process': 'started',
  memdump: 'dumped memory to',
  'reg set value': 'set the registry value',
  'reg create key': 'made the registry key',
  'reg delete key': 'deleted the registry key',
  'reg delete value': 'deleted the registry value',
};

/** The same of a request of the server's own, which `line` sent: what is put for a sensor is all of it, whatever of it is another. */
export function requestSentence(method: string, path: string, body: string, line: string): string {
  const json = readBody(body);
  const [, , , noun = '', ...rest] = (path.split('?')[0] ?? '').split('/');
  const id = (noun === 'banning' ? rest[1] : rest[0]) ?? '';
  if (noun === 'sensor' && method === 'PUT') {
    const wanted = json?.['network_isolation_enabled'];
    if (!/\b(?:un)?isolate\b/.test(line) || typeof wanted !== 'boolean') return `changed sensor ${id}`;
    return wanted ? `isolated sensor ${id}` : `let sensor ${id} out of its isolation`;
  }
  if (noun === 'banning') {
    const md5 = (id || textOf(json, 'md5hash')).toUpperCase();
    if (method === 'DELETE') return `removed the ban of ${md5}`;
    return method === 'POST' ? `banned ${md5}` : `changed the ban of ${md5}`;
  }
  if (noun === 'cblr' && rest.length === 3 && rest[2] === 'file' && method === 'POST')
    return `sent a file to session ${rest[1]}`;
  if (noun === 'alert' && json !== undefined && textOf(json, 'requested_status') !== '')
    return `set alert ${id} to ${textOf(json, 'requested_status')}`;
  return `${method} ${path}`;
}

function textOf(json: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = json?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function readBody(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
