import { at } from './elements.ts';

/**
 * On the screen only what is in view is in the document; on paper all of it is wanted. `make` gives it when somebody prints, and it is
 * taken away afterwards.
 */
export function printsWhole(make: () => readonly HTMLElement[]): void {
  const sheet = at('print');
  const fill = (): void => sheet.replaceChildren(...make());
  const clear = (): void => sheet.replaceChildren();
  addEventListener('beforeprint', fill);
  addEventListener('afterprint', clear);
  // Where a browser only changes the medium.
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? fill() : clear()));
}
