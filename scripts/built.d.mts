/** What the programs are loaded from. */
export const built: string;
/** Whether that is there and made of what is there now. */
export function isBuilt(): boolean;
