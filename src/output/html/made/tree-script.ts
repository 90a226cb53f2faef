// Made from src/pages by npm run generate.
export const treeScript = `"use strict";
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
	// src/pages/tree/drag.ts
	function dragToScroll(view, clicked) {
		let from;
		view.addEventListener("pointerdown", (event) => {
			if (event.button !== 0 || event.pointerType !== "mouse" || closestTo(event, clicked) !== null) return;
			from = {
				x: event.clientX,
				y: event.clientY,
				left: view.scrollLeft,
				top: view.scrollTop
			};
		});
		addEventListener("pointermove", (event) => {
			if (from === void 0) return;
			view.classList.add("dragged");
			view.scrollLeft = from.left - event.clientX + from.x;
			view.scrollTop = from.top - event.clientY + from.y;
		});
		addEventListener("pointerup", () => {
			from = void 0;
			view.classList.remove("dragged");
		});
	}
	const rowStep = 76;
	const margin = 20;
	const firstShown = 300;
	const largestShown = 60;
	var Tree = class {
		nodes;
		shown = [];
		#rows = 0;
		#depth = 0;
		constructor(data) {
			const nodes = [];
			for (const [index, each] of data.entries()) {
				const above = nodes[each.parent];
				const depth = above === void 0 ? 0 : above.depth + 1;
				const node = {
					...each,
					index,
					depth,
					above,
					children: [],
					below: 0,
					isOpen: false,
					x: 0,
					y: 0
				};
				above?.children.push(node);
				nodes.push(node);
			}
			for (const node of nodes.toReversed()) if (node.above !== void 0) node.above.below += node.below + 1;
			this.nodes = nodes;
			this.#unfoldFirst();
		}
		get root() {
			const [root] = this.nodes;
			if (root === void 0) throw new Error("the tree is empty");
			return root;
		}
		get size() {
			return {
				width: 40 + this.#depth * 320 + 264,
				height: 40 + this.#rows * rowStep
			};
		}
		layOut() {
			const shown = [];
			const open = [this.root];
			this.#rows = 0;
			this.#depth = 0;
			for (let node = open.pop(); node !== void 0; node = open.pop()) {
				if (node.above !== void 0 && node.above.children[0] !== node) this.#rows++;
				node.x = margin + node.depth * 320;
				node.y = margin + this.#rows * rowStep;
				this.#depth = Math.max(this.#depth, node.depth);
				shown.push(node);
				if (node.isOpen) for (const child of node.children.toReversed()) open.push(child);
			}
			this.#rows++;
			this.shown = shown;
		}
		setAll(isOpen) {
			for (const node of this.nodes) node.isOpen = isOpen;
		}
		#unfoldFirst() {
			let count = 1;
			for (let level = [this.root]; level.length > 0;) {
				const next = [];
				for (const node of level) {
					const { children } = node;
					const isLarge = children.length > largestShown || count + children.length > firstShown;
					if (node.above !== void 0 && isLarge) continue;
					node.isOpen = true;
					if (node.above !== void 0) count += children.length;
					for (const child of children) next.push(child);
				}
				level = next;
			}
		}
	};
	function isBelow(node, above) {
		for (let up = node.above; up !== void 0; up = up.above) if (up === above) return true;
		return false;
	}
	function firstFrom(children, y) {
		let low = 0;
		let up = children.length;
		while (low < up) {
			const half = low + up >> 1;
			if ((children[half]?.y ?? 0) < y) low = half + 1;
			else up = half;
		}
		return low;
	}
	// src/pages/tree/picture.ts
	const smallest = .2;
	const largest = 2;
	const room = 30;
	var Picture = class {
		#tree;
		#view = at("view");
		#cards = at("cards");
		#drawn = new Map();
		#marks;
		#scale = 1;
		constructor(tree, marks) {
			this.#tree = tree;
			this.#marks = marks;
		}
		layOut() {
			this.#tree.layOut();
			this.#resize();
		}
		draw() {
			const view = this.#view;
			const { selected } = this.#marks();
			const left = view.scrollLeft / this.#scale;
			const top = view.scrollTop / this.#scale;
			const right = left + view.clientWidth / this.#scale;
			const bottom = top + view.clientHeight / this.#scale;
			const inView = new Set();
			let path = "";
			for (const node of this.#tree.shown) {
				if (node === selected) inView.add(node);
				if (node.x > right + 320 || node.x + 320 < left) continue;
				if (node.y <= bottom + 76 && node.y + 64 >= top - 76) inView.add(node);
				if (node.isOpen) path += linesBelow(node, top, bottom);
			}
			at("path").setAttribute("d", path);
			this.#show(inView);
			view.setAttribute("aria-activedescendant", \`node-\${selected.index}\`);
		}
		bringIntoView({ x, y }) {
			const scale = this.#scale;
			const near = (from, size, scroll, length) => {
				if (from * scale - room < scroll) return from * scale - room;
				return (from + size) * scale + room > scroll + length ? (from + size) * scale + room - length : scroll;
			};
			const view = this.#view;
			view.scrollLeft = near(x, 264, view.scrollLeft, view.clientWidth);
			view.scrollTop = near(y, 64, view.scrollTop, view.clientHeight);
			this.draw();
		}
		keeping(node, change) {
			const before = {
				x: node.x,
				y: node.y
			};
			change();
			this.#view.scrollLeft += (node.x - before.x) * this.#scale;
			this.#view.scrollTop += (node.y - before.y) * this.#scale;
		}
		zoom(by, place = this.#middle()) {
			this.#zoomTo(this.#scale * by, place);
		}
		zoomAtPointer(by, event) {
			const box = this.#view.getBoundingClientRect();
			this.zoom(by, {
				x: event.clientX - box.left,
				y: event.clientY - box.top
			});
		}
		fit() {
			const { width, height } = this.#tree.size;
			this.#zoomTo(Math.min(1, this.#view.clientWidth / width, this.#view.clientHeight / height), {
				x: 0,
				y: 0
			});
			this.bringIntoView(this.#marks().selected);
		}
		#middle() {
			return {
				x: this.#view.clientWidth / 2,
				y: this.#view.clientHeight / 2
			};
		}
		#zoomTo(next, { x, y }) {
			const left = (this.#view.scrollLeft + x) / this.#scale;
			const top = (this.#view.scrollTop + y) / this.#scale;
			this.#scale = Math.min(largest, Math.max(smallest, next));
			this.#resize();
			this.#view.scrollLeft = left * this.#scale - x;
			this.#view.scrollTop = top * this.#scale - y;
			this.draw();
		}
		#resize() {
			const { width, height } = this.#tree.size;
			at("size").style.width = \`\${width * this.#scale}px\`;
			at("size").style.height = \`\${height * this.#scale}px\`;
			at("layer").style.transform = \`scale(\${this.#scale})\`;
			this.draw();
		}
		#show(inView) {
			for (const [node, card] of this.#drawn) {
				if (inView.has(node)) continue;
				card.remove();
				this.#drawn.delete(node);
			}
			const marks = this.#marks();
			for (const node of inView) {
				let card = this.#drawn.get(node);
				if (card === void 0) {
					card = makeCard(node);
					this.#drawn.set(node, card);
					this.#cards.append(card);
				}
				dress(card, node, marks);
			}
		}
	};
	function linesBelow(node, top, bottom) {
		const lastChild = node.children.at(-1);
		if (lastChild === void 0) return "";
		const middle = node.y + 32;
		const bend = node.x + 264 + 28;
		const last = lastChild.y + 32;
		if (last < top || node.y > bottom) return "";
		let path = \`M\${node.x + 264} \${middle}H\${node.x + 320}\`;
		if (last > middle) path += \`M\${bend} \${Math.max(middle, top - 9)}V\${Math.min(last, bottom + 9)}\`;
		for (const child of node.children.slice(firstFrom(node.children, top - 76))) {
			const y = child.y + 32;
			if (y > bottom + 76) break;
			path += \`M\${bend} \${y}H\${node.x + 320}\`;
		}
		return path;
	}
	function makeCard(node) {
		const card = make("div");
		card.id = \`node-\${node.index}\`;
		card.setAttribute("role", "treeitem");
		card.setAttribute("aria-level", String(node.depth + 1));
		card.append(make("b", "", node.name || "(unknown)"), make("i", "", node.line));
		if (node.command !== "") card.append(make("code", "", node.command));
		if (node.children.length > 0) card.append(make("span", "twist"));
		card.dataset["index"] = String(node.index);
		return card;
	}
	function dress(card, node, { selected, found }) {
		const isParent = node.children.length > 0;
		const classes = {
			node: true,
			runs: node.ended === false,
			faint: node.faint,
			parent: isParent,
			folded: isParent && !node.isOpen,
			found: found.has(node),
			selected: node === selected
		};
		card.className = Object.keys(classes).filter((name) => classes[name]).join(" ");
		card.style.left = \`\${node.x}px\`;
		card.style.top = \`\${node.y}px\`;
		card.setAttribute("aria-selected", String(node === selected));
		const twist = card.querySelector(".twist");
		if (twist === null) return;
		card.setAttribute("aria-expanded", String(node.isOpen));
		twist.textContent = node.isOpen ? "−" : \`+\${number(node.below)}\`;
		twist.title = node.isOpen ? "fold" : \`unfold \${plural(node.below, "process", "processes")}\`;
	}
	// src/pages/tree/printed.ts
	const deepestIndent = 30;
	function printedTree({ nodes }) {
		return nodes.map(printed);
	}
	function printed(node) {
		const { name, line, command, ended, faint, depth } = node;
		const entry = make("p", ended === false ? "runs" : "");
		entry.style.setProperty("--depth", String(Math.min(depth, deepestIndent)));
		const facts = node.facts.find(([label]) => label === "command line")?.[1] ?? command;
		const about = [line, ...[ended === false ? "running" : "", faint ? "only its start is kept" : ""]].filter((each) => each !== "").join(" · ");
		const level = depth > deepestIndent ? \`[\${depth}] \` : "";
		entry.append(make("b", "", \`\${level}\${name || "(unknown)"}\`), make("span", "", \`  \${about}\`));
		if (facts !== "") entry.append(make("code", "", facts));
		return entry;
	}
	// src/pages/tree/main.ts
	const data = readData();
	const tree = new Tree(data.nodes);
	const view = at("view");
	let selected = tree.root;
	let matches = [];
	let found = new Set();
	const picture = new Picture(tree, () => ({
		selected,
		found
	}));
	function select(node, isBroughtIntoView = true) {
		if (node === void 0) return;
		selected = node;
		for (let up = node.above; up !== void 0; up = up.above) up.isOpen = true;
		picture.layOut();
		if (isBroughtIntoView) picture.bringIntoView(node);
		showFacts(node.name || "(unknown)", factsOf(node));
	}
	function factsOf({ facts, ended, below, children, faint }) {
		const started = \`\${plural(children.length, "process", "processes")}, \${number(below)} with all below\`;
		return [
			...facts,
			...ended === null ? [] : [["state", ended ? "ended" : "was running at its last report"]],
			...below === 0 ? [] : [["started", started]],
			...faint ? [["document", "none: the server keeps only the event of its start"]] : []
		];
	}
	function toggle(node) {
		if (node.children.length === 0) return;
		picture.keeping(node, () => {
			node.isOpen = !node.isOpen;
			if (!node.isOpen && isBelow(selected, node)) selected = node;
			picture.layOut();
		});
		select(selected, false);
	}
	function step(by) {
		const place = tree.shown.indexOf(selected) + by;
		if (place >= 0) select(tree.shown[place]);
	}
	function stepIn() {
		if (selected.isOpen) select(selected.children[0]);
		else toggle(selected);
	}
	function stepOut() {
		if (selected.isOpen && selected.children.length > 0) toggle(selected);
		else select(selected.above);
	}
	function find() {
		const wanted = inputAt("find").value.trim().toLowerCase();
		const isMatch = ({ name, facts }) => name.toLowerCase().includes(wanted) || facts.some(([, value]) => value.toLowerCase().includes(wanted));
		matches = wanted === "" ? [] : tree.nodes.filter(isMatch);
		found = new Set(matches);
		const count = matches.length === 0 ? "none" : \`\${number(matches.length)} found, Enter for the next\`;
		at("found").textContent = wanted === "" ? "" : count;
		picture.draw();
	}
	function nextMatch(isBackwards) {
		const isAhead = (node) => isBackwards ? node.index < selected.index : node.index > selected.index;
		select((isBackwards ? matches.findLast(isAhead) : matches.find(isAhead)) ?? matches.at(isBackwards ? -1 : 0));
	}
	function nodeOf(event) {
		const index = closestTo(event, ".node")?.dataset["index"];
		return index === void 0 ? void 0 : tree.nodes[Number(index)];
	}
	onKeys(view, {
		ArrowDown: () => step(1),
		ArrowUp: () => step(-1),
		ArrowRight: stepIn,
		ArrowLeft: stepOut,
		Home: () => select(tree.root),
		End: () => select(tree.shown.at(-1)),
		Enter: () => toggle(selected),
		" ": () => toggle(selected),
		"+": () => picture.zoom(1.2),
		"=": () => picture.zoom(1.2),
		"-": () => picture.zoom(1 / 1.2),
		"0": () => picture.fit(),
		"/": () => at("find").focus()
	});
	view.addEventListener("click", (event) => {
		const node = nodeOf(event);
		if (node === void 0) return;
		if (closestTo(event, ".twist") !== null) toggle(node);
		else select(node, false);
	});
	view.addEventListener("dblclick", (event) => {
		const node = nodeOf(event);
		if (node !== void 0 && closestTo(event, ".twist") === null) toggle(node);
	});
	view.addEventListener("wheel", (event) => {
		if (!event.ctrlKey && !event.metaKey) return;
		event.preventDefault();
		picture.zoomAtPointer(Math.exp(-event.deltaY / 300), event);
	}, { passive: false });
	view.addEventListener("scroll", () => picture.draw(), { passive: true });
	addEventListener("resize", () => picture.draw());
	dragToScroll(view, ".node");
	at("find").addEventListener("input", find);
	at("find").addEventListener("keydown", (event) => {
		if (event.key === "Escape") view.focus();
		if (event.key === "Enter") nextMatch(event.shiftKey);
	});
	onClick("unfold", () => {
		tree.setAll(true);
		select(selected);
	});
	onClick("fold", () => {
		tree.setAll(false);
		select(tree.root);
	});
	onClick("larger", () => picture.zoom(1.2));
	onClick("smaller", () => picture.zoom(1 / 1.2));
	onClick("fit", () => picture.fit());
	printsWhole(() => printedTree(tree));
	showHeading("Process tree", data.name, [\`\${plural(tree.nodes.length, "process", "processes")} · arrow keys walk and fold, / finds, + − 0 zoom, Ctrl and the wheel too\`, ...data.notes]);
	select(tree.root);
	if (tree.nodes.length > 1 && matchMedia("(pointer: fine)").matches) view.focus();
})();
`;
