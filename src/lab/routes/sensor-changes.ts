import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../failure.ts';
import { existingSensor } from '../fleet/existing-sensor.ts';
import type { Sensor, SensorState } from '../fleet/sensor.ts';
import { asRecord } from '../json.ts';
import { mustHave } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type Sent = Readonly<Record<string, unknown>>;

/** What may be sent since 7.1; before, the rest of the object was read over (contract/sensors.md, "Update"). */
const changeable: readonly string[] = [
  'network_isolation_enabled',
  'group_id',
  'restart_queued',
  'uninstall',
  'event_log_flush_time',
  'notes',
  // Taken, but nobody knows what for.
  'liveresponse_init',
];

/** `Wed, 05 Jan 2022 10:01:07 GMT`. */
const rfc822 =
  /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})$/;

/** `PUT /api/v1/sensor/<id>`: isolate, move, restart, flush, uninstall, note. Answers 204. */
export function sensorChangeRoutes(app: FastifyInstance, world: LabWorld): void {
  app.put<{ Params: { id: string } }>('/api/v1/sensor/:id', async (request, reply) => {
    const sensor = existingSensor(request.params.id, world);
    const sent = asRecord(request.body);
    const stranger = Object.keys(sent).find((field) => !changeable.includes(field));
    if (world.era.strictSensorPut && stranger !== undefined)
      throw refuse(400, `Sensor field ${stranger} cannot be changed`);
    const change = changeOf(sensor, sent, world);
    mustBeAllowed(request, sensor, change);
    if (Object.keys(change).length > 0) {
      world.fleet.change(sensor, change);
      world.save();
    }
    return reply.code(204).send();
  });
}

/** What is really another than it was: clients send back all they know. */
function changeOf(sensor: Sensor, sent: Sent, world: LabWorld): Partial<SensorState> {
  const wanted: Partial<SensorState> = {
    groupId: groupIn(sent, world),
    ...flag(sent, 'network_isolation_enabled', 'isolationRequested'),
    ...flag(sent, 'restart_queued', 'restartQueued'),
    ...flag(sent, 'uninstall', 'uninstallQueued'),
    ...flushIn(sent, sensor, world),
    ...noteIn(sent),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => sensor[field as keyof SensorState] !== value),
  );
}

function groupIn(sent: Sent, world: LabWorld): number {
  const id = sent['group_id'];
  if (id === undefined || id === null) throw refuse(400, 'group_id is missing');
  const group = typeof id === 'number' || typeof id === 'string' ? world.groups.get(Number(id)) : undefined;
  if (group === undefined) throw refuse(400, `Sensor group ${String(id)} not found`);
  return group.id;
}

/** A boolean, or one in words as the older documents have it; null is none. */
function flag(sent: Sent, name: string, field: keyof SensorState): Partial<SensorState> {
  const value = sent[name];
  if (value === undefined || value === null) return {};
  const word = String(value).toLowerCase();
  if (word !== 'true' && word !== 'false') throw refuse(400, `${name} must be true or false`);
  return { [field]: word === 'true' };
}

/** Null and what is there already mean no flush; a date that is over has nothing left to be sent. */
function flushIn(sent: Sent, sensor: Sensor, world: LabWorld): Partial<SensorState> {
  const value = sent['event_log_flush_time'];
  if (value === undefined || value === null || value === '' || value === sensor.flushTime) return {};
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (typeof value !== 'string' || Number.isNaN(time) || (world.era.rfc822FlushTime && !rfc822.test(value)))
    throw refuse(400, 'event_log_flush_time must be a date such as Wed, 05 Jan 2022 10:01:07 GMT');
  return { flushTime: time > world.clock.nowMs() ? value : null };
}

function noteIn(sent: Sent): Partial<SensorState> {
  const { notes } = sent;
  if (notes !== undefined && notes !== null && typeof notes !== 'string')
    throw refuse(400, 'notes must be text');
  return notes === undefined ? {} : { notes };
}

/** Each thing needs its right in the sensor's group; a move, in both groups. */
function mustBeAllowed(request: FastifyRequest, sensor: Sensor, change: Partial<SensorState>): void {
  if (change.isolationRequested !== undefined) mustHave(request, 'isolateSensors', sensor.groupId);
  if (change.uninstallQueued !== undefined) mustHave(request, 'uninstallSensors', sensor.groupId);
  if (change.groupId !== undefined) mustHave(request, 'analyst', change.groupId);
  const ownRight: readonly string[] = ['isolationRequested', 'uninstallQueued'];
  const others = Object.keys(change).filter((field) => !ownRight.includes(field));
  // A PUT that changes nothing is still a write.
  if (others.length > 0 || Object.keys(change).length === 0) mustHave(request, 'analyst', sensor.groupId);
}
