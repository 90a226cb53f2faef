import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../failure.ts';
import { asRecord, isRecord, isTrue } from '../json.ts';
import { type Account, makeAccount } from '../users/account.ts';
import { mustBeAdmin, userOf } from '../users/must-have.ts';
import { hashPassword, isPassword } from '../users/password.ts';
import type { LabWorld } from '../world.ts';

type Sent = Readonly<Record<string, unknown>>;
type Named = { Params: { username: string } };

/** Console users (contract/users-teams.md). A password goes in and never comes out. */
export function userRoutes(app: FastifyInstance, world: LabWorld): void {
  const { users, teams } = world;
  const wire = (account: Account) => ({
    id: account.id,
    username: account.username,
    first_name: account.first_name,
    last_name: account.last_name,
    email: account.email,
    global_admin: account.global_admin,
    teams: account.teams.flatMap((id) => {
      const team = teams.get(id);
      return team === undefined ? [] : [{ id, name: team.name }];
    }),
  });

  app.get('/api/users', async (request) => {
    mustBeAdmin(request);
    return Array.from(users.accounts.values(), wire);
  });

  app.get<Named>('/api/user/:username', async (request) => {
    mustBeAdminOr(request.params.username, request);
    const account = existing(request.params.username);
    return world.era.showsTokens
      ? { ...wire(account), auth_token: users.tokenOf(account.username) }
      : wire(account);
  });

  app.post('/api/user', async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const username = nameIn(sent);
    const password = passwordIn(sent);
    if (password === undefined) throw refuse(400, 'A user needs a password');
    if (users.accounts.has(username)) throw refuse(409, `User ${username} is there already`);
    const fields = { ...textsIn(sent), global_admin: isTrue(sent['global_admin']), teams: teamsIn(sent) };
    const hash = await hashPassword(password);
    // Two that come at once may both have got here.
    if (users.accounts.has(username)) throw refuse(409, `User ${username} is there already`);
    users.accounts.set(username, makeAccount(users.nextId, username, { ...fields, password: hash }));
    world.save();
    return { result: 'success' };
  });

  app.put<Named>('/api/user/:username', async (request) => {
    mustBeAdminOr(request.params.username, request);
    const account = existing(request.params.username);
    const sent = asRecord(request.body);
    if (sent['username'] !== undefined && sent['username'] !== account.username)
      throw refuse(400, 'A user cannot be given another username');
    const change: Partial<Account> = {
      ...textsIn(sent),
      ...(sent['global_admin'] === undefined ? {} : { global_admin: isTrue(sent['global_admin']) }),
      ...(sent['teams'] === undefined ? {} : { teams: teamsIn(sent, world.era.teamObjects) }),
    };
    const isMoreThanHis =
      (change.global_admin ?? account.global_admin) !== account.global_admin ||
      String(change.teams ?? account.teams) !== String(account.teams);
    if (isMoreThanHis) mustBeAdmin(request);
    if (change.global_admin === false) mustLeaveAnAdmin(account);
    const password = await newPassword(account, sent);
    users.change(account.username, { ...change, ...(password === undefined ? {} : { password }) });
    world.save();
    return { result: 'success' };
  });

  app.delete<Named>('/api/user/:username', async (request) => {
    mustBeAdmin(request);
    const account = existing(request.params.username);
    if (account.username === userOf(request).username) throw refuse(400, 'A user cannot remove himself');
    mustLeaveAnAdmin(account);
    users.remove(account.username);
    world.save();
    return { result: 'success' };
  });

  function existing(username: string): Account {
    const account = users.accounts.get(username);
    if (account === undefined) throw refuse(404, `User ${username} not found`);
    return account;
  }

  function mustLeaveAnAdmin(leaving: Account): void {
    const others = [...users.accounts.values()].filter((account) => account.username !== leaving.username);
    if (!others.some((account) => account.global_admin))
      throw refuse(400, `User ${leaving.username} is the last global administrator`);
  }

  /** Ids, or objects with one: which of them is a matter of the server's age; a new user has ids in any. */
  function teamsIn(sent: Sent, wantsObjects?: boolean): number[] {
    const list = sent['teams'] ?? [];
    if (!Array.isArray(list)) throw refuse(400, 'teams must be a list');
    return list.map((entry: unknown) => {
      const isObject = isRecord(entry);
      if (wantsObjects !== undefined && isObject !== wantsObjects) {
        throw refuse(
          400,
          `teams must be ${wantsObjects ? 'objects with id and name' : 'ids'} on this server`,
        );
      }
      const id = Number(isObject ? entry['id'] : entry);
      if (!teams.has(id)) throw refuse(400, `Team ${String(isObject ? entry['id'] : entry)} not found`);
      return id;
    });
  }
}

/** His own record is open to everybody. */
function mustBeAdminOr(username: string, request: FastifyRequest): void {
  if (userOf(request).username !== username) mustBeAdmin(request);
}

function nameIn(sent: Sent): string {
  const { username } = sent;
  if (typeof username !== 'string' || !/^[^\s/\\]{1,64}$/.test(username))
    throw refuse(400, 'A user needs a username');
  return username;
}

function textsIn(sent: Sent): Partial<Account> {
  const names = ['first_name', 'last_name', 'email'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (typeof sent[name] === 'string' ? [[name, sent[name]]] : [])),
  );
}

function passwordIn(sent: Sent): string | undefined {
  const { password, confirm_password } = sent;
  if (password === undefined || password === null || password === '') return undefined;
  if (typeof password !== 'string') throw refuse(400, 'password must be text');
  if (confirm_password !== undefined && confirm_password !== password)
    throw refuse(400, 'password and confirm_password differ');
  return password;
}

/** The hash of a password that is to be, or undefined. Who has one must say it. */
async function newPassword(account: Account, sent: Sent): Promise<string | undefined> {
  const password = passwordIn(sent);
  if (password === undefined) return undefined;
  const current = sent['current_password'];
  if (typeof current !== 'string' || current === '')
    throw refuse(400, 'A new password needs current_password');
  if (account.password !== null && !(await isPassword(current, account.password)))
    throw refuse(403, 'current_password is wrong');
  return hashPassword(password);
}
