import type { Machine, ProgramRun } from '../machine.ts';

/** A service as the registry has it, and the process that runs it. */
export interface WindowsService {
  readonly name: string;
  readonly title: string;
  readonly image: string;
  readonly start: number;
  readonly type: number;
  readonly account: string;
  /** 0 where it does not run. */
  readonly pid: number;
}

const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
const disabled = 4;

export function windowsServices({ registry, processes }: Machine): readonly WindowsService[] {
  return (registry?.enumerate(key).sub_keys ?? []).map((name) => {
    const values = registry?.enumerate(`${key}\\${name}`).values ?? [];
    const data = (value: string) => String(values.find((one) => one.value_name === value)?.value_data ?? '');
    const image = data('ImagePath');
    const start = Number(data('Start'));
    const [program = '', group = ''] = image.toLowerCase().split(' -k ');
    // In quotes or not, with words behind it or not.
    const [file = ''] = /[^\\"]+\.exe/.exec(program) ?? [];
    const running = [...processes.values()].find(
      ({ path, commandLine }) =>
        path.toLowerCase().endsWith(`\\${file}`) && commandLine.toLowerCase().endsWith(group),
    );
    return {
      name,
      title: data('DisplayName'),
      image,
      start,
      type: Number(data('Type')),
      account: data('ObjectName') || 'LocalSystem',
      pid: start === disabled ? 0 : (running?.pid ?? 0),
    };
  });
}

/** `sc query`, `queryex`, `qc`, `stop`, `delete`: of one service, or of those that run, or with `state= all` of all. */
export function sc({ args, machine, out }: ProgramRun): number {
  const verb = args[0]?.toLowerCase();
  if (verb === 'stop' || verb === 'delete') return control(verb, args[1] ?? '', machine, out);
  if (verb !== 'query' && verb !== 'queryex' && verb !== 'qc') {
    out.text(
      'DESCRIPTION:\n        SC is a command line program used for communicating with the\n        Service Control Manager and services.\n',
    );
    return 0;
  }
  const name = args[1]?.endsWith('=') === true ? undefined : args[1]?.toLowerCase();
  const state = args[args.findIndex((argument) => argument.toLowerCase() === 'state=') + 1]?.toLowerCase();
  const found = windowsServices(machine).filter((service) =>
    name === undefined ? service.pid > 0 || state === 'all' : service.name.toLowerCase() === name,
  );
  if (found.length === 0) {
    out.text(
      '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThe specified service does not exist as an installed service.\n\n',
    );
    return 1060;
  }
  for (const service of found)
    out.text(verb === 'qc' ? configuration(service) : status(service, verb === 'queryex'));
  return 0;
}

/** `sc stop NAME`, `sc delete NAME`. */
function control(verb: 'stop' | 'delete', name: string, machine: Machine, out: ProgramRun['out']): number {
  const lead = verb === 'stop' ? 'ControlService' : 'DeleteService';
  const refuse = (call: string, code: number, words: string): number => {
    out.text(`[SC] ${call} FAILED ${code}:\n\n${words}\n\n`);
    return code;
  };
  const found = windowsServices(machine).find((service) => service.name.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    return refuse('OpenService', 1060, 'The specified service does not exist as an installed service.');
  try {
    if (verb === 'stop') {
      if (found.pid === 0) return refuse(lead, 1062, 'The service has not been started.');
      machine.processes.kill(found.pid);
      out.text(status({ ...found, pid: 0 }, false));
    } else {
      removeKey(machine, `${key}\\${found.name}`);
      out.text('[SC] DeleteService SUCCESS\n');
    }
    return 0;
  } catch {
    return refuse(lead, 5, 'Access is denied.');
  }
}

function removeKey(machine: Machine, path: string): void {
  for (const name of machine.registry?.enumerate(path).sub_keys ?? []) removeKey(machine, `${path}\\${name}`);
  machine.registry?.deleteKey(path);
}

function field(name: string, value: string): string {
  return `        ${name.padEnd(18)} : ${value}\n`;
}

function configuration({ name, title, start, image, account }: WindowsService): string {
  return `\nSERVICE_NAME: ${name}\nDISPLAY_NAME: ${title}\n${field('START_TYPE', String(start))}${field('BINARY_PATH_NAME', image)}${field('SERVICE_START_NAME', account)}`;
}

function status({ name, title, type, pid }: WindowsService, isLong: boolean): string {
  const accepts =
    pid > 0 ? 'STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN' : 'NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN';
  return [
    `\nSERVICE_NAME: ${name}\nDISPLAY_NAME: ${title}\n`,
    field('TYPE', type === 32 ? '20  WIN32_SHARE_PROCESS  ' : '10  WIN32_OWN_PROCESS  '),
    field('STATE', pid > 0 ? '4  RUNNING ' : '1  STOPPED '),
    `                                (${accepts})\n`,
    field('WIN32_EXIT_CODE', pid > 0 ? '0  (0x0)' : '1077  (0x435)'),
    field('SERVICE_EXIT_CODE', '0  (0x0)'),
    field('CHECKPOINT', '0x0'),
    field('WAIT_HINT', '0x0'),
    ...(isLong ? [field('PID', String(pid)), field('FLAGS', '')] : []),
  ].join('');
}
