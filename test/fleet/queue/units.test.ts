import { generateKeyPairSync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobId, readJob, writeJob } from '../../../src/fleet/queue/host-job.ts';
import { readAnswer, readMessage, writeMessage } from '../../../src/fleet/queue/messages.ts';
import { packRows, unpackRows } from '../../../src/fleet/queue/packed-rows.ts';
import { planHash, readPlan, writePlan } from '../../../src/fleet/queue/plan.ts';
import { isInTheClear, readQueueAddress } from '../../../src/fleet/queue/queue-address.ts';
import { readSigned, writeSigned } from '../../../src/fleet/queue/signed-text.ts';
import { readSharedKey, sharedKey, sshSigner, sshVerifier } from '../../../src/fleet/queue/signing.ts';
import '../../support/seeded-fast-check.ts';

describe('the address of a queue', () => {
  test.each([
    ['redis://127.0.0.1', { host: '127.0.0.1', port: 6379, database: 0, isTls: false }],
    ['rediss://queue.example:6380/3', { host: 'queue.example', port: 6380, database: 3, isTls: true }],
    ['redis://[::1]:7000/', { host: '::1', port: 7000, database: 0, isTls: false }],
  ])('%s is read', (text, wanted) => {
    expect(readQueueAddress(text)).toMatchObject(wanted);
  });

  test('with a password in it is refused, and the password is not repeated', () => {
    for (const text of ['redis://:hunter22@queue.example', 'rediss://me:hunter22@queue.example:1']) {
      expect(() => readQueueAddress(text)).toThrow('which everybody on this computer can read');
      expect(() => readQueueAddress(text)).not.toThrow('hunter22');
    }
  });

  test.each(['http://queue.example', 'redis:', 'redis://queue.example/x', 'redis://q?x=1', 'queue:6379', ''])(
    '%s is none',
    (text) => {
      expect(() => readQueueAddress(text)).toThrow('--queue');
    },
  );

  test('is said to be open to others where it is without TLS and elsewhere', () => {
    expect(isInTheClear(readQueueAddress('redis://10.0.0.7'))).toBe(true);
    expect(isInTheClear(readQueueAddress('redis://127.0.0.1'))).toBe(false);
    expect(isInTheClear(readQueueAddress('rediss://10.0.0.7'))).toBe(false);
  });
});

const job = {
  ...{ plan: 'a'.repeat(64), run: 'b'.repeat(32), host: 7, name: 'web', os: 'linux' },
  ...{ turn: 2, expiresMs: 9 },
};
const step = { number: 1, line: 'pwd', verb: 'pwd', effect: 'reads', isOneWrite: false } as const;
const plan = {
  ...{ run: job.run, number: 1, server: 'https://edr', createdMs: 1, expiresMs: 9 },
  ...{ deadlineMs: undefined, keepGoing: false, steps: [step], key: 'hmac' },
};
const turn = { run: job.run, host: 7, turn: 2, holder: 'w:1' };

describe('what stands on the queue', () => {
  test('is read as it was written', () => {
    expect(readJob(writeJob(job))).toEqual(job);
    expect(readPlan(writePlan(plan))).toEqual(plan);
    expect(jobId(job)).not.toContain(':');
    const said = { is: 'intend', key: 3, sessionId: 4, name: 'create directory', object: 'C:\\x' } as const;
    expect(readMessage(writeMessage({ ...turn, n: 1, said }))).toEqual({ ...turn, n: 1, said });
  });

  test('is refused in words where it is of another form, whatever it is', () => {
    const wrong = (read: (text: string) => unknown) => (text: string) => {
      try {
        read(text);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'BadReply' });
      }
    };
    const anything = fc.oneof(fc.string(), fc.json());
    for (const read of [
      readJob,
      readPlan,
      readMessage,
      readAnswer,
      (text: string) => readSigned(text, 'x', 9),
    ])
      fc.assert(fc.property(anything, wrong(read)));
    for (const key of Object.keys(job))
      expect(() => readJob(writeJob({ ...job, [key]: { nested: [] } } as never))).toThrow('on the queue');
    expect(() => readJob(writeJob({ ...job, name: 'x'.repeat(5000) }))).toThrow('longer than it can be');
    const end = { is: 'end', state: 'intended', endedMs: 1, rows: '', change: {} };
    expect(() => readMessage(JSON.stringify({ ...turn, n: 1, said: end }))).toThrow('has no state');
    const canary = { is: 'host', change: { state: 'expired' } };
    expect(() => readMessage(JSON.stringify({ ...turn, n: 1, said: canary }))).toThrow('has no state');
  });
});

describe('rows that a worker sent', () => {
  test('are those of its host and step, whatever it says in them', () => {
    const line = '{"sensor_id":9,"hostname":"other","step":5,"row":{"name":"a\\u001b[31m"}}\n';
    const made = Buffer.from(
      unpackRows(packRows(Buffer.from(line)), { id: 7, name: 'web', step: 1 }),
    ).toString();
    expect(made).toBe('{"sensor_id":7,"hostname":"web","step":1,"row":{"name":"a\\u001b[31m"}}\n');
    expect(unpackRows('', { id: 7, name: 'web', step: 1 }).length).toBe(0);
  });

  test('are refused where they are no rows, or unpack to more than a step can give', () => {
    const of = { id: 7, name: 'web', step: 1 };
    expect(() => unpackRows(packRows(Buffer.from('[not json')), of)).toThrow('cannot be read');
    expect(() => unpackRows('!!', of)).toThrow('cannot be read');
    const bomb = deflateRawSync(Buffer.alloc(40 * 1024 * 1024)).toString('base64');
    expect(() => unpackRows(bomb, of)).toThrow('cannot be read');
  });
});

describe('signatures', () => {
  test('by a shared key count for what was signed alone', async () => {
    const ours = sharedKey(readSharedKey('k'.repeat(40), 'x'));
    const others = sharedKey(readSharedKey('o'.repeat(40), 'x'));
    const text = writeJob(job);
    const signature = ours.sign(text);
    expect(ours.check('hmac', text, signature)).toBe(true);
    expect(ours.check('hmac', text.replace('"host":7', '"host":8'), signature)).toBe(false);
    expect(ours.check('hmac', text, '')).toBe(false);
    expect(others.check('hmac', text, signature)).toBe(false);
    // A line is no plan.
    expect(await ours.checkPlan(text, signature)).toBeUndefined();
    expect(await ours.checkPlan(text, await ours.signPlan(text))).toBe('the shared key');
    expect(() => readSharedKey('short', 'FILE')).toThrow('the key in FILE is shorter than 32');
  });

  test('by the key of a process count with the plan that names it', () => {
    const signer = sshSigner(async () => 'by ssh');
    const verifier = sshVerifier(async () => 'me');
    const signature = signer.sign('text');
    expect(verifier.check(signer.key, 'text', signature)).toBe(true);
    expect(verifier.check(signer.key, 'other', signature)).toBe(false);
    expect(verifier.check(sshSigner(async () => '').key, 'text', signature)).toBe(false);
    expect(verifier.check('hmac', 'text', signature)).toBe(false);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const key = rsa.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(verifier.check(key, 'text', signature)).toBe(false);
  });

  test('stand beside their text', () => {
    const signed = { text: writePlan(plan), signature: 's' };
    expect(readSigned(writeSigned(signed), 'x', 10_000)).toEqual(signed);
    expect(planHash(signed.text)).toMatch(/^[\da-f]{64}$/);
  });
});
