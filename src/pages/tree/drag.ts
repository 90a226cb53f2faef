import { closestTo } from '../elements.ts';

/** Moves the view with the mouse, where it does not begin on something that is clicked. */
export function dragToScroll(view: HTMLElement, clicked: string): void {
  let from: { x: number; y: number; left: number; top: number } | undefined;
  view.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType !== 'mouse' || closestTo(event, clicked) !== null) return;
    from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
  });
  addEventListener('pointermove', (event) => {
    if (from === undefined) return;
    view.classList.add('dragged');
    view.scrollLeft = from.left - event.clientX + from.x;
    view.scrollTop = from.top - event.clientY + from.y;
  });
  addEventListener('pointerup', () => {
    from = undefined;
    view.classList.remove('dragged');
  });
}
