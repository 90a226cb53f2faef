import { Readable } from 'node:stream';
import type { Sensor } from '../../../src/lab/fleet/sensor.ts';
import type {
  Endpoint,
  EndpointCommand,
  EndpointContext,
  EndpointReply,
} from '../../../src/lab/sensors/endpoint.ts';

/** A command that has begun on the scripted machine and waits for the test to end it. */
export interface Held {
  readonly command: EndpointCommand;
  readonly context: EndpointContext;
  answer(reply: EndpointReply): void;
}

/**
 * A machine with a handful of files and no manners of its own, so that tests of the server see only the server.
 * `hold` names commands that wait for the test.
 */
export class ScriptedEndpoint implements Endpoint {
  readonly os: 'windows' | 'linux' | 'macos';
  readonly supportedCommands: readonly string[];
  readonly drives: readonly string[];
  readonly currentWorkingDirectory: string;
  readonly files = new Map<string, Buffer>();
  readonly ran: EndpointCommand[] = [];
  readonly hold = new Set<string>();
  #held: Held | undefined;
  #waiting: ((held: Held) => void) | undefined;

  constructor(sensor: Sensor) {
    this.os = sensor.os;
    const isWindows = sensor.os === 'windows';
    this.supportedCommands = [
      'delete file',
      'put file',
      'directory list',
      'get file',
      'kill',
      'create process',
      'process list',
      'create directory',
      ...(isWindows ? ['reg enum key', 'memdump'] : []),
    ];
    this.drives = isWindows ? ['A:\\', 'C:\\'] : [];
    this.currentWorkingDirectory = isWindows ? 'C:\\Windows\\CarbonBlack' : '/opt/cbsensor';
  }

  /** The next command of `hold` that begins, or the one that has begun. */
  held(): Promise<Held> {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined
      ? new Promise((resolve) => {
          this.#waiting = resolve;
        })
      : Promise.resolve(held);
  }

  async run(command: EndpointCommand, context: EndpointContext): Promise<EndpointReply> {
    this.ran.push(command);
    if (this.hold.has(command.name)) {
      return new Promise((answer) => {
        const held = { command, context, answer };
        if (this.#waiting === undefined) this.#held = held;
        else {
          this.#waiting(held);
          this.#waiting = undefined;
        }
      });
    }
    return this.#do(command, context);
  }

  async #do({ name, object, fields }: EndpointCommand, context: EndpointContext): Promise<EndpointReply> {
    const path = String(object);
    switch (name) {
      case 'process list':
        return ok({ processes: [{ pid: 4, parent: 0, path: '', username: 'NT AUTHORITY\\SYSTEM' }] });
      case 'directory list':
        return ok({ files: [...this.files].map(([filename, bytes]) => ({ filename, size: bytes.length })) });
      case 'get file': {
        const whole = this.files.get(path);
        if (whole === undefined) return { ok: false, resultType: 'WinHresult', resultCode: -2147024894 };
        const offset = Number(fields['offset'] ?? 0);
        const bytes = whole.subarray(offset, offset + Number(fields['get_count'] ?? whole.length));
        await context.deliver({
          size: bytes.length,
          modified: 1_700_000_000,
          read: (start, end) => Readable.from([bytes.subarray(start, end)]),
        });
        return ok({});
      }
      case 'put file': {
        const { stream } = await context.openUpload();
        this.files.set(path, Buffer.concat(await stream.toArray()));
        return ok({});
      }
      case 'create process': {
        const output = fields['output_file'];
        if (typeof output === 'string') this.files.set(output, Buffer.from(`ran ${path}\r\n`));
        return ok({ pid: 4711, ...(fields['wait'] === true ? { return_code: 0 } : {}) });
      }
      case 'delete file':
        return this.files.delete(path)
          ? ok({})
          : { ok: false, resultType: 'WinHresult', resultCode: 0x80070002 };
      case 'kill':
        return { ok: false, resultType: 'WinHresult', resultCode: 0x80070057 };
      default:
        return ok({});
    }
  }
}

function ok(fields: Record<string, unknown>): EndpointReply {
  return { ok: true, fields };
}
