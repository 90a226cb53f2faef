import { onTestFinished } from 'vitest';
import type { LabOptions } from '../../../src/lab/lab.ts';
import { startLab } from '../../../src/lab/start.ts';
import { clientOf, type TestLab } from './lab.ts';

/** The lab as it ships, with its own endpoints; quick, and ended with the test. */
export async function realLabForTest(options: LabOptions = {}): Promise<TestLab> {
  const lab = await startLab({ checkInMs: 5, sensorLatencyMs: 1, ...options });
  onTestFinished(() => lab.stop());
  return clientOf(lab, () => {
    throw new Error('the endpoints of the real lab are its own');
  });
}
