import type { FleetGroup, FleetHost, FleetPage, FleetStep, FleetTrouble } from '../../ports/pages.ts';
import { fleetStyle } from './fleet-style.ts';
import { htmlText, stillPage } from './page-document.ts';

const longestTitle = 1000;
const longestLine = 4000;
/** Folded names of a thousand hosts that fold badly. */
const longestHosts = 30_000;

/** What many hosts answered, as one page that needs no script: what stands out first, then each step, then each host. */
export function fleetPage({ title, subtitle, facts, steps, troubles, hosts }: FleetPage): string {
  const items = facts.map(([label, value]) => `<div><dt>${text(label)}</dt><dd>${text(value)}</dd></div>`);
  const links = [
    ...(troubles.length === 0 ? [] : [`<li><a href="#troubles">Hosts that are not through</a></li>`]),
    ...steps.map(
      ({ number, line }) => `<li><a href="#s${number}">${number}: ${htmlText(line, 200)}</a></li>`,
    ),
    '<li><a href="#hosts">Host by host</a></li>',
  ];
  const body = [
    `<header><h1>${text(title)}</h1><p class="sub">${text(subtitle)}</p><dl>${items.join('')}</dl></header>`,
    `<nav aria-label="Contents"><ol>${links.join('')}</ol></nav>`,
    '<main>',
    standingOut(steps),
    troubles.length === 0 ? '' : troubleSection(troubles),
    ...steps.map(stepSection),
    hostSection(hosts, steps),
    '</main>',
  ];
  return stillPage({ title: text(title), style: fleetStyle, body: body.join('\n') });
}

/** An answer that so few of many gave. */
const oddShare = 0.1;
const mostOdd = 30;

export function isOdd({ count, share }: Pick<FleetGroup, 'count' | 'share'>): boolean {
  return share <= oddShare || (count === 1 && share < 0.5);
}

function standingOut(steps: readonly FleetStep[]): string {
  const odd = steps
    .flatMap((step) => step.groups.filter(isOdd).map((group) => ({ step, group })))
    .toSorted((a, b) => a.group.count - b.group.count || a.step.number - b.step.number);
  const shown = odd.slice(0, mostOdd).map(({ step, group }) => {
    const about = `step ${step.number}, ${text(step.line)}`;
    return `<li><b>${hostsText(group.hosts)}</b> <span class="about">${group.count} of ${step.of}, ${about}</span>${linesOf(group)}</li>`;
  });
  const more = odd.length > mostOdd ? `<p class="none">and ${odd.length - mostOdd} more below</p>` : '';
  const content =
    shown.length === 0
      ? '<p class="none">No answer is rarer than the others.</p>'
      : `<ol class="odd">${shown.join('')}</ol>${more}`;
  return `<section class="first"><h2>What stands out</h2><p class="about">Answers of the fewest hosts</p>${content}</section>`;
}

function troubleSection(troubles: readonly FleetTrouble[]): string {
  const rows = troubles.map(
    ({ state, count, hosts, why }) =>
      `<tr><td class="${stateClass(state)}">${text(state)}</td><td class="n">${count}</td><td>${hostsText(hosts)}</td><td>${htmlText(why, longestLine)}</td></tr>`,
  );
  return `<section id="troubles" class="bad"><h2>Hosts that are not through</h2>${table(['state', 'hosts', 'which', 'why'], rows)}</section>`;
}

function stepSection({ number, line, of, groups, rare, rareMore }: FleetStep): string {
  const rows = groups.map((group) => {
    const percent = Math.round(group.share * 1000) / 10;
    return `<tr><td class="letter">${text(group.letter)}</td><td class="n">${group.count}</td><td class="n">${percent} %<progress max="1" value="${group.share}"></progress></td><td class="${stateClass(group.state)}">${text(group.state)}</td><td>${hostsText(group.hosts)}</td><td>${linesOf(group)}</td></tr>`;
  });
  const rows2 = rare.map(
    (row) =>
      `<tr><td class="n">${row.count}</td><td>${hostsText(row.hosts)}</td><td><code>${htmlText(row.line, longestLine)}</code></td></tr>`,
  );
  const rareTable =
    rows2.length === 0
      ? ''
      : `<h3>Rows of the fewest hosts</h3>${table(['hosts', 'which', 'row'], rows2)}${rareMore === 0 ? '' : `<p class="none">and ${rareMore} more</p>`}`;
  return `<section id="s${number}"><h2>Step ${number}: ${text(line)}</h2><p class="about">${of} hosts answered, in ${groups.length} ${groups.length === 1 ? 'way' : 'ways'}</p>${table(['', 'hosts', 'share', 'state', 'which', 'answer'], rows)}${rareTable}</section>`;
}

function hostSection(hosts: readonly FleetHost[], steps: readonly FleetStep[]): string {
  const rows = hosts.map(({ name, id, state, answers, isOdd: odd }) => {
    const cells = answers.map((letter) => `<td class="cell c${letterClass(letter)}">${text(letter)}</td>`);
    return `<tr${odd ? ' class="oddly"' : ''}><td class="n">${id}</td><td class="host">${text(name)}</td><td class="${stateClass(state)}">${text(state)}</td>${cells.join('')}</tr>`;
  });
  const heads = ['id', 'host', 'state', ...steps.map(({ number }) => String(number))];
  return `<section id="hosts"><h2>Host by host</h2><p class="about">A is what most answered, further letters what fewer did; hosts with a rare answer stand first</p>${table(heads, rows)}</section>`;
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function linesOf({ lines, more }: FleetGroup): string {
  const shown = lines.map((line) => `<code>${htmlText(line, longestLine)}</code>`);
  return `${shown.join('')}${more === 0 ? '' : `<span class="none">and ${more} more</span>`}`;
}

function hostsText(hosts: string): string {
  return `<span class="hosts">${htmlText(hosts, longestHosts)}</span>`;
}

function stateClass(state: string): string {
  if (state === 'done') return 'ok';
  return ['failed', 'unknown'].includes(state) ? 'wrong' : 'dim';
}

/** Four shades tell common from rare. */
function letterClass(letter: string): number {
  if (!/^[A-Z]+$/.test(letter)) return letter === '' ? 9 : 8;
  return letter.length > 1 ? 3 : Math.min(3, letter.charCodeAt(0) - 65);
}

function text(value: string): string {
  return htmlText(value, longestTitle);
}
