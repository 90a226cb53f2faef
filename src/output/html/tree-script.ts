/**
 * The tree: laid out anew when something folds, and only what is in view is in the document, so that thousands of processes are no burden.
 * A process stands in the row of its first child.
 */
export const treeScript = `
const wide = 264, high = 46, columnStep = 320, rowStep = 58, margin = 20, firstShown = 300, largestShown = 60;
const nodes = data.nodes;
const view = at('view'), cards = at('cards');
for (const node of nodes) {
  node.children = [];
  node.below = 0;
  node.isOpen = false;
}
nodes.forEach((node, index) => {
  node.index = index;
  if (node.parent >= 0) nodes[node.parent].children.push(index);
});
for (let i = nodes.length - 1; i > 0; i--) nodes[nodes[i].parent].below += nodes[i].below + 1;
for (const node of nodes) node.depth = node.parent < 0 ? 0 : nodes[node.parent].depth + 1;

let scale = 1, selected = 0, shown = [], rows = 0, depth = 0, matches = [], matched = new Set(), drawn = new Map();

function unfoldFirst() {
  let count = 1;
  for (let level = [0]; level.length > 0; ) {
    const next = [];
    for (const index of level) {
      const { children } = nodes[index];
      if (index !== 0 && (children.length > largestShown || count + children.length > firstShown)) continue;
      nodes[index].isOpen = true;
      if (index !== 0) count += children.length;
      next.push(...children);
    }
    level = next;
  }
}

function layOut() {
  shown = [];
  rows = 0;
  depth = 0;
  const open = [0];
  let isFirst = true;
  while (open.length > 0) {
    const node = nodes[open.pop()];
    if (!isFirst && nodes[node.parent].children[0] !== node.index) rows++;
    isFirst = false;
    node.x = margin + node.depth * columnStep;
    node.y = margin + rows * rowStep;
    depth = Math.max(depth, node.depth);
    shown.push(node.index);
    if (node.isOpen) for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i]);
  }
  rows++;
  resize();
}

function resize() {
  at('size').style.width = (2 * margin + depth * columnStep + wide) * scale + 'px';
  at('size').style.height = (2 * margin + rows * rowStep) * scale + 'px';
  at('layer').style.transform = 'scale(' + scale + ')';
  draw();
}

function draw() {
  const left = view.scrollLeft / scale, top = view.scrollTop / scale;
  const right = left + view.clientWidth / scale, bottom = top + view.clientHeight / scale;
  const inView = new Set();
  let path = '';
  for (const index of shown) {
    const node = nodes[index];
    if (node.x > right + columnStep || node.x + columnStep < left) continue;
    if (node.y <= bottom + rowStep && node.y + high >= top - rowStep) inView.add(index);
    if (!node.isOpen || node.children.length === 0) continue;
    const middle = node.y + high / 2, bend = node.x + wide + (columnStep - wide) / 2;
    const last = nodes[node.children[node.children.length - 1]].y + high / 2;
    if (last < top || node.y > bottom) continue;
    path += 'M' + (node.x + wide) + ' ' + middle + 'H' + (node.x + columnStep);
    if (last > middle) path += 'M' + bend + ' ' + Math.max(middle, top - 9) + 'V' + Math.min(last, bottom + 9);
    for (let i = firstBelow(node.children, top - rowStep); i < node.children.length; i++) {
      const y = nodes[node.children[i]].y + high / 2;
      if (y > bottom + rowStep) break;
      path += 'M' + bend + ' ' + y + 'H' + (node.x + columnStep);
    }
  }
  at('path').setAttribute('d', path);
  if (shown.includes(selected)) inView.add(selected);
  for (const [index, card] of drawn) {
    if (inView.has(index)) continue;
    card.remove();
    drawn.delete(index);
  }
  for (const index of inView) {
    let card = drawn.get(index);
    if (card === undefined) {
      card = makeCard(nodes[index]);
      drawn.set(index, card);
      cards.append(card);
    }
    dress(card, nodes[index]);
  }
  view.setAttribute('aria-activedescendant', 'node-' + selected);
}

/** Children stand in the order of their rows. */
function firstBelow(children, y) {
  let low = 0, up = children.length;
  while (low < up) {
    const half = (low + up) >> 1;
    if (nodes[children[half]].y < y) low = half + 1;
    else up = half;
  }
  return low;
}

function makeCard(node) {
  const card = make('div');
  card.id = 'node-' + node.index;
  card.setAttribute('role', 'treeitem');
  card.setAttribute('aria-level', String(node.depth + 1));
  card.append(make('b', '', node.name || '(unknown)'), make('i', '', node.line));
  if (node.children.length > 0) card.append(make('span', 'twist'));
  card.dataset.index = String(node.index);
  return card;
}

function dress(card, node) {
  const isParent = node.children.length > 0;
  card.className =
    'node' + (node.ended === false ? ' runs' : '') + (node.faint ? ' faint' : '') + (isParent ? ' parent' : '') +
    (isParent && !node.isOpen ? ' folded' : '') + (matched.has(node.index) ? ' found' : '') + (node.index === selected ? ' selected' : '');
  card.style.left = node.x + 'px';
  card.style.top = node.y + 'px';
  card.setAttribute('aria-selected', String(node.index === selected));
  if (!isParent) return;
  card.setAttribute('aria-expanded', String(node.isOpen));
  const twist = card.lastElementChild;
  twist.textContent = node.isOpen ? '−' : '+' + number(node.below);
  twist.title = node.isOpen ? 'fold' : 'unfold ' + plural(node.below, 'process', 'processes');
}

function select(index, isMoved) {
  selected = index;
  const node = nodes[index];
  for (let up = node.parent, isHidden = false; up >= 0; up = nodes[up].parent) {
    isHidden = !nodes[up].isOpen;
    if (isHidden) nodes[up].isOpen = true;
  }
  layOut();
  if (isMoved !== false) bringIntoView(node);
  const state = node.ended === null ? [] : [['state', node.ended ? 'ended' : 'was running at its last report']];
  const below = node.below === 0 ? [] : [['started', plural(node.children.length, 'process', 'processes') + ', ' + number(node.below) + ' with all below']];
  const faint = node.faint ? [['document', 'none: the server keeps only the event of its start']] : [];
  showFacts(node.name || '(unknown)', [...node.facts, ...state, ...below, ...faint]);
}

function bringIntoView({ x, y }) {
  const room = 30;
  const near = (from, size, scroll, length) =>
    from * scale - room < scroll ? from * scale - room
      : (from + size) * scale + room > scroll + length ? (from + size) * scale + room - length : scroll;
  view.scrollLeft = near(x, wide, view.scrollLeft, view.clientWidth);
  view.scrollTop = near(y, high, view.scrollTop, view.clientHeight);
  draw();
}

function toggle(index) {
  const node = nodes[index];
  if (node.children.length === 0) return;
  const before = { x: node.x, y: node.y };
  node.isOpen = !node.isOpen;
  if (!node.isOpen && isBelow(selected, index)) selected = index;
  layOut();
  // What was folded stays under the pointer.
  view.scrollLeft += (node.x - before.x) * scale;
  view.scrollTop += (node.y - before.y) * scale;
  select(selected, false);
}

function isBelow(index, above) {
  for (let up = nodes[index].parent; up >= 0; up = nodes[up].parent) if (up === above) return true;
  return false;
}

function zoom(next, x, y) {
  next = Math.min(2, Math.max(0.2, next));
  const left = (view.scrollLeft + x) / scale, top = (view.scrollTop + y) / scale;
  scale = next;
  resize();
  view.scrollLeft = left * scale - x;
  view.scrollTop = top * scale - y;
  draw();
}
const zoomMiddle = (by) => zoom(scale * by, view.clientWidth / 2, view.clientHeight / 2);
function fit() {
  const across = view.clientWidth / (2 * margin + depth * columnStep + wide);
  const down = view.clientHeight / (2 * margin + rows * rowStep);
  zoom(Math.min(1, across, down), 0, 0);
  bringIntoView(nodes[selected]);
}

function find() {
  const wanted = at('find').value.trim().toLowerCase();
  matches = wanted === '' ? [] : nodes.filter(isMatch).map(({ index }) => index);
  matched = new Set(matches);
  at('found').textContent = wanted === '' ? '' : matches.length === 0 ? 'none' : number(matches.length) + ' found, Enter for the next';
  draw();
  function isMatch(node) {
    return node.name.toLowerCase().includes(wanted) || node.facts.some(([, value]) => value.toLowerCase().includes(wanted));
  }
}

function step(by) {
  const place = shown.indexOf(selected) + by;
  if (place >= 0 && place < shown.length) select(shown[place]);
}

const keys = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ArrowRight() {
    const node = nodes[selected];
    if (node.children.length === 0) return;
    if (node.isOpen) select(node.children[0]);
    else toggle(selected);
  },
  ArrowLeft() {
    const node = nodes[selected];
    if (node.isOpen && node.children.length > 0) toggle(selected);
    else if (node.parent >= 0) select(node.parent);
  },
  Home: () => select(0),
  End: () => select(shown[shown.length - 1]),
  Enter: () => toggle(selected),
  ' ': () => toggle(selected),
  '+': () => zoomMiddle(1.2),
  '=': () => zoomMiddle(1.2),
  '-': () => zoomMiddle(1 / 1.2),
  '0': fit,
  '/': () => at('find').focus(),
};
view.addEventListener('keydown', (event) => {
  const act = keys[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

let drag;
view.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || event.pointerType !== 'mouse' || event.target.closest('.node')) return;
  drag = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
});
addEventListener('pointermove', (event) => {
  if (drag === undefined) return;
  view.classList.add('dragged');
  view.scrollLeft = drag.left - event.clientX + drag.x;
  view.scrollTop = drag.top - event.clientY + drag.y;
});
addEventListener('pointerup', () => {
  drag = undefined;
  view.classList.remove('dragged');
});
view.addEventListener('click', (event) => {
  const card = event.target.closest('.node');
  if (card === null) return;
  const index = Number(card.dataset.index);
  if (event.target.closest('.twist')) toggle(index);
  else select(index, false);
});
view.addEventListener('dblclick', (event) => {
  const card = event.target.closest('.node');
  if (card !== null && !event.target.closest('.twist')) toggle(Number(card.dataset.index));
});
view.addEventListener('wheel', (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const box = view.getBoundingClientRect();
  zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });
view.addEventListener('scroll', draw, { passive: true });
addEventListener('resize', draw);
at('find').addEventListener('input', find);
at('find').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') view.focus();
  if (event.key !== 'Enter' || matches.length === 0) return;
  const next = event.shiftKey ? matches.findLast((index) => index < selected) : matches.find((index) => index > selected);
  select(next ?? (event.shiftKey ? matches[matches.length - 1] : matches[0]));
});
at('unfold').addEventListener('click', () => {
  for (const node of nodes) node.isOpen = true;
  select(selected);
});
at('fold').addEventListener('click', () => {
  for (const node of nodes) node.isOpen = false;
  select(0);
});
at('larger').addEventListener('click', () => zoomMiddle(1.2));
at('smaller').addEventListener('click', () => zoomMiddle(1 / 1.2));
at('fit').addEventListener('click', fit);

unfoldFirst();
showHeading('Process tree', [
  plural(nodes.length, 'process', 'processes') + ' · arrow keys walk and fold, / finds, + − 0 zoom, Ctrl and the wheel too',
  ...data.notes,
]);
select(0);
if (nodes.length > 1 && matchMedia('(pointer: fine)').matches) view.focus();
`;
