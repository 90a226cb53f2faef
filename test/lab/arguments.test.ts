import { expect, test } from 'vitest';
import { parseLabArguments } from '../../src/lab/arguments.ts';

test('every option is read, glued or apart', () => {
  expect(
    parseLabArguments([
      '--port',
      '8443',
      '--no-tls',
      '--data',
      'my data',
      '--seed=7',
      '--now',
      '2024-05-14T09:30:00Z',
      '--era',
      '6.2',
      '--sensors',
      '12',
      '--processes',
      '9',
      '--arrivals=0',
      '--alerts=70',
      '--check-in',
      '100ms',
      '--sensor-latency=0',
      '--check-in-spread=20%',
      '--check-in-jitter=10%',
      '--offline',
      '30%',
      '--back-after=30s',
      '--colleagues=3',
      '--fault',
      'latency=5',
      '--fault',
      'status=503:0.5',
      '--this-machine',
      '--allow-write',
      '--listen-anywhere',
    ]),
  ).toEqual({
    port: 8443,
    tls: false,
    data: 'my data',
    seed: 7,
    now: Date.UTC(2024, 4, 14, 9, 30),
    era: '6.2',
    sensors: 12,
    processes: 9,
    arrivals: 0,
    alerts: 70,
    checkInMs: 100,
    sensorLatencyMs: 0,
    checkInSpread: 0.2,
    checkInJitter: 0.1,
    offline: 0.3,
    backAfterMs: 30_000,
    colleagues: 3,
    faults: ['latency=5', 'status=503:0.5'],
    thisMachine: true,
    allowWrite: true,
    listenAnywhere: true,
  });
});

test.each([
  ['0', 0],
  ['2', 2000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['1h', 3_600_000],
])('a check-in of %s is %d ms', (text, checkInMs) => {
  expect(parseLabArguments(['--check-in', text])).toEqual({ checkInMs });
});

test('nothing said is nothing set', () => {
  expect(parseLabArguments([])).toEqual({});
});

test.each([
  [['--prot', '1'], /unknown lab option "--prot"; there are: --port /],
  [['8443'], /unknown lab option "8443"/],
  [['--port'], /--port needs a value/],
  [['--port', 'x'], /--port needs a whole number from 0 to 65535, not "x"/],
  [['--port', '65536'], /--port needs a whole number/],
  [['--sensors', '0'], /--sensors needs a whole number from 1/],
  [['--no-tls=yes'], /--no-tls takes no value/],
  [['--now', 'yesterday'], /--now needs a time such as 2024-05-14T09:30:00Z/],
  [['--check-in', '400x'], /--check-in needs a duration of a day at most, such as 400ms or 30s, not "400x"/],
  [['--sensor-latency', '25h'], /--sensor-latency needs a duration/],
  [['--era', '8'], /--era is 5.2, 6.2 or 7.8, not "8"/],
  [['--fault', 'rain'], /unknown fault "rain"; there are: live-response-off, no-slot\[=CODE\[:P\]\]/],
  [['--arrivals', '601'], /--arrivals needs a whole number from 0 to 600/],
  [['--data', 'd', '--arrivals', '5'], /--data keeps processes as they are: it does not go with --arrivals/],
  [['--allow-write'], /--allow-write means nothing without --this-machine/],
])('%j is refused in words', (argv, message) => {
  expect(() => parseLabArguments(argv)).toThrow(message);
});
