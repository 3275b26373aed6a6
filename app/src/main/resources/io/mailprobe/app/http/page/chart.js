// The latency of a route's probes over time, on a logarithmic scale. A probe in flight is a mark that
// rises with its age, so that an outage draws a slope and never a blank.

const SVG = 'http://www.w3.org/2000/svg';
const LINES = [0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 86400];
const NAMES = ['10 ms', '0.1 s', '1 s', '10 s', '1 min', '10 min', '1 h', '10 h', '1 d'];
const LEFT = 46;
const BOTTOM = 16;
const TOP = 6;
const RIGHT = 8;

function draw(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

function label(text, x, y, anchor, parent) {
  draw('text', { x, y, 'text-anchor': anchor, class: 'tick' }, parent).textContent = text;
}

/** Latency where it arrived, age where it has not. */
function height(probe, now) {
  if (probe.arrived) return Math.max(probe.latency_seconds, 0);
  return Math.max(age(probe, now), 0);
}

function mark(probe, x, y, deadline, parent) {
  const anchor = draw('a', { href: '/probes/' + probe.id, tabindex: '-1' }, parent);
  let shape;
  if (probe.arrived) {
    shape = probe.latency_seconds > deadline
      ? draw('path', { d: `M${x} ${y - 4}l4 7h-8z`, class: 'dot late' }, anchor)
      : draw('circle', { cx: x, cy: y, r: 2.4, class: 'dot on-time' }, anchor);
  } else if (probe.verdict) {
    shape = draw('path', { d: `M${x - 3} ${y - 3}l6 6m0-6l-6 6`, class: 'dot gone' }, anchor);
  } else {
    const refused = probe.last_outcome && probe.last_outcome !== 'accepted';
    shape = draw('circle', { cx: x, cy: y, r: 3.5, class: refused ? 'dot refused' : 'dot waiting' }, anchor);
    if (refused) draw('circle', { cx: x, cy: y, r: 1.2, class: 'core' }, anchor);
  }
  return shape;
}

const age = (probe, now) => (now - Date.parse(probe.scheduled)) / 1000;

/** How many seconds to show, for all routes alike: a process that has just begun shows its few minutes large. */
export function span(routes, probes, now) {
  const oldest = [...probes].reduce((most, probe) => Math.max(most, age(probe, now)), 0);
  const slowest = Math.max(0, ...routes.map((route) => route.every_seconds));
  return [180, 300, 600].find((each) => oldest <= each && slowest * 15 <= each) || 900;
}

/** Draws the probes of a route into an svg element: those of the last so many seconds up to now. */
export function chart(svg, route, probes, window, now) {
  const width = Math.max(svg.clientWidth, 200);
  const tall = svg.clientHeight || 120;
  const shown = probes.filter((probe) => age(probe, now) <= window);
  const highest = shown.reduce((most, probe) => Math.max(most, height(probe, now)), 0);
  const ceiling = Math.max(route.deadline_seconds, highest, 30) * 1.6;
  const quickest = shown.reduce((least, probe) => Math.min(least, probe.arrived ? height(probe, now) : least), 1);
  const floor = quickest < 0.08 ? 0.005 : 0.05;
  const x = (instant) => LEFT + (1 - (now - instant) / (window * 1000)) * (width - LEFT - RIGHT);
  const y = (seconds) => {
    const share = Math.log(Math.max(seconds, floor) / floor) / Math.log(ceiling / floor);
    return TOP + (1 - share) * (tall - TOP - BOTTOM);
  };
  const layer = document.createDocumentFragment();
  LINES.forEach((seconds, i) => {
    if (seconds >= floor && seconds < ceiling) {
      const at = y(seconds).toFixed(1);
      draw('path', { d: `M${LEFT} ${at}H${width - RIGHT}`, class: 'grid' }, layer);
      label(NAMES[i], LEFT - 6, +at + 3.5, 'end', layer);
    }
  });
  const step = [60, 120, 300, 900, 3600, 21600, 86400].find((s) => window / s <= 6) || 86400;
  for (let back = 0; back <= window; back += step) {
    const at = x(now - back * 1000);
    const text = back === 0 ? 'now' : '−' + (back < 7200 ? back / 60 + ' min' : back / 3600 + ' h');
    label(text, at, tall - 3, back === 0 ? 'end' : 'middle', layer);
  }
  const deadline = y(route.deadline_seconds).toFixed(1);
  draw('path', { d: `M${LEFT} ${deadline}H${width - RIGHT}`, class: 'deadline' }, layer);
  for (const probe of shown) {
    const seconds = height(probe, now);
    mark(probe, x(Date.parse(probe.scheduled)).toFixed(1), +y(seconds).toFixed(1), route.deadline_seconds, layer);
  }
  svg.setAttribute('viewBox', `0 0 ${width} ${tall}`);
  svg.replaceChildren(layer);
}
