import type { FastifyInstance } from 'fastify';
import { asRecord } from '../json.ts';
import { type ById, existing, freeName, nextId } from '../server/ids.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { Team } from '../users/team.ts';
import { accessOfTeam } from '../users/team-access.ts';
import type { LabWorld } from '../world.ts';

/** Teams: what their members may do, by sensor group (contract/users-teams.md). */
export function teamRoutes(app: FastifyInstance, world: LabWorld): void {
  const { teams, groups } = world;
  const wire = (team: Team) => ({
    id: team.id,
    name: team.name,
    group_access: team.access.map(({ group_id, access_category }) => ({
      group_id,
      group_name: groups.get(group_id)?.name ?? '',
      access_category,
    })),
  });

  // The list has less of each than the team alone.
  app.get('/api/teams', async (request) => {
    mustBeAdmin(request);
    return [...teams.values()].map(({ id, name }) => ({ id, name }));
  });

  app.get<ById>('/api/team/:id', async (request) => {
    mustBeAdmin(request);
    return wire(existing(request.params.id, teams, 'Team'));
  });

  app.post('/api/team', async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const id = nextId(teams);
    const name = freeName(sent['name'], teams.values(), 'team');
    teams.set(id, { id, name, access: accessOfTeam(sent['group_access'] ?? [], groups) });
    world.save();
    return { id };
  });

  app.put<ById>('/api/team/:id', async (request) => {
    mustBeAdmin(request);
    const team = existing(request.params.id, teams, 'Team');
    const sent = asRecord(request.body);
    const name = freeName(sent['name'] ?? team.name, teams.values(), 'team', team.id);
    const access =
      sent['group_access'] === undefined ? team.access : accessOfTeam(sent['group_access'], groups);
    teams.set(team.id, { ...team, name, access });
    world.save();
    return { result: 'success' };
  });

  app.delete<ById>('/api/team/:id', async (request) => {
    mustBeAdmin(request);
    const { id } = existing(request.params.id, teams, 'Team');
    teams.delete(id);
    for (const account of world.users.accounts.values())
      world.users.change(account.username, { teams: account.teams.filter((team) => team !== id) });
    world.save();
    return { result: 'success' };
  });
}
