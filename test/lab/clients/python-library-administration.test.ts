import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { labForTest, type TestLab } from '../support/lab.ts';

// How cbapi-python changes sensors, groups, teams and users, request by request (contract/sensors.md, groups-sites.md,
// users-teams.md and conventions.md, "Write responses"; sources C3 and models.py).

type Info = Record<string, unknown>;

/** One object as the library holds it: fetched when first asked for, dirty until saved, fetched again after that. */
class Model {
  info: Info;
  readonly #lab: TestLab;
  readonly #urlobject: string;
  readonly #key: string;

  constructor(lab: TestLab, urlobject: string, info: Info, key = 'id') {
    this.#lab = lab;
    this.#urlobject = urlobject;
    this.#key = key;
    this.info = info;
  }

  get uri(): string {
    return `${this.#urlobject}/${String(this.info[this.#key])}`;
  }

  async refresh(): Promise<void> {
    const answer = await this.#lab.get(this.uri);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    // Groups and sites come as an array of one.
    const [first] = [answer.json].flat();
    if (first === undefined) throw new Error(`nothing at ${this.uri}`);
    this.info = first;
  }

  create(body: Info): Promise<void> {
    return this.#send('POST', this.#urlobject, body);
  }

  save(body: Info = this.info): Promise<void> {
    return this.#send('PUT', this.uri, body);
  }

  async delete(): Promise<void> {
    const { status, text } = await this.#lab.delete(this.uri);
    if (status !== 200 && status !== 204) throw new Error(`${status} ${text}`);
  }

  /** Any answer but a bare id or `{"result": "success"}` is taken for the object; anything that is no JSON is ignored. */
  async #send(method: string, path: string, body: Info): Promise<void> {
    const { status, text } = await this.#lab.call(method, path, { body });
    if (status < 200 || status > 299) throw new Error(`${status} ${text}`);
    const answer = text === '' ? undefined : JSON.parse(text);
    const keys = Object.keys(answer ?? {});
    if (keys.length === 1 && keys[0] === 'result') expect(answer.result).toBe('success');
    else if (answer !== undefined) {
      this.info = answer;
      if (keys.length > 1) return;
    }
    await this.refresh();
  }
}

/** The six fields the library sends every time; a flush only when it was asked for. */
function sensorBody(info: Info, flush: string | null = null): Info {
  const { network_isolation_enabled, restart_queued, uninstall, group_id, notes } = info;
  return {
    network_isolation_enabled,
    restart_queued,
    uninstall,
    group_id,
    notes,
    event_log_flush_time: flush,
  };
}

async function selectSensor(lab: TestLab, id: number): Promise<Model> {
  const sensor = new Model(lab, '/api/v1/sensor', { id });
  await sensor.refresh();
  return sensor;
}

/** `isolate()` and `unisolate()`: wait until the sensor says so, or for so long. */
async function setIsolation(sensor: Model, wanted: boolean, tries = 500): Promise<boolean> {
  await sensor.save(sensorBody({ ...sensor.info, network_isolation_enabled: wanted }));
  for (let round = 0; sensor.info['is_isolating'] !== wanted; round += 1) {
    if (round === tries) return false;
    await delay(5);
    await sensor.refresh();
  }
  return true;
}

const eras = ['5.2', '6.2', '7.8'] as const;

