import type { Column } from '../spec/result.ts';
import { verb } from './context.ts';
import { onlyProcess } from './one-process.ts';
import { type LoadedFile, readLsofFiles, readMaps, readTasklistModules } from './system/loaded-text.ts';
import { csvTool } from './system/text-forms.ts';
import { askTool, type SystemList } from './system/tool.ts';

export const dlls = verb({
  name: 'dlls',
  about: 'list what a process of the sensor has loaded',
  details:
    'On Windows powershell.exe tells modules with their paths, or tasklist.exe their names alone; on Linux /proc tells mapped files, and ' +
    'memory of no file that may be run; on macOS lsof tells files. What a tool prints in another form is shown as it is, with exit 6.',
  group: 'system',
  wire: ['process list', 'create process', 'get file', 'delete file', 'directory list'],
  wireAtTimes: ['reg query value'],
  effect: 'changes',
  undo: { not: 'a program has run, which changes nothing else' },
  mayRepeat: true,
  operands: { process: { kind: 'process', about: 'pid or name, as shown by ps' } },
  options: { raw: { kind: 'flag', about: "the tool's own text" } },
  search: ['modules', 'libraries', 'listdlls', 'maps', 'loaded', 'injected', 'ldd'],
  examples: [
    { line: 'dlls 1664', shows: 'the modules of a process and where they are' },
    { line: 'dlls kswapd0', sensor: '1', shows: 'mapped files, and what may be run without one' },
  ],

  async run({ process, raw }, context) {
    const { live, signal } = context;
    const { pid } = onlyProcess(process, await live.processes.find([process], signal));
    return await askTool('dlls', loadedBy(pid), { raw }, context);
  },
});

function loadedBy(pid: number): SystemList<LoadedFile> {
  return {
    noun: 'modules',
    columns,
    tools: {
      windows: [
        csvTool(
          `(Get-Process -Id ${pid}).Modules | Select-Object ModuleName,FileName,BaseAddress,ModuleMemorySize,Company`,
          ['ModuleName', 'FileName', 'BaseAddress', 'ModuleMemorySize', 'Company'],
          (one): LoadedFile => ({
            path: one.FileName,
            name: one.ModuleName,
            base: BigInt(/^\d{1,20}$/.test(one.BaseAddress) ? one.BaseAddress : 0).toString(16),
            size: Number(one.ModuleMemorySize),
            company: one.Company,
          }),
        ),
        { line: `tasklist.exe /m /fi "PID eq ${pid}" /fo csv /nh`, parse: readTasklistModules },
      ],
      linux: [{ line: `cat /proc/${pid}/maps`, parse: readMaps }],
      macos: [{ line: `lsof -nP -a -p ${pid} -d txt -Fn`, parse: readLsofFiles }],
    },
  };
}

const columns: readonly Column<LoadedFile>[] = [
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name', least: 16 },
  { field: 'base', head: 'base', of: (row) => row.base ?? null, align: 'right', drop: 2 },
  { field: 'size', head: 'size', of: (row) => row.size ?? null, as: 'bytes', align: 'right', drop: 1 },
  {
    field: 'access',
    head: 'access',
    of: (row) => row.access ?? null,
    style: (row) => (row.access === 'rwx' ? 'bad' : undefined),
  },
  { field: 'company', head: 'company', of: (row) => row.company ?? null, drop: 1 },
  { field: 'path', head: 'path', of: (row) => row.path, whole: true },
];
