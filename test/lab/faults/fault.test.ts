import { expect, test } from 'vitest';
import { faultUsage, parseFault } from '../../../src/lab/faults/fault.ts';
import { FaultSet } from '../../../src/lab/faults/fault-set.ts';

test.each([
  ['latency=200', { name: 'latency', amount: 200, share: 1 }],
  ['no-slot', { name: 'no-slot', amount: undefined }],
  ['no-slot=503', { name: 'no-slot', amount: 503 }],
  ['no-slot=409:0.3', { name: 'no-slot', amount: 409, share: 0.3 }],
  ['drop=0.25', { name: 'drop', share: 0.25 }],
  ['status=429', { name: 'status', amount: 429, share: 1 }],
  ['status=503:0.1', { name: 'status', amount: 503, share: 0.1 }],
  ['slow-body=4096', { name: 'slow-body', amount: 4096 }],
  ['slow-body=4096/s', { name: 'slow-body', amount: 4096 }],
  ['clock-skew=-3600', { name: 'clock-skew', amount: -3600 }],
  ['session-lost=5', { name: 'session-lost', amount: 5 }],
  [' sensor-silent ', { name: 'sensor-silent', text: 'sensor-silent' }],
  ['incomplete', { name: 'incomplete' }],
  ['alert-500', { name: 'alert-500', share: 1 }],
  ['alert-500=0.5', { name: 'alert-500', share: 0.5 }],
  ['alert-lag=25', { name: 'alert-lag', amount: 25 }],
])('%j is understood', (text, fault) => {
  expect(parseFault(text)).toMatchObject(fault);
});

test.each([
  'latency',
  'latency=',
  'latency=x',
  'drop=2',
  'drop',
  'status=9',
  'json-404=1',
  'no-slot=0',
  'no-slot=409:2',
  'session-lost=0',
  'slow-body=0',
  'alert-500=2',
  'alert-lag',
  'alert-lag=-1',
])('%j is refused with the form it should have', (text) => {
  const name = text.split('=')[0] as keyof typeof faultUsage;
  expect(() => parseFault(text)).toThrow(`is not of the form ${faultUsage[name]}`);
});

test('an unknown fault is refused with the names there are', () => {
  for (const known of Object.values(faultUsage)) expect(() => parseFault('rain=1')).toThrow(known);
  expect(() => parseFault('constructor')).toThrow(/unknown fault/);
});

test('a share of requests is drawn from the seed, and comes out near what was asked for', () => {
  const draw = (seed: number) => {
    const faults = new FaultSet(seed);
    faults.set('drop=0.3');
    return Array.from({ length: 1000 }, () => faults.strikes('drop') !== undefined);
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  const struck = draw(1).filter(Boolean).length;
  expect(struck).toBeGreaterThan(240);
  expect(struck).toBeLessThan(360);
});

test('a fault set again replaces the first, and ends when cleared', () => {
  const faults = new FaultSet(1);
  faults.set('latency=1');
  faults.set('latency=2');
  faults.set('json-404');
  expect(faults.list()).toEqual(['latency=2', 'json-404']);
  expect(faults.clear('latency')).toBe(true);
  expect(faults.clear('latency')).toBe(false);
  expect(faults.clear()).toBe(true);
  expect(faults.list()).toEqual([]);
});
