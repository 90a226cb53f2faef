import { systemVerb } from './system/tool.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
}

export const env = systemVerb<Variable>({
  name: 'env',
  about: 'list the environment variables of the sensor',
  details:
    'As a program gets them that the sensor starts: those of the system, and not of whoever works there.',
  search: ['environment', 'variables', 'set', 'path', 'printenv'],
  examples: [{ line: 'env', shows: 'the search path, folders, names of host and processor' }],
  noun: 'variables',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, firm: true, style: () => 'name' },
    { field: 'value', head: 'value', of: (row) => row.value },
  ],
  tools: {
    windows: [{ line: 'cmd.exe /d /c set', parse: readVariables }],
    linux: [{ line: 'env', parse: readVariables }],
    macos: [{ line: 'env', parse: readVariables }],
  },
});

/** A line that names none belongs to a value of several lines, whose end nobody knows. */
function readVariables(text: string): readonly Variable[] | undefined {
  const all: Variable[] = [];
  for (const line of (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')) {
    const at = line.indexOf('=');
    if (at < 1 || /^\s/.test(line)) return undefined;
    all.push({ name: line.slice(0, at), value: line.slice(at + 1) });
  }
  return all;
}
