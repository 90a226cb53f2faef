// Made from src/pages by npm run generate.
export const timelineScript = `"use strict";
(function() {
	// src/pages/elements.ts
	function at(id) {
		const element = document.getElementById(id);
		if (element === null) throw new Error(\`the page has no #\${id}\`);
		return element;
	}
	function inputAt(id) {
		return at(id);
	}
	function canvasAt(id) {
		return at(id);
	}
	function readData() {
		return JSON.parse(at("data").textContent ?? "");
	}
	function make(tag, className = "", text) {
		const element = document.createElement(tag);
		if (className !== "") element.className = className;
		if (text !== void 0) element.textContent = text;
		return element;
	}
	function closestTo(event, selector) {
		return event.target instanceof Element ? event.target.closest(selector) : null;
	}
	function number(value) {
		return value.toLocaleString("en");
	}
	function plural(count, one, many) {
		return \`\${number(count)} \${count === 1 ? one : many}\`;
	}
	function brief(text, most) {
		return text.length > most ? \`\${text.slice(0, most)}…\` : text;
	}
	function showFacts(title, facts) {
		const list = make("dl");
		for (const [label, value] of facts) list.append(make("dt", "", label), make("dd", "", value));
		at("details").replaceChildren(make("h2", "", title), list);
		at("details").scrollTop = 0;
	}
	function showHeading(what, name, notes) {
		at("name").textContent = brief(name, 200);
		document.title = \`\${what} of \${brief(name, 80)}\`;
		at("notes").replaceChildren(...notes.map((note) => make("li", "", note)));
	}
	function onKeys(element, keys) {
		element.addEventListener("keydown", (event) => {
			const act = Object.hasOwn(keys, event.key) ? keys[event.key] : void 0;
			if (act === void 0 || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			act();
		});
	}
	function onClick(id, act) {
		at(id).addEventListener("click", act);
	}
	// src/pages/print.ts
	function printsWhole(make) {
		const sheet = at("print");
		const fill = () => sheet.replaceChildren(...make());
		const clear = () => sheet.replaceChildren();
		addEventListener("beforeprint", fill);
		addEventListener("afterprint", clear);
		matchMedia("print").addEventListener("change", ({ matches }) => matches ? fill() : clear());
	}
	// src/pages/timeline/times.ts
	const second = 1e3;
	const minute = 60 * second;
	const hour = 60 * minute;
	const day = 24 * hour;
	const steps = [
		...[
			1,
			2,
			5,
			10,
			20,
			50,
			100,
			200,
			500
		],
		...[
			1,
			2,
			5,
			10,
			15,
			30
		].map((count) => count * second),
		...[
			1,
			2,
			5,
			10,
			15,
			30
		].map((count) => count * minute),
		...[
			1,
			2,
			3,
			6,
			12
		].map((count) => count * hour),
		...[
			1,
			2,
			7,
			14
		].map((count) => count * day)
	];
	const monthSteps = [
		1,
		2,
		3,
		6,
		12,
		24,
		60,
		120,
		600,
		1200,
		6e3,
		12e3
	];
	function span(ms) {
		const units = [
			[day, "d"],
			[hour, "h"],
			[minute, "min"],
			[second, "s"]
		];
		for (const [length, name] of units) if (ms >= length) return \`\${(ms / length).toLocaleString("en", { maximumFractionDigits: 1 })} \${name}\`;
		return \`\${Math.round(ms)} ms\`;
	}
	function utc(ms) {
		const time = new Date(ms);
		return Number.isNaN(time.getTime()) ? "?" : time.toISOString().replace("T", " ");
	}
	function ticks(range, most) {
		const length = range.to - range.from;
		const step = steps.find((each) => length / each <= most);
		return step === void 0 ? monthTicks(range, most) : evenTicks(range, step);
	}
	function evenTicks({ from, to }, step) {
		const [start, end] = labelPart(step);
		const found = [];
		for (let t = Math.ceil(from / step) * step; t <= to; t += step) found.push({
			t,
			label: utc(t).slice(start, end)
		});
		return found;
	}
	function labelPart(step) {
		if (step >= day) return [0, 10];
		if (step >= minute) return [5, 16];
		return step >= second ? [11, 19] : [11, 23];
	}
	function monthTicks({ from, to }, most) {
		const months = monthSteps.find((each) => (to - from) / (each * 30 * day) <= most) ?? 6e4;
		const start = new Date(from);
		const found = [];
		let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
		for (; found.length < 100; month += months) {
			const t = Date.UTC(Math.floor(month / 12), month % 12, 1);
			if (!(t <= to)) break;
			if (t >= from) found.push({
				t,
				label: months >= 12 ? \`\${new Date(t).getUTCFullYear()}\` : utc(t).slice(0, 7)
			});
		}
		return found;
	}
	// src/pages/timeline/chart.ts
	function laneHeight(lanes) {
		return lanes > 6 ? 20 : 36;
	}
	const labelWide = 104;
	const axisHigh = 24;
	const overviewHigh = 46;
	function prepare(canvas, high) {
		const ratio = devicePixelRatio || 1;
		const wide = Math.max(200, (canvas.parentElement?.clientWidth ?? 0) - 32);
		canvas.style.height = \`\${high}px\`;
		canvas.width = Math.round(wide * ratio);
		canvas.height = Math.round(high * ratio);
		const pen = canvas.getContext("2d");
		if (pen === null) return void 0;
		pen.setTransform(ratio, 0, 0, ratio, 0, 0);
		pen.clearRect(0, 0, wide, high);
		pen.font = "12px system-ui, \\"DejaVu Sans\\", sans-serif";
		return {
			pen,
			wide
		};
	}
	function colour(name) {
		return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
	}
	function height(count, most, room, isEven) {
		if (count <= 0) return 0;
		return 2 + (room - 2) * (isEven ? count / most : Math.log1p(count) / Math.log1p(Math.max(most, 4)));
	}
	function largest(counts) {
		return counts.reduce((a, b) => Math.max(a, b), 0);
	}
	function placeIn(range, wide) {
		return (t) => labelWide + (t - range.from) / (range.to - range.from) * (wide - labelWide);
	}
	function timeAt(canvas, event, range) {
		const box = canvas.getBoundingClientRect();
		const share = (event.clientX - box.left - labelWide) / (box.width - labelWide);
		return range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from);
	}
	function perPixel(canvas, range) {
		return (range.to - range.from) / (canvas.clientWidth - labelWide);
	}
	function drawOverview(events, view, isEven) {
		const sheet = prepare(canvasAt("overview"), overviewHigh);
		if (sheet === void 0) return;
		const { pen, wide } = sheet;
		const bars = Math.max(1, Math.floor((wide - labelWide) / 3));
		const each = (wide - labelWide) / bars;
		const of = events.countsOf(events.whole, bars);
		const sums = new Float64Array(bars);
		for (const counts of of.values()) for (const [i, count] of counts.entries()) sums[i] = (sums[i] ?? 0) + count;
		const most = largest(sums);
		pen.fillStyle = colour("--faint");
		pen.fillText("whole time", 0, 28);
		for (const [i, sum] of sums.entries()) {
			const full = height(sum, most, 40, isEven);
			let y = 44;
			for (const [kind, counts] of of) {
				const part = sum === 0 ? 0 : full * (counts[i] ?? 0) / sum;
				pen.fillStyle = kind.colour;
				pen.fillRect(labelWide + i * each, y - part, Math.max(1, each - .5), part);
				y -= part;
			}
		}
		const x = placeIn(events.whole, wide);
		const left = x(view.from);
		const right = Math.max(x(view.to), left + 2);
		pen.fillStyle = colour("--back");
		pen.globalAlpha = .7;
		pen.fillRect(labelWide, 0, left - labelWide, overviewHigh);
		pen.fillRect(right, 0, wide - right, overviewHigh);
		pen.globalAlpha = 1;
		pen.strokeStyle = colour("--accent");
		pen.strokeRect(left + .5, .5, right - left - 1, 45);
	}
	function drawLanes(events, view, chosen, isEven) {
		const lanes = events.visibleKinds;
		const laneHigh = isEven ? 130 : laneHeight(lanes.length);
		const high = Math.max(1, lanes.length) * laneHigh + axisHigh;
		const sheet = prepare(canvasAt("lanes"), high);
		if (sheet === void 0) return;
		const { pen, wide } = sheet;
		drawAxis(sheet, view, high);
		if (chosen?.isDated && chosen.t >= view.from && chosen.t <= view.to) {
			pen.fillStyle = colour("--accent");
			pen.fillRect(placeIn(view, wide)(chosen.t) - 1, 0, 2, high - axisHigh + 5);
		}
		const bars = Math.max(1, Math.floor((wide - labelWide) / 4));
		const each = (wide - labelWide) / bars;
		const of = events.countsOf(view, bars);
		for (const [kind, counts] of of) {
			if (!kind.isOurs) continue;
			pen.fillStyle = kind.colour;
			pen.globalAlpha = .25;
			for (const [i, count] of counts.entries()) if (count > 0) pen.fillRect(labelWide + i * each, 0, Math.max(1.5, each - 1), high - axisHigh);
			pen.globalAlpha = 1;
		}
		for (const [lane, kind] of lanes.entries()) {
			const bottom = (lane + 1) * laneHigh - 3;
			const counts = of.get(kind) ?? new Float64Array(0);
			const most = largest(counts);
			pen.fillStyle = colour("--line");
			pen.fillRect(labelWide, bottom, wide - labelWide, 1);
			pen.fillStyle = kind.colour;
			pen.fillRect(0, bottom - 13, 9, 9);
			for (const [i, count] of counts.entries()) {
				const tall = height(count, most, laneHigh - (laneHigh > 20 ? 8 : 5), isEven);
				if (tall > 0) pen.fillRect(labelWide + i * each, bottom - tall, Math.max(1.5, each - 1), tall);
			}
			pen.fillStyle = colour("--text");
			pen.fillText(brief(kind.name, 13), 15, bottom - 4);
		}
	}
	function drawAxis({ pen, wide }, view, high) {
		const x = placeIn(view, wide);
		for (const { t, label } of ticks(view, Math.max(2, Math.floor((wide - labelWide) / 150)))) {
			pen.fillStyle = colour("--line");
			pen.fillRect(Math.round(x(t)), 0, 1, high - axisHigh + 5);
			pen.fillStyle = colour("--faint");
			const wideText = pen.measureText(label).width;
			pen.fillText(label, Math.min(wide - wideText, Math.max(labelWide, x(t) - wideText / 2)), high - 6);
		}
	}
	// src/pages/timeline/events.ts
	const colours = [...[
		"#3b82c4",
		"#b07d12",
		"#7a8591",
		"#d9534f",
		"#2f9e63"
	], ...[
		"#9b5fc7",
		"#d6488b",
		"#16a0a8",
		"#8a6d3b",
		"#5668d8",
		"#7d9a2a",
		"#c2622d",
		"#4a7d6b"
	]];
	var Events = class {
		kinds;
		items;
		undated;
		first;
		last;
		whole;
		wanted = "";
		#longest;
		constructor(data, noun) {
			this.kinds = data.map((kind) => ({
				...kind,
				colour: colours[kind.place % colours.length] ?? "#888888",
				isOn: true
			}));
			const all = this.kinds.flatMap((kind) => [...kind.events.map((event) => single(kind, event)), ...kind.bins.map((bin) => counted(kind, bin, noun))]);
			this.undated = all.filter((item) => !item.isDated);
			this.items = all.filter((item) => item.isDated).sort((a, b) => a.t - b.t);
			this.first = this.items[0]?.t ?? 0;
			this.last = this.items.reduce((latest, { end }) => Math.max(latest, end), this.first);
			const room = Math.max((this.last - this.first) * .01, 10);
			this.whole = {
				from: this.first - room,
				to: this.last + room
			};
			this.#longest = this.items.reduce((most, { t, end }) => Math.max(most, end - t), 0);
		}
		get visibleKinds() {
			return this.kinds.filter(({ isOn }) => isOn);
		}
		isShown(item) {
			if (!item.kind.isOn) return false;
			if (this.wanted === "") return true;
			item.text ??= [
				item.time,
				item.where,
				item.action,
				item.target,
				...item.facts.map(([, value]) => value)
			].join("\\n").toLowerCase();
			return item.text.includes(this.wanted);
		}
		*between({ from, to }) {
			for (let i = this.#firstFrom(from - this.#longest); i < this.items.length; i++) {
				const item = this.items[i];
				if (item === void 0 || item.t > to) return;
				if (item.end >= from && this.isShown(item)) yield item;
			}
		}
		countsOf(range, bars) {
			const of = new Map(this.kinds.map((kind) => [kind, new Float64Array(bars)]));
			const scale = bars / (range.to - range.from);
			for (const item of this.between(range)) {
				const counts = of.get(item.kind);
				const left = Math.max(0, Math.floor((item.t - range.from) * scale));
				const right = Math.min(bars - 1, Math.max(left, Math.ceil((item.end - range.from) * scale) - 1));
				if (counts === void 0 || left >= bars) continue;
				const length = (item.end - item.t) * scale;
				if (length === 0) {
					counts[left] = (counts[left] ?? 0) + item.count;
					continue;
				}
				const begin = (item.t - range.from) * scale;
				for (let i = left; i <= right; i++) {
					const within = Math.min(i + 1, begin + length) - Math.max(i, begin);
					counts[i] = (counts[i] ?? 0) + item.count * Math.max(0, within) / length;
				}
			}
			return of;
		}
		#firstFrom(t) {
			let low = 0;
			let up = this.items.length;
			while (low < up) {
				const half = low + up >> 1;
				if ((this.items[half]?.t ?? 0) < t) low = half + 1;
				else up = half;
			}
			return low;
		}
	};
	function timeOf(item) {
		return item.time || "(no time)";
	}
	function single(kind, [t, time, action, target, facts, where]) {
		const at = t ?? 0;
		return {
			t: at,
			end: at,
			isDated: t !== null,
			kind,
			count: 1,
			time,
			action,
			target,
			where,
			facts,
			text: void 0
		};
	}
	function counted(kind, [t, count, examples], noun) {
		const binMs = kind.binMs ?? 0;
		const [time, action, target] = examples[0] ?? [
			utc(t),
			"up to",
			utc(t + binMs)
		];
		return {
			t,
			end: t + binMs,
			isDated: true,
			kind,
			count,
			time,
			action: plural(count, noun, \`\${noun}s\`),
			target: \`\${count > 1 && examples.length > 0 ? "first: " : ""}\${action} \${target}\`,
			where: "",
			facts: [["counted together", \`\${plural(count, noun, \`\${noun}s\`)} within \${span(binMs)}\`], ...examples.map((example, index) => [\`example \${index + 1}\`, example.join("\\n")])],
			text: void 0
		};
	}
	// src/pages/timeline/list.ts
	const rowHigh = 26;
	const longestTarget = 500;
	const spare = 5;
	var List = class {
		items = [];
		chosen;
		#box = at("list");
		#hasPlaces;
		constructor(hasPlaces, onChoose) {
			this.#hasPlaces = hasPlaces;
			if (hasPlaces) this.#box.classList.add("places");
			this.#box.addEventListener("scroll", () => this.draw(), { passive: true });
			new ResizeObserver(() => this.draw()).observe(this.#box);
			this.#box.addEventListener("click", (event) => {
				const index = closestTo(event, ".row")?.dataset["index"];
				if (index !== void 0) onChoose(this.items[Number(index)]);
			});
		}
		show(items) {
			this.items = items;
			at("size").style.height = \`\${items.length * rowHigh + 8}px\`;
			this.draw();
		}
		toTop() {
			this.#box.scrollTop = 0;
		}
		bringIntoView(place) {
			const box = this.#box;
			const top = place * rowHigh;
			if (top < box.scrollTop) box.scrollTop = top;
			else if (top + 52 > box.scrollTop + box.clientHeight) box.scrollTop = top + 52 - box.clientHeight;
		}
		draw() {
			const box = this.#box;
			const from = Math.max(0, Math.floor(box.scrollTop / rowHigh) - spare);
			const to = Math.min(this.items.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHigh) + spare);
			const rows = this.items.slice(from, to).map((item, index) => this.#row(item, from + index));
			const nothing = make("p", "hint", "\\xA0\\xA0\\xA0Nothing in this period with these filters.");
			at("rows").replaceChildren(...rows.length === 0 ? [nothing] : rows);
			const place = this.chosen === void 0 ? -1 : this.items.indexOf(this.chosen);
			if (place >= from && place < to) box.setAttribute("aria-activedescendant", \`row-\${place}\`);
			else box.removeAttribute("aria-activedescendant");
		}
		#row(item, place) {
			const isChosen = item === this.chosen;
			const { isOurs } = item.kind;
			const row = make("div", \`row\${isOurs ? " ours" : ""}\${isChosen ? " selected" : ""}\`);
			row.id = \`row-\${place}\`;
			row.setAttribute("role", "option");
			row.setAttribute("aria-selected", String(isChosen));
			row.dataset["index"] = String(place);
			row.style.top = \`\${4 + place * rowHigh}px\`;
			row.style.setProperty("--kind", item.kind.colour);
			row.append(make("span", "time", timeOf(item)), ...this.#hasPlaces ? [make("span", "where", brief(item.where, longestTarget))] : [], make("span", "what", item.kind.name), make("span", "action", item.action), make("span", "target", brief(item.target, longestTarget)));
			return row;
		}
	};
	// src/pages/timeline/pointer.ts
	const slack = 3;
	const examples = 3;
	function watchLanes({ events, isEven, view, show, zoom, reveal }) {
		const lanes = canvasAt("lanes");
		const laneHigh = () => isEven ? 130 : laneHeight(events.visibleKinds.length);
		let drag;
		const under = (event) => {
			const kind = events.visibleKinds[Math.floor((event.clientY - lanes.getBoundingClientRect().top) / laneHigh())];
			const t = timeAt(lanes, event, view());
			if (kind === void 0) return {
				t,
				found: []
			};
			const reach = perPixel(lanes, view()) * 4;
			return {
				t,
				kind,
				found: [...events.between({
					from: t - reach,
					to: t + reach
				})].filter((item) => item.kind === kind)
			};
		};
		lanes.addEventListener("pointerdown", (event) => {
			drag = {
				x: event.clientX,
				view: view(),
				isMoved: false
			};
			lanes.setPointerCapture(event.pointerId);
		});
		lanes.addEventListener("pointermove", (event) => {
			if (drag === void 0) return tellBeside(event, under(event));
			if (Math.abs(event.clientX - drag.x) > slack) drag.isMoved = true;
			if (!drag.isMoved) return;
			at("tip").hidden = true;
			const by = (drag.x - event.clientX) * perPixel(lanes, drag.view);
			show({
				from: drag.view.from + by,
				to: drag.view.to + by
			});
		});
		lanes.addEventListener("pointerup", (event) => {
			const wasMoved = drag?.isMoved === true;
			drag = void 0;
			if (wasMoved) return;
			const { t, found } = under(event);
			const [nearest] = found.toSorted((a, b) => Math.abs(a.t - t) - Math.abs(b.t - t));
			if (nearest !== void 0) reveal(nearest);
		});
		lanes.addEventListener("pointerleave", () => {
			at("tip").hidden = true;
		});
		lanes.addEventListener("wheel", (event) => {
			event.preventDefault();
			const { from, to } = view();
			const by = event.deltaX / 800 * (to - from);
			if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) show({
				from: from + by,
				to: to + by
			});
			else zoom(Math.exp(-event.deltaY / 400), timeAt(lanes, event, view()));
		}, { passive: false });
		lanes.addEventListener("dblclick", (event) => zoom(4, timeAt(lanes, event, view())));
	}
	function watchOverview({ events, view, show }) {
		const overview = canvasAt("overview");
		let drag;
		overview.addEventListener("pointerdown", (event) => {
			drag = {
				x: event.clientX,
				from: timeAt(overview, event, events.whole),
				isMoved: false
			};
			overview.setPointerCapture(event.pointerId);
		});
		overview.addEventListener("pointermove", (event) => {
			if (drag === void 0 || Math.abs(event.clientX - drag.x) < slack) return;
			drag.isMoved = true;
			const to = timeAt(overview, event, events.whole);
			show({
				from: Math.min(drag.from, to),
				to: Math.max(drag.from, to)
			});
		});
		overview.addEventListener("pointerup", () => {
			if (drag?.isMoved === false) {
				const half = (view().to - view().from) / 2;
				show({
					from: drag.from - half,
					to: drag.from + half
				});
			}
			drag = void 0;
		});
	}
	function tellBeside(event, { kind, found }) {
		const tip = at("tip");
		tip.hidden = found.length === 0;
		if (kind === void 0 || found.length === 0) return;
		const count = found.reduce((sum, item) => sum + item.count, 0);
		const lines = found.slice(0, examples).map((item) => \`\${timeOf(item)}  \${brief(\`\${item.action} \${item.target}\`, 90)}\`);
		const more = found.length > examples ? ["…"] : [];
		tip.textContent = [
			plural(count, kind.name, \`\${kind.name}s\`),
			...lines,
			...more
		].join("\\n");
		const box = tip.parentElement?.getBoundingClientRect();
		if (box === void 0) return;
		const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 8);
		tip.style.left = \`\${Math.max(8, left)}px\`;
		tip.style.top = \`\${event.clientY - box.top + 16}px\`;
	}
	// src/pages/timeline/printed.ts
	const most = 2e4;
	function printedEvents({ facts }, items) {
		const lines = items.slice(0, most).map((item) => {
			return {
				text: [
					timeOf(item),
					item.where,
					item.kind.name,
					item.action,
					item.target
				].filter((word) => word !== "").join("  "),
				isOurs: item.kind.isOurs
			};
		});
		const rest = items.length - lines.length;
		const more = rest > 0 ? [\`and \${plural(rest, "more line", "more lines")}: filter, or zoom, to print them\`] : [];
		return [
			...facts.map(([label, value]) => make("p", "", \`\${label}: \${value}\`)),
			make("p", "", ""),
			...lines.map(({ text, isOurs }) => make("p", isOurs ? "ours" : "", text)),
			...more.map((text) => make("p", "", text))
		];
	}
	// src/pages/timeline/main.ts
	const data = readData();
	const { isCounts } = data;
	const noun = isCounts ? "hit" : "event";
	const events = new Events(data.kinds, noun);
	const { whole } = events;
	const list = new List(data.kinds.some(({ events }) => events.some(([, , , , , where]) => where !== "")), choose);
	let view = whole;
	let isDrawing = false;
	function draw() {
		if (isDrawing) return;
		isDrawing = true;
		requestAnimationFrame(() => {
			isDrawing = false;
			drawOverview(events, view, isCounts);
			drawLanes(events, view, list.chosen, isCounts);
			at("range").textContent = events.items.length === 0 ? "" : rangeText();
		});
	}
	function rangeText() {
		const count = list.items.reduce((sum, item) => sum + item.count, 0);
		const from = utc(Math.max(view.from, events.first)).slice(0, 19);
		const to = utc(Math.min(view.to, events.last)).slice(0, 19);
		return \`\${plural(count, noun, \`\${noun}s\`)} · \${from}Z to \${to}Z · \${span(view.to - view.from)}\`;
	}
	function change() {
		const undated = view.from <= whole.from && view.to >= whole.to ? events.undated.filter((item) => events.isShown(item)) : [];
		list.show([...events.between(view), ...undated]);
		draw();
	}
	function show({ from, to }) {
		const length = Math.min(whole.to - whole.from, Math.max(10, to - from));
		const start = (from + to - length) / 2;
		const kept = Math.min(whole.to - length, Math.max(whole.from, start));
		view = {
			from: kept,
			to: kept + length
		};
		list.toTop();
		change();
	}
	function zoom(by, around = (view.from + view.to) / 2) {
		show({
			from: around - (around - view.from) / by,
			to: around + (view.to - around) / by
		});
	}
	function pan(by) {
		const distance = by * (view.to - view.from);
		show({
			from: view.from + distance,
			to: view.to + distance
		});
	}
	function choose(item) {
		list.chosen = item;
		if (item === void 0) showFacts(data.facts.length > 0 ? "The process" : "A row that is chosen is shown here", data.facts);
		else {
			const { kind, action, target, count, facts } = item;
			showFacts(\`\${kind.name} \${action}\`, [
				["time", timeOf(item) + (count > 1 ? " and later" : "")],
				["kind", kind.isOurs ? \`\${kind.name} (what we did)\` : kind.name],
				...count > 1 ? [] : [["action", action], ["target", target]],
				...facts
			]);
		}
		list.draw();
		draw();
	}
	function step(by) {
		const place = list.chosen === void 0 ? -1 : list.items.indexOf(list.chosen);
		revealAt(place < 0 ? 0 : Math.min(list.items.length - 1, Math.max(0, place + by)));
	}
	function revealAt(place) {
		const item = list.items[place];
		if (item === void 0) return;
		list.bringIntoView(place);
		choose(item);
	}
	function switchKind(kind, isAlone) {
		if (isAlone) {
			const wasAlone = kind.isOn && events.visibleKinds.length === 1;
			for (const each of events.kinds) each.isOn = wasAlone || each === kind;
		} else kind.isOn = !kind.isOn;
		for (const [index, button] of [...at("kinds").children].entries()) button.setAttribute("aria-pressed", String(events.kinds[index]?.isOn));
		change();
	}
	function kindButton(kind) {
		const button = make("button", "kind", \`\${kind.name} \`);
		button.type = "button";
		button.append(make("small", "", number(kind.count)));
		button.style.setProperty("--kind", kind.colour);
		button.setAttribute("aria-pressed", "true");
		button.title = "show or hide; with Shift: only this kind";
		button.addEventListener("click", (event) => switchKind(kind, event.shiftKey));
		return button;
	}
	const stage = {
		events,
		isEven: isCounts,
		view: () => view,
		show,
		zoom,
		reveal: (item) => revealAt(list.items.indexOf(item))
	};
	watchLanes(stage);
	watchOverview(stage);
	const bothKeys = {
		"+": () => zoom(2),
		"=": () => zoom(2),
		"-": () => zoom(.5),
		"0": () => show(whole),
		"/": () => at("find").focus(),
		ArrowLeft: () => pan(-.2),
		ArrowRight: () => pan(.2),
		ArrowUp: () => step(-1),
		ArrowDown: () => step(1),
		Escape: () => choose(void 0)
	};
	onKeys(at("chart"), bothKeys);
	onKeys(at("list"), {
		...bothKeys,
		PageUp: () => step(-20),
		PageDown: () => step(20),
		Home: () => revealAt(0),
		End: () => revealAt(list.items.length - 1)
	});
	at("find").addEventListener("input", () => {
		events.wanted = inputAt("find").value.trim().toLowerCase();
		change();
	});
	onClick("smaller", () => zoom(.5));
	onClick("larger", () => zoom(2));
	onClick("all", () => show(whole));
	addEventListener("resize", () => {
		list.draw();
		draw();
	});
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
	at("kinds").append(...events.kinds.map(kindButton));
	printsWhole(() => printedEvents(data, list.items));
	showHeading(data.what === "Process events" ? "Events" : data.what, data.name, notes());
	const marked = make("li", "ours", "a row with a bar at its edge, and a line through all lanes: what we did");
	if (data.kinds.some(({ isOurs }) => isOurs)) at("legend").append(marked);
	choose(void 0);
	change();
	function notes() {
		const all = events.kinds.reduce((sum, { count }) => sum + count, 0);
		const counted = events.kinds.filter(({ binMs }) => binMs !== null);
		const dropped = counted.reduce((sum, { undated }) => sum + undated, 0);
		const { undated } = events;
		return [
			...data.notes,
			\`\${plural(all, noun, \`\${noun}s\`)} · wheel or + − zoom, drag or ← → move, ↑ ↓ choose, 0 shows all, Shift and a kind shows it alone\`,
			...(isCounts ? [] : counted).map(({ name, count, binMs }) => \`too many \${name} events to list each of the \${number(count)}: they are counted by \${span(binMs ?? 0)}, and text is sought in the first ones of each period\`),
			...undated.length > 0 ? [\`\${plural(undated.length, "event has", "events have")} no time: at the end of the list of the whole time\`] : [],
			...dropped > 0 ? [\`\${plural(dropped, "event", "events")} of the counted kinds without a time are not drawn\`] : []
		];
	}
})();
`;
