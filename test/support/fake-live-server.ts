import {
  type CommandObject,
  type CommandRequest,
  readCommandObject,
} from '../../src/api/wire/command-object.ts';
import { readSession, type Session } from '../../src/api/wire/session.ts';
import { readSessionFile } from '../../src/api/wire/session-file.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import type { LiveServer } from '../../src/live/server.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { parsedItems } from '../../src/transport/reply-json.ts';

/** What becomes of a command object: what it shows while it waits, for how long, and how it ends. */
export interface Script {
  readonly takesMs?: number;
  /** Shown while it waits; `pending` when not said. */
  readonly while?: Readonly<Record<string, unknown>>;
  readonly end?: Readonly<Record<string, unknown>>;
  readonly onEnd?: () => void;
}

interface Posted {
  readonly id: number;
  readonly request: CommandRequest;
  readonly script: Script;
  readonly createdMs: number;
  readonly username: string;
  canceled: boolean;
  ended: boolean;
}

interface Room {
  readonly id: number;
  readonly sensorId: number;
  status: string;
  readonly activeAtMs: number;
  readonly createdMs: number;
  readonly commands: Posted[];
}

export interface Call {
  readonly method: keyof LiveServer;
  readonly id: number;
  readonly name?: string;
}

/** Live Response as the engine sees it, on a test clock: no request takes time, commands do. */
export interface FakeLiveServer extends LiveServer {
  /** Every call, in order. */
  readonly calls: readonly Call[];
  readonly requests: readonly CommandRequest[];
  /** How the next commands of that name go; without one they are complete at once. */
  on(name: string, script: Script | ((request: CommandRequest, index: number) => Script)): void;
  /** What it does by itself with a file it was asked for or told to delete. */
  answer(request: CommandRequest): Script;
  /** The next call of that method fails with this. */
  failNext(method: keyof LiveServer, error: Error): void;
  /** A session that is there before anybody asks. */
  addSession(status?: string, sensorId?: number): number;
  /** A command object of somebody else. */
  addCommand(sessionId: number, username: string, status?: string): void;
  /** The server forgets the session. */
  forget(sessionId: number): void;
  setStatus(sessionId: number, status: string): void;
  statusOf(sessionId: number): string | undefined;
  /** Bytes of the file that `get file` of this path gives; undefined: not there. */
  readonly remoteFiles: Map<string, Uint8Array>;
  count(method: keyof LiveServer): number;
}

export function sessionGone(id: number): ServerFault {
  return refusal('SessionGone', `Session ${id} not found`);
}

export function sessionExists(): ServerFault {
  return refusal('SessionExists', 'Sensor 7 already has an active session');
}

function refusal(kind: 'SessionGone' | 'SessionExists' | 'NotFound', said: string): ServerFault {
  return new ServerFault(kind, said, { status: 404, said, saidCode: undefined });
}

export interface FakeOptions {
  readonly clock: Clock;
  /** Until a new session is active. */
  readonly checkInMs?: number;
  readonly sensorId?: number;
  readonly directory?: string;
  /** Of an active session; it lists nothing, and takes everything, when not said. */
  readonly supported?: readonly string[];
}

