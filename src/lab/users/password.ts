import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cheap: nobody guards anything real with a password of the lab, but some type one that they use elsewhere. */
const cost = { N: 4096, r: 8, p: 1 } as const;

/** A salted hash, as it is kept. */
export async function hashPassword(
  password: string,
  salt = randomBytes(16).toString('hex'),
): Promise<string> {
  const key = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, 32, cost, (error, derived) => (error === null ? resolve(derived) : reject(error)));
  });
  return `${salt}:${key.toString('hex')}`;
}

export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [salt = ''] = kept.split(':', 1);
  const tried = Buffer.from(await hashPassword(password, salt));
  const right = Buffer.from(kept);
  return tried.length === right.length && timingSafeEqual(tried, right);
}
