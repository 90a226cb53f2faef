export interface Row {
  /** Layers it may load. */
  readonly may?: readonly string[];
  /** Layers of which it may name types and nothing else. */
  readonly types?: readonly string[];
  /** Layers that it loads only when they are needed (types of them too). */
  readonly lazily?: readonly string[];
  /** Modules of Node, without `node:`. */
  readonly node?: readonly string[];
  /** What this layer alone has in hand, beside the packages of `owners`. */
  readonly owns?: string;
}

/** What each folder of src/ may import; what is not listed is forbidden. The table of docs/architecture.md is made from it. */
export const layers: Readonly<Record<string, Row>> = {
  errors: { owns: 'exit codes' },
  text: { may: ['errors'], node: ['path', 'util'], owns: 'escaping, redaction, tokenising' },
  ports: { node: ['stream'], owns: 'the shape of the outside' },
  own: { may: ['errors', 'text'], types: ['ports'], owns: 'files of ours between runs' },
  transcript: {
    may: ['own', 'errors', 'text'],
    types: ['ports'],
    node: ['crypto'],
    owns: 'what was done: its format, its chain, its index',
  },
  archive: {
    may: ['api', 'transcript', 'errors', 'text'],
    types: ['ports'],
    node: ['crypto', 'stream', 'zlib'],
    owns: 'an archive of a session, held against transcripts',
  },
  cases: {
    may: ['manifest', 'own', 'transcript', 'errors', 'text'],
    types: ['ports'],
    node: ['crypto', 'path'],
    owns: 'a case: its folder, its id, its journal',
  },
  manifest: {
    may: ['transcript', 'errors', 'text'],
    types: ['ports'],
    node: ['crypto', 'path'],
    owns: 'what was taken: its format, its hashes',
  },
  // Runs in a browser: nothing of ours, nothing of Node.
  pages: { owns: 'what runs in a browser' },
  wasm: { owns: 'what runs as WebAssembly' },
  spec: { may: ['errors', 'text'], owns: 'grammar of commands' },
  transport: {
    may: ['errors', 'text'],
    types: ['ports', 'transcript'],
    node: ['buffer', 'crypto', 'http', 'net', 'stream', 'tls', 'zlib'],
    owns: 'the wire: TLS, pins, proxies, retries',
  },
  api: { may: ['errors', 'text'], types: ['transport'], node: ['net'], owns: 'endpoint paths, wire types' },
  live: {
    may: ['own', 'transcript', 'manifest', 'errors', 'text'],
    types: ['api', 'ports'],
    node: ['crypto', 'path'],
    owns: 'session life cycle',
  },
  ops: {
    may: ['manifest', 'errors', 'text'],
    types: ['api', 'spec', 'ports'],
    node: ['crypto', 'stream', 'util', 'zlib'],
    owns: 'what spans several resources',
  },
  undo: {
    may: ['own', 'live', 'ops', 'spec', 'errors', 'text'],
    types: ['api', 'ports', 'transcript'],
    node: ['crypto'],
    owns: 'what was there before, and the way back',
  },
  views: { may: ['undo', 'ops', 'spec', 'errors', 'text'], types: ['api', 'ports'], owns: 'columns' },
  verbs: {
    may: ['undo', 'live', 'ops', 'views', 'spec', 'errors', 'text'],
    lazily: ['archive'],
    types: ['api', 'manifest', 'ports'],
    node: ['path'],
  },
  queries: {
    may: ['undo', 'ops', 'views', 'spec', 'errors', 'text'],
    types: ['api', 'manifest', 'ports'],
    node: ['path'],
  },
  fleet: {
    may: ['ops', 'spec', 'errors', 'text'],
    types: ['api', 'ports'],
    node: ['crypto', 'net', 'sqlite', 'tls', 'zlib'],
    owns: 'runs on many hosts',
  },
  config: { may: ['errors', 'text'], types: ['ports'], node: ['crypto', 'net', 'path'], owns: 'profiles' },
  commands: {
    node: ['crypto', 'path'],
    may: [
      'archive',
      'cases',
      'manifest',
      'transcript',
      'undo',
      'live',
      'ops',
      'fleet',
      'views',
      'config',
      'spec',
      'errors',
      'text',
    ],
    types: ['api', 'ports'],
  },
  output: { may: ['errors', 'text'], types: ['spec', 'pages', 'ports'], node: ['buffer', 'crypto', 'vm'] },
  runtime: {
    may: ['errors', 'text'],
    types: ['ports'],
    node: [
      'child_process',
      'crypto',
      'fs',
      'fs/promises',
      'net',
      'os',
      'path',
      'stream',
      'timers/promises',
      'tty',
      'util',
      'v8',
    ],
    owns: '`process`',
  },
  run: {
    may: ['output', 'spec', 'errors', 'text'],
    types: ['ports', 'transcript'],
    owns: 'from words to an outcome',
  },
  shell: {
    may: ['run', 'output', 'spec', 'errors', 'text'],
    types: ['ports', 'transcript'],
    node: ['async_hooks', 'readline', 'stream', 'string_decoder'],
  },
  programs: {
    may: [
      ...[
        'api',
        'cases',
        'commands',
        'config',
        'fleet',
        'live',
        'manifest',
        'ops',
        'output',
        'queries',
        'run',
        'runtime',
        'shell',
        'spec',
        'transcript',
        'undo',
        'verbs',
      ],
      ...['errors', 'text'],
    ],
    types: ['ports'],
    lazily: ['archive', 'lab', 'own', 'transport'],
    node: ['crypto'],
    owns: 'what is put together',
  },
  // An independent witness of the wire: nothing of ours, and any module of Node.
  lab: { owns: 'an independent witness of the wire: any module of Node' },
};

