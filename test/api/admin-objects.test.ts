import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInvestigation, readTaggedEvent } from '../../src/api/wire/investigation.ts';
import { readSite } from '../../src/api/wire/site.ts';
import { readTeam } from '../../src/api/wire/team.ts';
import { readUser } from '../../src/api/wire/user.ts';

describe('objects of administrators', () => {
  test.each([
    ['user', readUser],
    ['team', readTeam],
    ['site', readSite],
    ['investigation', readInvestigation],
    ['tagged event', readTaggedEvent],
  ] as const)('a %s of any shape is read without a fault', (_name, read) => {
    const names = [
      'id',
      'username',
      'name',
      'teams',
      'group_access',
      'event_data',
      'start_date',
      '__proto__',
    ];
    const shape = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shape), (json) => {
        expect(() => read(json)).not.toThrow();
      }),
    );
  });

  test('a user goes by his name, or by his id where he has none', () => {
    expect(readUser({ username: 'mia', id: 7 })).toMatchObject({ username: 'mia', id: '7' });
    expect(readUser({ id: 'mia' })).toMatchObject({ username: 'mia', id: 'mia' });
  });

  test('nothing that is called a token, a secret or a password is kept of a user', () => {
    const secrets = ['auth_token', 'AUTH_TOKEN', 'token', 'password', 'passwd_hash', 'client_secret'];
    const user = readUser({ username: 'mia', ...Object.fromEntries(secrets.map((name) => [name, 'x1x'])) });
    expect(JSON.stringify(user)).not.toContain('x1x');
    expect(Object.keys(user.wire)).toEqual(['username']);
  });

  test('teams are read as objects, as ids, and by the names of other routes', () => {
    expect(
      readUser({ teams: [1, '2', { id: 3, name: 'SOC' }, { team_id: 4, team_name: 'Ops' }, null, {}] }).teams,
    ).toEqual([
      { id: '1', name: '' },
      { id: '2', name: '' },
      { id: '3', name: 'SOC' },
      { id: '4', name: 'Ops' },
      { id: '', name: '{}' },
    ]);
  });
});