describe.each(eras)('on a %s server', (era) => {
  test('a sensor is isolated and released', async () => {
    const lab = await labForTest({ era });
    const sensor = await selectSensor(lab, 10);
    expect(sensor.info).toMatchObject({ supports_isolation: true, is_isolating: false });
    expect(await setIsolation(sensor, true)).toBe(true);
    expect(sensor.info['network_isolation_enabled']).toBe(true);
    expect(await setIsolation(sensor, false)).toBe(true);
    expect(sensor.info['network_isolation_enabled']).toBe(false);
  });

  test('a sensor that is off is not isolated in time', async () => {
    const lab = await labForTest({ era });
    const { list } = await lab.get('/api/v1/sensor');
    const off = list.find((one) => one['status'] === 'Offline');
    const sensor = await selectSensor(lab, Number(off?.['id']));
    expect(await setIsolation(sensor, true, 5)).toBe(false);
    expect(sensor.info).toMatchObject({ network_isolation_enabled: true, is_isolating: false });
  });

  test('a sensor is restarted, and flushed', async () => {
    const lab = await labForTest({ era, checkInMs: 60_000 });
    const sensor = await selectSensor(lab, 10);
    await sensor.save(sensorBody({ ...sensor.info, restart_queued: true }));
    expect(sensor.info['restart_queued']).toBe(true);
    const nextYear = new Date(Date.now() + 365 * 86_400_000).toUTCString();
    await sensor.save(sensorBody(sensor.info, nextYear));
    expect(sensor.info['event_log_flush_time']).toEqual(expect.any(String));
    await sensor.save(sensorBody({ ...sensor.info, notes: 'flushing' }));
    expect(sensor.info['event_log_flush_time']).toEqual(expect.any(String));
    lab.lab.advance(60);
    await sensor.refresh();
    expect(sensor.info).toMatchObject({ restart_queued: false, event_log_flush_time: null });
  });

  test('a group is made, changed, filled with a sensor and, once empty, removed', async () => {
    const lab = await labForTest({ era });
    const group = new Model(lab, '/api/group', {});
    const [site] = (await lab.get('/api/site/1')).list;
    await group.create({
      name: 'Critical Endpoints',
      site_id: site?.['id'],
      sensorbackend_server: 'https://cb.corp.example:443',
    });
    expect(group.info).toMatchObject({ name: 'Critical Endpoints', number_of_hosts: 0, tamper_level: 0 });
    await group.save({ ...group.info, name: 'Crown Jewels', alert_criticality: 5, vdi_enabled: true });
    expect(group.info).toMatchObject({ name: 'Crown Jewels', alert_criticality: 5, vdi_enabled: true });

    const sensor = await selectSensor(lab, 10);
    const found = (await lab.get('/api/group')).list.find((one) => one['name'] === 'Crown Jewels');
    await sensor.save(sensorBody({ ...sensor.info, group_id: found?.['id'] }));
    expect(sensor.info['group_id']).toBe(group.info['id']);
    const members = await lab.get(`/api/v1/sensor?groupid=${group.info['id']}`);
    expect(members.list.map((one) => one['id'])).toEqual([10]);
    await expect(group.delete()).rejects.toThrow(/^400 /);

    await sensor.save(sensorBody({ ...sensor.info, group_id: 1 }));
    await group.delete();
    await expect(group.refresh()).rejects.toThrow('nothing at');
  });

  test('a user is made, changed and removed', async () => {
    const lab = await labForTest({ era });
    const names = (await lab.get('/api/teams')).list;
    const user = new Model(lab, '/api/user', { username: 'jdoe' }, 'username');
    await user.create({
      username: 'jdoe',
      first_name: 'Jane',
      last_name: 'Doe',
      email: 'jdoe@corp.example',
      password: 'correct horse',
      global_admin: false,
      teams: [names[0]?.['id']],
    });
    expect(user.info).toMatchObject({ username: 'jdoe', global_admin: false, teams: [names[0]] });
    // As the library holds it: the id is the name, and teams are objects, which it sends as ids before 6.1.
    const teams = [names[0], names[1]];
    await user.save({
      ...user.info,
      id: 'jdoe',
      last_name: 'Smith',
      teams: era === '5.2' ? teams.map((team) => team?.['id']) : teams,
    });
    expect(user.info).toMatchObject({ last_name: 'Smith', teams });
    expect((await lab.get('/api/users')).list.map((one) => one['username'])).toContain('jdoe');
    await user.delete();
    await expect(user.refresh()).rejects.toThrow(/^404 /);
  });

  test('a team is made, given access to a group, and removed', async () => {
    const lab = await labForTest({ era });
    const team = new Model(lab, '/api/team', {});
    await team.create({ name: 'Guests', group_access: [] });
    const access = { group_id: 2, access_category: 'Viewer', group_name: 'Servers' };
    await team.save({ ...team.info, group_access: [access] });
    expect(team.info).toMatchObject({ name: 'Guests', group_access: [access] });
    await expect(new Model(lab, '/api/team', {}).create({ name: 'Guests' })).rejects.toThrow(/^409 /);
    await team.delete();
    await expect(team.refresh()).rejects.toThrow(/^404 /);
  });
});
