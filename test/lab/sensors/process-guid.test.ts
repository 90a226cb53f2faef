import { describe, expect, it } from 'vitest';
import {
  fileTimeFromUnix,
  noProcessGuid,
  processGuid,
  unixFromFileTime,
  unknownParentGuid,
} from '../../../src/lab/sensors/process-guid.ts';

describe('process GUID', () => {
  it('encodes sensor, pid and start time as the document shows them', () => {
    expect(processGuid(10, 276, 0x01d014c0c80f42ecn)).toBe('0000000a-0000-0114-01d0-14c0c80f42ec');
    expect(processGuid(3, 0x36c, 0x01d22efd3af51186n)).toBe('00000003-0000-036c-01d2-2efd3af51186');
  });

  it('turns a FILETIME into the seconds that the list shows', () => {
    expect(unixFromFileTime(0x01d014c0c80f42ecn)).toBe(1_418_247_141);
    expect(unixFromFileTime(0x01d22efd3af51186n)).toBe(Date.UTC(2016, 9, 25, 20, 20, 29) / 1000);
  });

  it('keeps whole seconds through both directions', () => {
    expect(fileTimeFromUnix(0)).toBe(116_444_736_000_000_000n);
    expect(unixFromFileTime(fileTimeFromUnix(1_700_000_000.999))).toBe(1_700_000_000);
  });

  it('keeps pids that need more than 16 bits', () => {
    expect(processGuid(1, 0x12345678, 0n)).toBe('00000001-1234-5678-0000-000000000000');
  });

  it('marks no parent with zeros and an unknown one with ffff', () => {
    expect(noProcessGuid(10)).toBe('0000000a-0000-0000-0000-000000000000');
    expect(unknownParentGuid(10)).toBe('0000000a-ffff-ffff-0000-000000000000');
  });
});