export function makeFakeLiveServer({
  clock,
  checkInMs = 0,
  sensorId: ownSensor = 7,
  directory = 'C:\\Windows\\CarbonBlack',
  supported = [],
}: FakeOptions): FakeLiveServer {
  const rooms = new Map<number, Room>();
  const calls: Call[] = [];
  const requests: CommandRequest[] = [];
  const scripts = new Map<string, Script | ((request: CommandRequest, index: number) => Script)>();
  const failures = new Map<keyof LiveServer, Error[]>();
  const remoteFiles = new Map<string, Uint8Array>();
  const storedFiles = new Map<number, Uint8Array>();
  const unixMs = clock.now() - clock.monotonic();
  let lastSession = 40;
  let lastFile = 0;

  const enter = (method: keyof LiveServer, id: number, name?: string) => {
    calls.push({ method, id, ...(name === undefined ? {} : { name }) });
    const failure = failures.get(method)?.shift();
    if (failure !== undefined) throw failure;
  };
  const roomOf = (id: number): Room => {
    const room = rooms.get(id);
    if (room === undefined || room.status === 'close') throw sessionGone(id);
    if (room.status === 'pending' && clock.monotonic() >= room.activeAtMs) room.status = 'active';
    return room;
  };
  const open = (status: string, sensorId: number): Room => {
    lastSession += 1;
    const activeAtMs = clock.monotonic() + checkInMs;
    const room = { id: lastSession, sensorId, status, activeAtMs, createdMs: clock.now(), commands: [] };
    rooms.set(room.id, room);
    return room;
  };
  const show = (room: Room): Session =>
    readSession({
      id: room.id,
      sensor_id: room.sensorId,
      hostname: 'FIN-WS-07',
      status: room.status,
      create_time: room.createdMs / 1000,
      supported_commands: room.status === 'active' ? supported : [],
      drives: room.status === 'active' ? ['C:\\'] : [],
      current_working_directory: room.status === 'active' ? directory : '',
      session_timeout: 300,
      check_in_timeout: 1200,
    });
  const showCommand = (room: Room, posted: Posted): CommandObject => {
    const takesMs = posted.script.takesMs ?? 0;
    const isOver = clock.monotonic() >= posted.createdMs + takesMs;
    const base = {
      id: posted.id,
      session_id: room.id,
      name: posted.request.name,
      object: posted.request.object,
      username: posted.username,
      create_time: (unixMs + posted.createdMs) / 1000,
    };
    if (posted.canceled) return readCommandObject({ ...base, status: 'cancel' });
    if (!isOver) return readCommandObject({ ...base, status: 'pending', ...posted.script.while });
    if (!posted.ended) {
      posted.ended = true;
      posted.script.onEnd?.();
    }
    return readCommandObject({
      ...base,
      status: 'complete',
      completion: (unixMs + posted.createdMs + takesMs) / 1000,
      result_code: 0,
      result_type: 'WinHresult',
      ...posted.script.end,
    });
  };
  const find = (room: Room, commandId: number): Posted => {
    const posted = room.commands.find(({ id }) => id === commandId);
    if (posted === undefined) throw new CbError('NotFound', `Command ${commandId} not found`);
    return posted;
  };
  const fileCommand = (request: CommandRequest): Script | undefined => {
    const bytes = remoteFiles.get(String(request.object));
    if (request.name === 'delete file')
      return remoteFiles.delete(String(request.object)) ? {} : { end: missing };
    if (request.name === 'directory list') return { end: listing(String(request.object)) };
    if (request.name !== 'get file') return undefined;
    if (bytes === undefined) return { end: missing };
    lastFile += 1;
    const start = Number(request['offset'] ?? 0);
    storedFiles.set(lastFile, bytes.subarray(start, start + Number(request['get_count'] ?? bytes.length)));
    return { end: { file_id: lastFile } };
  };
  const listing = (path: string) => {
    const bytes = remoteFiles.get(path);
    if (bytes !== undefined) {
      return {
        files: [{ filename: path.split(/[\\/]/).at(-1), size: bytes.length, attributes: ['ARCHIVE'] }],
      };
    }
    return /[\\/*]$/.test(path) ? { files: [] } : missing;
  };
  const missing = { status: 'error', result_type: 'WinHresult', result_code: 0x80070002 };

  return {
    calls,
    requests,
    remoteFiles,
    answer: (request) => fileCommand(request) ?? {},
    on: (name, script) => void scripts.set(name, script),
    failNext: (method, error) => void failures.set(method, [...(failures.get(method) ?? []), error]),
    addSession: (status = 'active', sensorId = ownSensor) => open(status, sensorId).id,
    addCommand(sessionId, username, status = 'complete') {
      const room = roomOf(sessionId);
      room.commands.push({
        id: room.commands.length + 1,
        request: { name: 'process list', object: '' },
        script: { end: { status }, while: { status } },
        createdMs: clock.monotonic(),
        username,
        canceled: false,
        ended: true,
      });
    },
    forget: (sessionId) => void rooms.delete(sessionId),
    setStatus(sessionId, status) {
      const room = rooms.get(sessionId);
      if (room !== undefined) room.status = status;
    },
    statusOf: (sessionId) => rooms.get(sessionId)?.status,
    count: (method) => calls.filter((call) => call.method === method).length,

    async sessions(options) {
      enter('sessions', 0);
      const all = [...rooms.values()].filter(
        (room) => options?.activeOnly !== true || room.status !== 'close',
      );
      return all.map(show);
    },
    async createSession({ sensor_id }) {
      enter('createSession', sensor_id);
      return show(open('pending', sensor_id));
    },
    async session(id) {
      enter('session', id);
      return show(roomOf(id));
    },
    async closeSession(id) {
      enter('closeSession', id);
      const room = roomOf(id);
      const shown = show(room);
      room.status = 'close';
      return shown;
    },
    async keepalive(id) {
      enter('keepalive', id);
      return show(roomOf(id));
    },
    async archive() {
      throw new Error('not faked');
    },
    async commands(id) {
      enter('commands', id);
      const room = roomOf(id);
      return room.commands.map((posted) => showCommand(room, posted));
    },
    async postCommand(id, request) {
      enter('postCommand', id, request.name);
      const room = roomOf(id);
      requests.push(request);
      const scripted = scripts.get(request.name);
      const index = requests.filter(({ name }) => name === request.name).length - 1;
      const posted: Posted = {
        id: room.commands.length + 1,
        request,
        script:
          (typeof scripted === 'function' ? scripted(request, index) : scripted) ??
          fileCommand(request) ??
          {},
        createdMs: clock.monotonic(),
        username: 'analyst',
        canceled: false,
        ended: false,
      };
      room.commands.push(posted);
      const shown = showCommand(room, posted);
      // A server never answers a POST with the end of the command.
      const command = readCommandObject({
        ...shown.wire,
        status: 'pending',
        completion: undefined,
        result_code: undefined,
      });
      return { sent: true, command };
    },
    async command(id, commandId) {
      enter('command', id);
      const room = roomOf(id);
      return showCommand(room, find(room, commandId));
    },
    async cancelCommand(id, commandId) {
      enter('cancelCommand', id);
      const room = roomOf(id);
      const posted = find(room, commandId);
      if (showCommand(room, posted).state === 'pending') posted.canceled = true;
      return showCommand(room, posted);
    },
    async files() {
      return [];
    },
    async file(_id, fileId) {
      const size = storedFiles.get(fileId)?.length ?? null;
      return readSessionFile({ id: fileId, file_name: 'x', size, size_uploaded: size, status: 0 });
    },
    async fileContent(_id, fileId) {
      enter('fileContent', fileId);
      const bytes = storedFiles.get(fileId) ?? new Uint8Array();
      return {
        status: 200,
        headers: {},
        json: async () => undefined,
        jsonList: async () => ({ json: undefined, items: parsedItems([]) }),
        text: async () => '',
        mask: (text) => text,
        discard: async () => undefined,
        body: (async function* () {
          yield bytes;
        })(),
      };
    },
    async uploadFile() {
      throw new Error('not faked');
    },
    async deleteFile() {
      throw new Error('not faked');
    },
  };
}
