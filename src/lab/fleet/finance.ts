/** In a large fleet the finance department has a group of its own; in a small one its hosts are among the others. */
export const financeGroupId = 6;

const ownGroupFrom = 100;

export function isInFinanceGroup(id: number, hostname: string): boolean {
  return id > ownGroupFrom && hostname.startsWith('FIN-');
}

/** Whether there is anybody in it. */
export function hasFinanceGroup(sensors: Iterable<{ readonly groupId: number }>): boolean {
  for (const { groupId } of sensors) {
    if (groupId === financeGroupId) return true;
  }
  return false;
}
