/**
 * The timeline: a lane for each kind, as bars by how much happened in so many pixels, drawn anew at every zoom; below it the events of the
 * period in view, of which only the rows on the screen are in the document. Counted periods are spread over the bars that they span.
 */
export const timelineScript = String.raw`
const colours = ['#3b82c4', '#b07d12', '#7a8591', '#d9534f', '#2f9e63', '#9b5fc7', '#d6488b', '#16a0a8', '#8a6d3b'];
const laneHigh = 36, labelWide = 104, axisHigh = 24, barWide = 4, rowHigh = 26, shortest = 10;
const kinds = data.kinds;
const items = [], undated = [];
for (const kind of kinds) {
  kind.colour = colours[kind.place % colours.length];
  kind.isOn = true;
  for (const [t, time, action, target, facts] of kind.events)
    (t === null ? undated : items).push({ t, end: t, kind, count: 1, time, action, target, facts });
  for (const [t, count, examples] of kind.bins) {
    const [first] = examples;
    items.push({
      t, end: t + kind.binMs, kind, count, time: first[0], action: plural(count, 'event', 'events'),
      target: (count > 1 ? 'first: ' : '') + first[1] + ' ' + first[2],
      facts: [
        ['counted together', plural(count, 'event', 'events') + ' within ' + span(kind.binMs)],
        ...examples.map(([time, action, target], at) => ['example ' + (at + 1), time + '\n' + action + '\n' + target]),
      ],
    });
  }
}
items.sort((a, b) => a.t - b.t);
let first = items.length > 0 ? items[0].t : 0, last = first;
for (const { end } of items) last = Math.max(last, end);
// A little room on both sides, so that the first and the last event can be seen.
const room = Math.max((last - first) * 0.01, shortest);
const whole = { from: first - room, to: last + room };
const longestItem = items.reduce((most, { t, end }) => Math.max(most, end - t), 0);
let view = { ...whole }, listed = [], wanted = '', chosen, fresh = false;

function span(ms) {
  for (const [length, name] of [[86400000, 'd'], [3600000, 'h'], [60000, 'min'], [1000, 's']])
    if (ms >= length) return (ms / length).toLocaleString('en', { maximumFractionDigits: 1 }) + ' ' + name;
  return Math.round(ms) + ' ms';
}
const utc = (ms) => { try { return new Date(ms).toISOString().replace('T', ' '); } catch { return '?'; } };
const timeOf = (item) => item.time || '(no time)';
function isShown(item) {
  if (!item.kind.isOn) return false;
  if (wanted === '') return true;
  if (item.text === undefined)
    item.text = [item.time, item.action, item.target, ...item.facts.map(([, value]) => value)].join('\n').toLowerCase();
  return item.text.includes(wanted);
}
function firstFrom(t) {
  let low = 0, up = items.length;
  while (low < up) {
    const half = (low + up) >> 1;
    if (items[half].t < t) low = half + 1;
    else up = half;
  }
  return low;
}
function* between(from, to) {
  for (let i = firstFrom(from - longestItem); i < items.length && items[i].t <= to; i++)
    if (items[i].end >= from && isShown(items[i])) yield items[i];
}

function countsOf(range, bars) {
  const of = new Map(kinds.map((kind) => [kind, new Float64Array(bars)]));
  const scale = bars / (range.to - range.from);
  for (const item of between(range.from, range.to)) {
    const counts = of.get(item.kind);
    const left = Math.max(0, Math.floor((item.t - range.from) * scale));
    const right = Math.min(bars - 1, Math.max(left, Math.ceil((item.end - range.from) * scale) - 1));
    if (left >= bars) continue;
    for (let i = left; i <= right; i++) counts[i] += item.count / (Math.ceil((item.end - item.t) * scale) || 1);
  }
  return of;
}

function prepare(canvas, high) {
  const ratio = devicePixelRatio || 1;
  const wide = Math.max(200, canvas.parentElement.clientWidth - 32);
  canvas.style.height = high + 'px';
  canvas.width = Math.round(wide * ratio);
  canvas.height = Math.round(high * ratio);
  const pen = canvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, wide, high);
  pen.font = '12px system-ui, "DejaVu Sans", sans-serif';
  return { pen, wide };
}
const visibleKinds = () => kinds.filter(({ isOn }) => isOn);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const height = (count, most, room) => (count <= 0 ? 0 : 2 + (room - 2) * (Math.log1p(count) / Math.log1p(Math.max(most, 4))));

function draw() {
  if (fresh) return;
  fresh = true;
  requestAnimationFrame(() => {
    fresh = false;
    drawOverview();
    drawLanes();
    tell();
  });
}

function drawOverview() {
  const high = 46, { pen, wide } = prepare(at('overview'), high);
  const bars = Math.max(1, Math.floor((wide - labelWide) / 3));
  const of = countsOf(whole, bars);
  const sums = new Float64Array(bars);
  for (const counts of of.values()) counts.forEach((count, i) => { sums[i] += count; });
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  const each = (wide - labelWide) / bars;
  pen.fillStyle = colour('--faint');
  pen.fillText('whole time', 0, 28);
  sums.forEach((sum, i) => {
    const full = height(sum, most, high - 6);
    let y = high - 2;
    for (const [kind, counts] of of) {
      const part = sum === 0 ? 0 : (full * counts[i]) / sum;
      pen.fillStyle = kind.colour;
      pen.fillRect(labelWide + i * each, y - part, Math.max(1, each - 0.5), part);
      y -= part;
    }
  });
  const x = (t) => labelWide + ((t - whole.from) / (whole.to - whole.from)) * (wide - labelWide);
  const left = x(view.from), right = Math.max(x(view.to), left + 2);
  pen.fillStyle = colour('--back');
  pen.globalAlpha = 0.7;
  pen.fillRect(labelWide, 0, left - labelWide, high);
  pen.fillRect(right, 0, wide - right, high);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour('--accent');
  pen.strokeRect(left + 0.5, 0.5, right - left - 1, high - 1);
}

function drawLanes() {
  const lanes = visibleKinds();
  const high = Math.max(1, lanes.length) * laneHigh + axisHigh, { pen, wide } = prepare(at('lanes'), high);
  const room = wide - labelWide, bars = Math.max(1, Math.floor(room / barWide)), each = room / bars;
  const of = countsOf(view, bars);
  const faint = colour('--faint'), line = colour('--line');
  for (const { t, label } of ticks(Math.max(2, Math.floor(room / 150)))) {
    const x = labelWide + ((t - view.from) / (view.to - view.from)) * room;
    pen.fillStyle = line;
    pen.fillRect(Math.round(x), 0, 1, high - axisHigh + 5);
    pen.fillStyle = faint;
    const wideText = pen.measureText(label).width;
    pen.fillText(label, Math.min(wide - wideText, Math.max(labelWide, x - wideText / 2)), high - 6);
  }
  if (chosen && chosen.t !== null && chosen.t >= view.from && chosen.t <= view.to) {
    pen.fillStyle = colour('--accent');
    pen.fillRect(labelWide + ((chosen.t - view.from) / (view.to - view.from)) * room - 1, 0, 2, high - axisHigh + 5);
  }
  lanes.forEach((kind, lane) => {
    const bottom = (lane + 1) * laneHigh - 3, counts = of.get(kind);
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    pen.fillStyle = line;
    pen.fillRect(labelWide, bottom, room, 1);
    pen.fillStyle = kind.colour;
    pen.fillRect(0, bottom - 17, 9, 9);
    counts.forEach((count, i) => {
      const tall = height(count, most, laneHigh - 8);
      if (tall > 0) pen.fillRect(labelWide + i * each, bottom - tall, Math.max(1.5, each - 1), tall);
    });
    pen.fillStyle = colour('--text');
    pen.fillText(brief(kind.name, 13), 15, bottom - 8);
  });
}

/** Round places of time: at most so many, from milliseconds to years. */
function ticks(most) {
  const length = view.to - view.from;
  const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
    minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day];
  const step = steps.find((each) => length / each <= most);
  const found = [];
  if (step !== undefined) {
    for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) {
      const text = utc(t);
      found.push({ t, label: step >= day ? text.slice(0, 10) : step >= minute ? text.slice(5, 16) : step >= second ? text.slice(11, 19) : text.slice(11, 23) });
    }
    return found;
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12000].find((each) => length / (each * 30 * day) <= most) ?? 60000;
  const start = new Date(view.from);
  for (let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months; found.length < 100; month += months) {
    const t = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (!(t <= view.to)) break;
    if (t >= view.from) found.push({ t, label: months >= 12 ? utc(t).slice(0, 4) : utc(t).slice(0, 7) });
  }
  return found;
}

function list() {
  listed = [...between(view.from, view.to), ...(isWhole() ? undated.filter(isShown) : [])];
  at('size').style.height = listed.length * rowHigh + 8 + 'px';
  drawRows();
}
const isWhole = () => view.from <= whole.from && view.to >= whole.to;

function drawRows() {
  const box = at('list');
  const from = Math.max(0, Math.floor(box.scrollTop / rowHigh) - 5);
  const to = Math.min(listed.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHigh) + 5);
  const rows = [];
  for (let i = from; i < to; i++) {
    const item = listed[i];
    const row = make('div', 'row' + (item === chosen ? ' selected' : ''));
    row.id = 'row-' + i;
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(item === chosen));
    row.dataset.index = String(i);
    row.style.top = 4 + i * rowHigh + 'px';
    row.style.setProperty('--kind', item.kind.colour);
    row.append(
      make('span', 'time', timeOf(item)), make('span', 'what', item.kind.name),
      make('span', 'action', item.action), make('span', 'target', brief(item.target, 500)),
    );
    rows.push(row);
  }
  at('rows').replaceChildren(...rows);
  if (rows.length === 0) at('rows').append(make('p', 'hint', '\u00a0\u00a0\u00a0Nothing in this period with these filters.'));
  const place = chosen === undefined ? -1 : listed.indexOf(chosen);
  if (place >= from && place < to) box.setAttribute('aria-activedescendant', 'row-' + place);
  else box.removeAttribute('aria-activedescendant');
}

function tell() {
  const count = listed.reduce((sum, item) => sum + item.count, 0);
  at('range').textContent = items.length === 0 ? '' :
    plural(count, 'event', 'events') + ' · ' + utc(Math.max(view.from, first)).slice(0, 19) + 'Z to ' + utc(Math.min(view.to, last)).slice(0, 19) +
    'Z · ' + span(view.to - view.from);
}

function change() {
  list();
  draw();
}
function show(from, to) {
  const length = Math.min(whole.to - whole.from, Math.max(shortest, to - from));
  const middle = (from + to) / 2;
  const start = Math.min(whole.to - length, Math.max(whole.from, middle - length / 2));
  view = { from: start, to: start + length };
  at('list').scrollTop = 0;
  change();
}
function zoom(by, around) {
  const place = around ?? (view.from + view.to) / 2;
  show(place - (place - view.from) / by, place + (view.to - place) / by);
}
const pan = (by) => show(view.from + by * (view.to - view.from), view.to + by * (view.to - view.from));

function choose(item) {
  chosen = item;
  if (item === undefined) showFacts('The process', data.facts);
  else {
    const common = [['time', timeOf(item) + (item.count > 1 ? ' and later' : '')], ['kind', item.kind.name], ['action', item.action], ['target', item.target]];
    showFacts(item.kind.name + ' ' + item.action, [...(item.count > 1 ? common.slice(0, 2) : common), ...item.facts]);
  }
  drawRows();
  draw();
}
function step(by) {
  if (listed.length === 0) return;
  const place = listed.indexOf(chosen);
  reveal(place < 0 ? 0 : Math.min(listed.length - 1, Math.max(0, place + by)));
}
function reveal(place) {
  const box = at('list'), top = place * rowHigh;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + 2 * rowHigh > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * rowHigh - box.clientHeight;
  choose(listed[place]);
}

const placeOf = (canvas, event, range) => {
  const box = canvas.getBoundingClientRect();
  const share = (event.clientX - box.left - labelWide) / (box.width - labelWide);
  return range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from);
};
/** The lane's kind and the time that the pointer is at, with the width of a few bars as its reach. */
function under(event) {
  const box = at('lanes').getBoundingClientRect();
  const kind = visibleKinds()[Math.floor((event.clientY - box.top) / laneHigh)];
  const t = placeOf(at('lanes'), event, view), reach = ((view.to - view.from) / (box.width - labelWide)) * barWide;
  if (kind === undefined) return { t, found: [] };
  return { t, kind, found: [...between(t - reach, t + reach)].filter((item) => item.kind === kind) };
}

let drag;
at('lanes').addEventListener('pointerdown', (event) => {
  drag = { of: 'lanes', x: event.clientX, view, moved: false };
  at('lanes').setPointerCapture(event.pointerId);
});
at('overview').addEventListener('pointerdown', (event) => {
  drag = { of: 'overview', x: event.clientX, from: placeOf(at('overview'), event, whole), moved: false };
  at('overview').setPointerCapture(event.pointerId);
});
at('lanes').addEventListener('pointermove', (event) => {
  if (drag?.of !== 'lanes') return hover(event);
  if (Math.abs(event.clientX - drag.x) > 3) drag.moved = true;
  if (!drag.moved) return;
  at('tip').hidden = true;
  const by = ((drag.x - event.clientX) / (at('lanes').clientWidth - labelWide)) * (drag.view.to - drag.view.from);
  show(drag.view.from + by, drag.view.to + by);
});
at('overview').addEventListener('pointermove', (event) => {
  if (drag?.of !== 'overview' || Math.abs(event.clientX - drag.x) < 3) return;
  drag.moved = true;
  const to = placeOf(at('overview'), event, whole);
  show(Math.min(drag.from, to), Math.max(drag.from, to));
});
at('lanes').addEventListener('pointerup', (event) => {
  const wasMoved = drag?.moved;
  drag = undefined;
  if (wasMoved) return;
  const { t, found } = under(event);
  if (found.length === 0) return;
  const near = found.reduce((best, item) => (Math.abs(item.t - t) < Math.abs(best.t - t) ? item : best));
  reveal(listed.indexOf(near));
});
at('overview').addEventListener('pointerup', () => {
  if (drag && !drag.moved) {
    const half = (view.to - view.from) / 2;
    show(drag.from - half, drag.from + half);
  }
  drag = undefined;
});
at('lanes').addEventListener('pointerleave', () => { at('tip').hidden = true; });
function hover(event) {
  const { kind, found } = under(event), tip = at('tip');
  tip.hidden = found.length === 0;
  if (tip.hidden) return;
  const count = found.reduce((sum, item) => sum + item.count, 0);
  tip.textContent = plural(count, kind.name, kind.name + 's') + '\n' +
    found.slice(0, 3).map((item) => timeOf(item) + '  ' + brief(item.action + ' ' + item.target, 90)).join('\n') + (found.length > 3 ? '\n…' : '');
  const box = tip.parentElement.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 8)) + 'px';
  tip.style.top = event.clientY - box.top + 16 + 'px';
}
at('lanes').addEventListener('wheel', (event) => {
  event.preventDefault();
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX / 800);
  else zoom(Math.exp(-event.deltaY / 400), placeOf(at('lanes'), event, view));
}, { passive: false });
at('lanes').addEventListener('dblclick', (event) => zoom(4, placeOf(at('lanes'), event, view)));

const whenPressed = (keys) => (event) => {
  const act = keys[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
};
const both = {
  '+': () => zoom(2), '=': () => zoom(2), '-': () => zoom(0.5), '0': () => show(whole.from, whole.to), '/': () => at('find').focus(),
  ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), ArrowUp: () => step(-1), ArrowDown: () => step(1), Escape: () => choose(undefined),
};
at('chart').addEventListener('keydown', whenPressed(both));
at('list').addEventListener('keydown', whenPressed({
  ...both, PageUp: () => step(-20), PageDown: () => step(20), Home: () => listed.length > 0 && reveal(0),
  End: () => listed.length > 0 && reveal(listed.length - 1),
}));
at('list').addEventListener('scroll', drawRows, { passive: true });
at('list').addEventListener('click', (event) => {
  const row = event.target.closest('.row');
  if (row !== null) choose(listed[Number(row.dataset.index)]);
});
at('find').addEventListener('input', () => {
  wanted = at('find').value.trim().toLowerCase();
  change();
});
at('smaller').addEventListener('click', () => zoom(0.5));
at('larger').addEventListener('click', () => zoom(2));
at('all').addEventListener('click', () => show(whole.from, whole.to));
addEventListener('resize', () => { drawRows(); draw(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

for (const kind of kinds) {
  const button = make('button', 'kind', kind.name + ' ');
  button.type = 'button';
  button.append(make('small', '', number(kind.count)));
  button.style.setProperty('--kind', kind.colour);
  button.setAttribute('aria-pressed', 'true');
  button.title = 'show or hide; with Shift: only this kind';
  button.addEventListener('click', (event) => {
    if (event.shiftKey) {
      const isAlone = kind.isOn && visibleKinds().length === 1;
      for (const each of kinds) each.isOn = isAlone || each === kind;
    } else kind.isOn = !kind.isOn;
    [...at('kinds').children].forEach((each, index) => each.setAttribute('aria-pressed', String(kinds[index].isOn)));
    change();
  });
  at('kinds').append(button);
}
const counted = kinds.filter(({ binMs }) => binMs !== null);
const dropped = counted.reduce((sum, kind) => sum + kind.undated, 0);
showHeading('Events', [
  plural(kinds.reduce((sum, { count }) => sum + count, 0), 'event', 'events') + ' · wheel or + − zoom, drag or ← → move, ↑ ↓ choose, 0 shows all, Shift and a kind shows it alone',
  ...counted.map(({ name, count, binMs }) =>
    'too many ' + name + ' events to list each of the ' + number(count) + ': they are counted by ' + span(binMs) + ', and text is sought in the first ones of each period'),
  ...(undated.length > 0 ? [plural(undated.length, 'event has', 'events have') + ' no time: at the end of the list of the whole time'] : []),
  ...(dropped > 0 ? [plural(dropped, 'event', 'events') + ' of the counted kinds without a time are not drawn'] : []),
]);
choose(undefined);
change();
`;
