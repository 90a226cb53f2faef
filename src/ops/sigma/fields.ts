/** How a value of a field is said in the query language. */
export type RuleFieldType =
  | 'path'
  | 'registry'
  | 'commandLine'
  | 'text'
  | 'name'
  | 'user'
  | 'parent'
  | 'domain'
  | 'address'
  | 'number'
  | 'hashes'
  | 'md5'
  | 'sha256'
  | 'signed'
  | 'initiated';

export interface KnownField {
  readonly type: RuleFieldType;
  /** Of the query language (contract/query-fields.md). */
  readonly field: string;
  /** Of one event of the process, of which a document has many. */
  readonly isOfEvent?: true;
  /** Of the other end of a connection: the destination of one that the process began. */
  readonly isRemote?: true;
  /** The member of a document that holds the value. */
  readonly held?: string;
}

/** What a rule of a category is about on this server. */
export interface Category {
  readonly fields: Readonly<Record<string, KnownField>>;
  /** Why fields that people expect cannot be searched. */
  readonly unsaid: Readonly<Record<string, string>>;
  /** The field that counts the events of its kind. */
  readonly count?: string;
  /** Why the server finds more events than the category means. */
  readonly wider?: string;
}

const ofProcess: Category['fields'] = {
  Image: { type: 'path', field: 'path', held: 'path' },
  CommandLine: { type: 'commandLine', field: 'cmdline', held: 'cmdline' },
  User: { type: 'user', field: 'username', held: 'username' },
  ParentImage: { type: 'parent', field: 'parent_name', held: 'parent_name' },
  ProcessId: { type: 'number', field: 'process_pid', held: 'process_pid' },
  Computer: { type: 'name', field: 'hostname', held: 'hostname' },
  ComputerName: { type: 'name', field: 'hostname', held: 'hostname' },
};

const unsaidOfProcess: Category['unsaid'] = {
  ParentCommandLine: 'of a parent only the name is searched, not its command line',
  ParentUser: 'of a parent only the name is searched, not its user',
  IntegrityLevel: 'the server does not know the integrity level',
  CurrentDirectory: 'the server does not know the current directory',
  LogonId: 'the server does not know logons',
  Imphash: 'IMPHASH hashes are not searched',
  sha1: 'SHA1 hashes are not searched',
};

/** By Sigma's name for what version resources say: the field of the binary. */
const resources: Readonly<Record<string, string>> = {
  OriginalFileName: 'original_filename',
  Description: 'file_desc',
  Product: 'product_name',
  Company: 'company_name',
  FileVersion: 'file_version',
};

function resourcesOf(suffix: '' | '_modload'): Category['fields'] {
  return Object.fromEntries(
    Object.entries(resources).map(([name, field]) => [
      name,
      { type: 'text', field: field + suffix, ...(suffix === '' ? {} : { isOfEvent: true }) } as const,
    ]),
  );
}

const hashes: Category['fields'] = {
  Hashes: { type: 'hashes', field: 'process_', held: 'process_' },
  md5: { type: 'md5', field: 'process_md5', held: 'process_md5' },
  sha256: { type: 'sha256', field: 'process_sha256', held: 'process_sha256' },
};

const files: Category = {
  fields: { ...ofProcess, TargetFilename: { type: 'path', field: 'filemod', isOfEvent: true } },
  unsaid: { ...unsaidOfProcess, SourceFilename: 'what a file was called before cannot be searched' },
  count: 'filemod_count',
  wider: 'filemod is whatever was done with a file: created, written, removed',
};

const registry: Category = {
  fields: { ...ofProcess, TargetObject: { type: 'registry', field: 'regmod', isOfEvent: true } },
  unsaid: {
    ...unsaidOfProcess,
    Details: 'the server does not know what was written into a value of the registry',
    EventType: 'what was done with a key cannot be searched',
    NewName: 'what a key is called afterwards cannot be searched',
  },
  count: 'regmod_count',
};

const oneKindOfRegistry: Category = {
  ...registry,
  wider: 'regmod is whatever was done with a key or value: created, written, removed',
};

/** By Sigma's category. What is not here the server does not tell of. */
export const categories: Readonly<Record<string, Category>> = {
  process_creation: {
    fields: { ...ofProcess, ...resourcesOf(''), ...hashes },
    unsaid: unsaidOfProcess,
  },
  image_load: {
    fields: {
      ...ofProcess,
      ...resourcesOf('_modload'),
      ImageLoaded: { type: 'path', field: 'modload', isOfEvent: true },
      Hashes: { type: 'hashes', field: '', isOfEvent: true },
      md5: { type: 'md5', field: 'md5', isOfEvent: true },
      Signed: { type: 'signed', field: 'digsig_result_modload', isOfEvent: true },
      SignatureStatus: { type: 'signed', field: 'digsig_result_modload', isOfEvent: true },
      Signature: { type: 'text', field: 'digsig_publisher_modload', isOfEvent: true },
    },
    unsaid: unsaidOfProcess,
    count: 'modload_count',
  },
  network_connection: {
    fields: {
      ...ofProcess,
      DestinationIp: { type: 'address', field: 'ipaddr', isOfEvent: true, isRemote: true },
      DestinationPort: { type: 'number', field: 'ipport', isOfEvent: true, isRemote: true },
      DestinationHostname: { type: 'domain', field: 'domain', isOfEvent: true, isRemote: true },
      Initiated: { type: 'initiated', field: 'netconn', isOfEvent: true },
    },
    unsaid: {
      ...unsaidOfProcess,
      SourceIp: 'only the remote end of a connection is searched',
      SourcePort: 'only the remote end of a connection is searched',
      SourceHostname: 'only the remote end of a connection is searched',
      Protocol: 'the protocol of a connection is not searched',
    },
    count: 'netconn_count',
  },
  dns_query: {
    fields: { ...ofProcess, QueryName: { type: 'domain', field: 'domain', isOfEvent: true } },
    unsaid: { ...unsaidOfProcess, QueryResults: 'what a name was resolved to is not searched' },
    count: 'netconn_count',
    wider: 'the server knows the names of connections: what was looked up and not called is not in it',
  },
  file_event: files,
  file_delete: files,
  file_change: files,
  file_rename: files,
  file_executable_detected: files,
  registry_event: registry,
  registry_set: oneKindOfRegistry,
  registry_add: oneKindOfRegistry,
  registry_delete: oneKindOfRegistry,
  registry_rename: oneKindOfRegistry,
};

/** By Sigma's product: `os_type` of the query language. */
export const products: Readonly<Record<string, string>> = {
  windows: 'windows',
  linux: 'linux',
  macos: 'osx',
};
