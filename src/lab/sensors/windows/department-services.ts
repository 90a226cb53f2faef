import { isInFinanceGroup } from '../../fleet/finance.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';

/** A service that is not part of Windows: what its key in the registry says, and what it runs. */
export interface DepartmentService {
  readonly name: string;
  readonly title: string;
  /** Its command line, with or without quotes. */
  readonly image: string;
  readonly path: string;
}

interface Placed extends DepartmentService {
  /** Ids of the sensors that have it; all of the department where none are said. */
  readonly on?: readonly number[];
}

/** The program of a service that somebody has banned (bans/first-bans.ts). */
export const bannedProgram = 'C:\\ProgramData\\PrintNotify\\prnhlp.exe';

/** Who compares the hosts of the finance department finds what few of them run: some of it is harmless. */
const ofFinance: readonly Placed[] = [
  plain('LedgerSync', 'Northwind Ledger Sync', 'C:\\Program Files\\Northwind\\Ledger\\ledgersync.exe'),
  {
    ...plain('ScanToMail', 'Scan to Mail', 'C:\\Program Files\\Northwind\\Scan\\scantomail.exe'),
    on: [109, 245, 402, 553],
  },
  { ...plain('TaxExport', 'Tax Export', 'C:\\Program Files\\Northwind\\Tax\\taxexport.exe'), on: [344] },
  { ...plain('PrintNotify32', 'Printer Notifications Helper', bannedProgram), on: [170, 336, 676] },
  {
    name: 'RemoteAid',
    title: 'Remote Aid',
    image: '"C:\\ProgramData\\Remote Aid\\raid.exe" -service',
    path: 'C:\\ProgramData\\Remote Aid\\raid.exe',
    on: [223, 451],
  },
];

function plain(name: string, title: string, path: string): DepartmentService {
  return { name, title, image: path, path };
}

/** Those that a machine has. */
export function departmentServices({
  sensorId,
  hostname,
}: Pick<EndpointSpec, 'sensorId' | 'hostname'>): readonly DepartmentService[] {
  if (!isInFinanceGroup(sensorId, hostname)) return [];
  return ofFinance.filter(({ on }) => on === undefined || on.includes(sensorId));
}
