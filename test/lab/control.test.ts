import { expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

test('a colleague can be made by request, and acts under the own name', async () => {
  const lab = await labForTest();
  const { json } = await lab.post('/lab/users', { username: 'colleague' });
  const id = await lab.session(10);
  const posted = await lab.call('POST', `/api/v1/cblr/session/${id}/command`, {
    token: String(json['token']),
    body: { name: 'process list' },
  });
  expect(posted.json['username']).toBe('colleague');
  expect((await lab.post('/lab/users', {})).status).toBe(400);
});

test('the clock starts where told, and can be moved on', async () => {
  const now = Date.UTC(2024, 4, 14, 9, 30);
  const lab = await labForTest({ now });
  const moved = await lab.post('/lab/clock', { advance: 3600 });
  expect(Number(moved.json['now']) - now / 1000).toBeGreaterThanOrEqual(3600);
  expect(Number((await lab.get('/lab/clock')).json['now']) - now / 1000).toBeLessThan(3630);
  expect((await lab.post('/lab/clock', { advance: -1 })).status).toBe(400);
});
