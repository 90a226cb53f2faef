import type { Alert } from '../../api/wire/alert.ts';
import { CbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

interface AlertFields {
  readonly status: string;
  readonly assigned_to: string;
}

/** Its status and who has it. */
export function alertState(
  { status, assignedTo }: Pick<Alert, 'status' | 'assignedTo'>,
  change: { readonly requested_status?: string; readonly assigned_to?: string } = {},
): ThingState {
  const fields: AlertFields = {
    status: change.requested_status ?? status,
    assigned_to: change.assigned_to ?? assignedTo,
  };
  return inlineData(JSON.stringify(fields));
}

export const alertThing: ThingKind = {
  // The search shows an update up to 25 s later.
  lateMs: 30_000,
  async look({ path }, { cb, writes }) {
    const alert = await (await cb()).alerts.byId(path, { signal: writes.signal });
    if (alert !== undefined) return alertState(alert);
    throw new CbError('NotFound', `no alert ${path}`);
  },
  async make({ path }, wanted, _now, { cb, writes: { signal } }) {
    const { alerts } = await cb();
    const alert = await alerts.byId(path, { signal });
    if (alert === undefined) throw new CbError('NotFound', `no alert ${path}`);
    const { _version_: _, ...wire } = alert.wire;
    const fields = JSON.parse(inlineText(wanted) ?? '{}') as AlertFields;
    const isSo = async () => {
      const now = await alerts.byId(path, { signal });
      return now !== undefined && inlineText(alertState(now)) === inlineText(wanted);
    };
    await proven(() => alerts.update(path, { ...wire, ...fields }, { signal }), isSo);
  },
  words(state) {
    const { status = '', assigned_to: user = '' } = JSON.parse(
      inlineText(state) ?? '{}',
    ) as Partial<AlertFields>;
    return user === '' ? status : `${status}, ${user}`;
  },
};
