import { LiveBus } from '../live/bus.ts';

/** A bus whose events are told as lines: what `--debug` shows of sessions and command objects. */
export function tracedBus(write: (line: string) => void): LiveBus {
  const bus = new LiveBus();
  bus.on('state', ({ from, event, to }) =>
    write(`session ${'id' in to ? to.id : '?'}: ${from.name} → ${to.name} (${event.type})`),
  );
  bus.on('unknown-status', ({ what, id, status }) =>
    write(`${what} ${id}: unknown status "${status}", waiting on`),
  );
  bus.on('posted', ({ name, id }) => write(`command ${id}: ${name} posted`));
  bus.on('ended', ({ name, id, status, looks }) =>
    write(`command ${id}: ${name} is ${status} after ${looks} looks`),
  );
  bus.on('keepalive', ({ id }) => write(`session ${id}: kept alive`));
  return bus;
}
