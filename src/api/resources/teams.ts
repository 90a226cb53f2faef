import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { readTeam, type Team } from '../wire/team.ts';
import { type CallOptions, listOf, mustBeOwn, objectOf } from './replies.ts';
import { createAt, readAt, removeAt } from './requests.ts';

export type Teams = ReturnType<typeof createTeams>;

/** A team as it is posted. */
export interface NewTeam {
  readonly name: string;
  readonly group_access: readonly {
    readonly group_id: number;
    readonly group_name: string;
    readonly access_category: string;
  }[];
}

/** `/api/teams` and `/api/team/<id>`, for global administrators (contract/users-teams.md). */
export function createTeams(http: Http) {
  return {
    /** All of them, in part: their `access` may be missing. */
    async list(options?: CallOptions): Promise<readonly Team[]> {
      const reply = await readAt(http, '/api/teams', options);
      return (await listOf(reply, 'teams', 'id')).map(readTeam);
    },

    async get(id: number, options?: CallOptions): Promise<Team> {
      const reply = await readAt(http, path`/api/team/${id}`, options);
      const team = readTeam(await objectOf(reply, 'team', 'id'));
      mustBeOwn('team', id, team.id);
      return team;
    },

    /** Gives the new id where the server says it; a name that is taken is a conflict (409). */
    async create(team: NewTeam, options?: CallOptions): Promise<string | undefined> {
      return await createAt(http, '/api/team', team, options);
    },

    async remove(id: number, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/team/${id}`, options);
    },
  };
}
