import type { Sensor } from '../../fleet/sensor.ts';
import { seededRandom } from '../../random.ts';
import type { Draft, Host } from '../draft.ts';
import { bootHost } from '../hosts.ts';
import { bootDrafts, parentsByName } from './boot-drafts.ts';
import { seedScenario } from './seed-scenario.ts';
import { countChildren, Stage } from './stage.ts';
import { linuxEpisodes, macEpisodes } from './unix-episodes.ts';
import { deskEpisodes, type Episode, systemEpisodes } from './windows-episodes.ts';

export interface HistoryPlan {
  readonly seed: number;
  /** Unix milliseconds. */
  readonly now: number;
  /** Documents; a number that the seed's scenario does not fit into is exceeded by it, 0 is none at all. */
  readonly count: number;
  readonly sensors: readonly Sensor[];
}

/** Sensors whose boot is told whole, whatever the room. */
const wellKnown: readonly number[] = [3, 10, 1, 2, 4];
/** Share of the documents that boots may take. */
const bootShare = 0.4;

interface Scene {
  readonly host: Host;
  readonly parents: Map<string, Draft>;
  readonly episodes: readonly Episode[];
}

/** Makes up what happened on the sensors, and hands every process over once; yields now and then. */
export function* makeHistory(plan: HistoryPlan, write: (draft: Draft) => void): Generator<void> {
  if (plan.count === 0) return;
  let id = 0;
  const keep = (drafts: readonly Draft[]) => {
    for (const { slices } of drafts) {
      for (const slice of slices) {
        id += 1;
        slice.id = id;
      }
    }
    countChildren(drafts);
  };
  const boots: Draft[] = [];
  const scenes: Scene[] = [];
  const isRoomy = plan.count > plan.sensors.length * 100;
  for (const sensor of bySeniority(plan.sensors)) {
    if (!wellKnown.includes(sensor.id) && id > plan.count * bootShare) break;
    const isWhole = isRoomy || wellKnown.includes(sensor.id);
    const drafts = makeBoot(sensor, plan, isWhole, scenes);
    keep(drafts);
    boots.push(...drafts);
    yield;
  }

  const random = seededRandom(plan.seed, 'episodes');
  const pick = weighted(scenes, ({ host }) => Math.max(1, host.until - host.from));
  for (let turn = 0; id < plan.count && scenes.length > 0; turn += 1) {
    const { host, parents, episodes } = pick(random.next());
    // More of late than long ago.
    const at = host.until - random.next() ** 2 * Math.max(0, host.until - host.from);
    const stage = new Stage(host, parents, random, Math.floor(at), plan.now);
    const room = plan.count - id;
    weighted(episodes, ({ weight }) => weight)(random.next()).play(stage);
    const drafts = room < 40 ? stage.drafts.slice(0, 1) : stage.drafts;
    if (drafts.reduce((sum, { slices }) => sum + slices.length, 0) <= room) {
      keep(drafts);
      drafts.forEach(write);
    }
    if (turn % 200 === 0) yield;
  }
  // Only now is it known how many children they have.
  boots.forEach(write);
}

function makeBoot(sensor: Sensor, plan: HistoryPlan, isWhole: boolean, scenes: Scene[]): Draft[] {
  const booted = bootHost(sensor, plan.seed, plan.now);
  const { host } = booted;
  const random = seededRandom(plan.seed, `boot ${sensor.id}`);
  const drafts = bootDrafts(booted, isWhole, random, plan.now);
  if (sensor.id === 3 && host.hostname === 'WIN-IA9NQ1GN8OI') return seedScenario(host, drafts);
  scenes.push({ host, parents: parentsByName(drafts), episodes: episodesOf(host) });
  return drafts;
}

function episodesOf({ os, isServer }: Host): readonly Episode[] {
  if (os === 'linux') return linuxEpisodes;
  if (os === 'macos') return macEpisodes;
  return isServer ? systemEpisodes : [...deskEpisodes, ...systemEpisodes];
}

/** The hosts of the documents first, so that they are there however few documents are wanted. */
function bySeniority(sensors: readonly Sensor[]): Sensor[] {
  const rank = ({ id }: Sensor) => (wellKnown.includes(id) ? wellKnown.indexOf(id) : wellKnown.length + id);
  return sensors.filter((sensor) => !sensor.isThisMachine).sort((a, b) => rank(a) - rank(b));
}

function weighted<T>(items: readonly T[], weigh: (item: T) => number): (at: number) => T {
  const ends: number[] = [];
  let total = 0;
  for (const item of items) {
    total += weigh(item);
    ends.push(total);
  }
  return (at) => {
    const wanted = at * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const found = items[low];
    if (found === undefined) throw new RangeError('nothing to choose from');
    return found;
  };
}
