import type { FastifyInstance } from 'fastify';
import { refuse, refuseJson, unhandled } from '../failure.ts';
import { asRecord, isTrue } from '../json.ts';
import { mustBeAnalyst } from '../users/must-have.ts';
import { type Action, type ActionBook, actionTypes, isActionType } from '../watchlists/action-book.ts';
import type { LabWorld } from '../world.ts';

/** Whose actions they are. */
interface ActionOwners {
  readonly actions: ActionBook;
  /** @throws LabFailure 404 */
  ownerOf(id: string): number;
  /** The two ids on the wire that say whose action it is. */
  wireOf(owner: number): { readonly watchlist_id: number; readonly group_id: number };
}

type ById = { Params: { id: string } };
type ByAction = { Params: { id: string; action: string } };
type ByType = { Params: { id: string; type: string } };

const success = { result: 'success' } as const;

/**
 * What happens on a hit of a watchlist or feed (contract/watchlists.md, "Actions"): `/action`, and from 6.3 on
 * `/action_type/<name>`, where a POST to the old route ends in an unhandled exception.
 */
export function actionRoutes(
  app: FastifyInstance,
  world: LabWorld,
  path: string,
  owners: ActionOwners,
): void {
  const { actions } = owners;
  const wire = ({ id, action_type, action_data, owner }: Action) => ({
    id,
    action_type,
    action_data,
    ...owners.wireOf(owner),
  });
  const existing = ({ id, action }: { id: string; action: string }): Action => {
    const found = actions.get(owners.ownerOf(id), Number(action));
    if (found === undefined) throw refuse(404, `Action ${action} not found`);
    return found;
  };

  app.get<ById>(`${path}/:id/action`, async ({ params }) => actions.of(owners.ownerOf(params.id)).map(wire));

  app.post<ById>(`${path}/:id/action`, async (request) => {
    mustBeAnalyst(request);
    const owner = owners.ownerOf(request.params.id);
    if (world.era.actionTypes) throw unhandled();
    const sent = asRecord(request.body);
    const action = actions.add(owner, typeOf(sent['action_type']), dataOf(sent['action_data']));
    world.save();
    return wire(action);
  });

  app.put<ByAction>(`${path}/:id/action/:action`, async (request) => {
    mustBeAnalyst(request);
    const action = existing(request.params);
    const { action_type: type, action_data: data } = asRecord(request.body);
    actions.set({
      ...action,
      ...(type === undefined ? {} : { action_type: typeOf(type) }),
      ...(data === undefined ? {} : { action_data: dataOf(data) }),
    });
    world.save();
    return success;
  });

  app.delete<ByAction>(`${path}/:id/action/:action`, async (request) => {
    mustBeAnalyst(request);
    actions.remove(existing(request.params).id);
    world.save();
    return success;
  });

  if (world.era.actionTypes) {
    // By their types; of a type that is not on, that it is not.
    app.get<ById>(`${path}/:id/action_type`, async ({ params }) => {
      const on = new Map(actions.of(owners.ownerOf(params.id)).map((action) => [action.action_type, action]));
      return Object.fromEntries(
        actionTypes.map((name, type) => {
          const action = on.get(type);
          return [name, action === undefined ? { enabled: false } : { enabled: true, ...wire(action) }];
        }),
      );
    });

    app.put<ByType>(`${path}/:id/action_type/:type`, async (request) => {
      mustBeAnalyst(request);
      const owner = owners.ownerOf(request.params.id);
      const type = (actionTypes as readonly string[]).indexOf(request.params.type);
      if (type < 0) throw refuse(404, `Action type ${request.params.type} not found`);
      const { enabled, action_data: data } = asRecord(request.body);
      const known = actions.of(owner).find(({ action_type }) => action_type === type);
      if (!isTrue(enabled)) actions.remove(known?.id ?? -1);
      else if (known === undefined) actions.add(owner, type, dataOf(data));
      else actions.set({ ...known, action_data: data === undefined ? known.action_data : dataOf(data) });
      world.save();
      return success;
    });
  }
}

/** A number, also as a text: a script that asks for it at a terminal can send nothing else. */
function typeOf(sent: unknown): number {
  const type = typeof sent === 'string' && /^\d$/.test(sent) ? Number(sent) : sent;
  if (!isActionType(type)) throw refuseJson(400, [`Invalid action_type: ${String(sent)}`]);
  return type;
}

function dataOf(sent: unknown): string | null {
  return sent === undefined || sent === null ? null : typeof sent === 'string' ? sent : JSON.stringify(sent);
}