/** Who alone may import what: a layer, or one file of it. A package that is not here is forbidden. */
export const owners: Readonly<Record<string, readonly string[]>> = {
  undici: ['transport'],
  chalk: ['output'],
  'cli-table3': ['output'],
  'jq-wasm': ['output'],
  ora: ['runtime'],
  inquirer: ['runtime'],
  commander: ['lab/arguments.ts'],
  conf: ['config'],
  'iconv-lite': ['live', 'lab'],
  yaml: ['ops/strict-yaml.ts', 'ops/yaml-writer.ts'],
  fastify: ['lab'],
  '@fastify/multipart': ['lab'],
  selfsigned: ['lab'],
  'tar-stream': ['lab'],
  bullmq: ['fleet'],
  ioredis: ['fleet'],
  'node:sqlite': ['lab', 'fleet'],
  'node:readline': ['shell'],
  'node:child_process': ['runtime', 'lab'],
};

/** Packages and modules of Node by the layer that owns them: `ops` → `yaml` in `strict-yaml.ts`. */
function owned(layer: string): readonly string[] {
  return Object.entries(owners).flatMap(([name, places]) => {
    const files = places
      .filter((place) => place.startsWith(`${layer}/`))
      .map((place) => place.slice(layer.length + 1));
    if (places.includes(layer)) return [`**${name}**`];
    return files.length === 0 ? [] : [`**${name}** in ${files.map((file) => `\`${file}\``).join(' and ')}`];
  });
}

/** The table as docs/architecture.md shows it. */
export function layerTable(): string {
  const rows = Object.entries(layers).map(
    ([layer, { may = [], types = [], lazily = [], node = [], owns }]) => {
      const loads = [...may, ...lazily.map((name) => `${name} lazily`)].join(', ');
      const cells = [
        `\`${layer}\``,
        loads,
        types.join(', '),
        node.join(', '),
        [...(owns === undefined ? [] : [owns]), ...owned(layer)].join(', '),
      ];
      return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
    },
  );
  return [
    '| Layer | Loads | Types | Modules of Node | Sole owner of |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
