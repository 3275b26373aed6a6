// The page of all routes: asks for how things stand, then follows the live events.

import { chart, span } from './chart.js';
import { clock, count, duration, element, fate, link, outcome, party, phase, transcript } from './words.js';

const SYMBOLS = { good: '✓', warning: '!', bad: '✕', unknown: '?' };
const SILENCE = 8000; // Status comes every two seconds; four missing ones are no accident.
const FAILURES = 15;
const KEPT = 6000;

const byId = (id) => document.getElementById(id);
const probes = new Map();
const rows = new Map();
const opened = new Set();
let status = null;
let heard = 0; // When we last heard of Mailprobe, by the browser's clock.
let skew = 0; // Mailprobe's clock minus the browser's.
let connected = false;
let lastAnnounced = '';

/** Now by Mailprobe's clock; stands still while we do not hear of it. */
function now() {
  return (connected ? Date.now() : heard) + skew;
}

function take(report) {
  status = report;
  heard = Date.now();
  skew = Date.parse(report.now) - heard;
  setConnected(true);
  render();
}

function takeProbe(probe) {
  probes.set(probe.id, probe);
  if (probes.size > KEPT) {
    const oldest = [...probes.values()].sort((a, b) => (a.scheduled < b.scheduled ? -1 : 1));
    oldest.slice(0, KEPT / 10).forEach((each) => probes.delete(each.id));
  }
}

async function load(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store' });
  if (!answer.ok) throw new Error(path + ' answered ' + answer.status);
  return answer.json();
}

/** How things stand, from the API: at the start, and after each interruption. */
async function catchUp() {
  const report = await load('/api/v1/status');
  take(report);
  const window = Math.max(900, ...report.routes.map((route) => route.window_seconds));
  const since = new Date(Date.parse(report.now) - window * 1000).toISOString();
  const [recent, troubled] = await Promise.all([
    load(`/api/v1/probes?limit=5000&since=${encodeURIComponent(since)}`),
    load('/api/v1/probes?limit=50&troubled=true'),
  ]);
  troubled.probes.forEach(takeProbe);
  recent.probes.forEach(takeProbe);
  render();
}

function listen() {
  const events = new EventSource('/api/v1/events');
  let first = true;
  events.addEventListener('status', (event) => {
    if (first) {
      first = false;
      catchUp().catch(() => {});
    }
    take(JSON.parse(event.data));
  });
  events.addEventListener('probe', (event) => takeProbe(JSON.parse(event.data)));
  events.onerror = () => {
    setConnected(false);
    events.close();
    setTimeout(listen, 2000);
  };
}

function setConnected(yes) {
  connected = yes;
  document.body.classList.toggle('stale', !yes);
  byId('link').textContent = yes ? 'live' : 'not connected';
  byId('link').className = 'link ' + (yes ? 'good' : 'bad');
  byId('lost').hidden = yes;
  if (!yes) {
    byId('lost').textContent = heard
      ? `Connection to Mailprobe lost. What you see is from ${clock(heard + skew, heard + skew)} UTC. Trying again …`
      : 'Connection to Mailprobe lost. Trying again …';
    document.title = '? Connection lost · Mailprobe';
  }
}

function render() {
  if (!status) return;
  renderSummary();
  renderRoutes();
  renderCanaries();
  renderTroubles();
  renderUnclassified();
  renderHealth();
  renderFailures();
  const stores = status.store_troubles.join(' · ');
  byId('stores').hidden = !stores;
  if (byId('stores').textContent !== stores) byId('stores').textContent = stores;
  byId('version').textContent = 'Mailprobe ' + status.version;
  byId('feeds').textContent = status.feeds
    .map((feed) => `Feed ${feed.feed}: ${feed.last_read ? 'read at ' + clock(feed.last_read, now()) : 'never read'}${feed.deaf ? ', we are deaf' : ''}${clocks(feed)}.`)
    .join(' ');
}

/** How far a receiver's clock is from ours, where that is known, and what is done about it. */
function clocks(feed) {
  if (feed.clock_offset_seconds === null || !feed.clock_corrected) return '';
  const apart = `${duration(Math.abs(feed.clock_offset_seconds))} ± ${duration(feed.clock_uncertainty_seconds)}`;
  return `; its clock is ${apart} ${feed.clock_offset_seconds < 0 ? 'ahead of' : 'behind'} ours, latencies are corrected by that`;
}

const name = (route) => route.region + ' ' + route.route;

function renderSummary() {
  const routes = status.routes;
  const of = (severity) => routes.filter((route) => route.severity === severity);
  const bad = of('bad');
  const warning = of('warning');
  const unknown = of('unknown');
  let worst = 'good';
  let text = `Mail is flowing on ${routes.length === 1 ? 'the route' : 'all ' + routes.length + ' routes'}`;
  if (routes.length === 0) {
    worst = 'unknown';
    text = 'No routes are probed from this process';
  } else if (bad.length) {
    worst = 'bad';
    text = `Trouble on ${bad.length} of ${count(routes.length, 'route', 'routes')}: ${bad.map(name).join(', ')}`;
  } else if (warning.length) {
    worst = 'warning';
    text = `Not all well on ${warning.length} of ${count(routes.length, 'route', 'routes')}: ${warning.map(name).join(', ')}`;
  } else if (unknown.length) {
    worst = 'unknown';
    text = unknown.length === routes.length ? 'Nothing is known yet' : `Nothing is known of ${unknown.map(name).join(', ')}`;
  }
  if (text !== lastAnnounced) {
    lastAnnounced = text;
    byId('summary').replaceChildren(badge(worst), text);
  }
  document.title = `${SYMBOLS[worst]} ${bad.length ? bad.length + ' in trouble' : 'Mail'} · Mailprobe`;
}

function badge(severity) {
  const made = element('span', 'badge ' + severity, SYMBOLS[severity]);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function renderRoutes() {
  byId('legend').hidden = status.routes.length === 0;
  const ordered = [...status.routes].sort((a, b) =>
    (a.path === 'control') - (b.path === 'control') || a.region.localeCompare(b.region) || a.route.localeCompare(b.route));
  const wanted = ordered.map((route) => JSON.stringify([route.region, route.route]));
  if (wanted.join() !== [...rows.keys()].join()) {
    rows.clear();
    byId('routes').replaceChildren(...ordered.map((route, i) => {
      const row = makeRow(route);
      rows.set(wanted[i], row);
      return row.root;
    }));
  }
  ordered.forEach((route, i) => fillRow(rows.get(wanted[i]), route));
  drawCharts();
}

function makeRow(route) {
  const row = {
    badge: element('span', 'badge'),
    state: element('h3', ''),
    since: element('p', 'since'),
    suspect: element('p', 'suspect'),
    detail: element('p', 'detail'),
    svg: document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
    facts: element('dl', 'numbers'),
  };
  row.svg.setAttribute('class', 'chart');
  row.svg.setAttribute('role', 'img');
  row.svg.setAttribute('aria-label', `Latency of the probes of ${name(route)} over time`);
  const title = element('p', 'route', element('b', '', route.region), ' ', element('span', '', route.route));
  if (route.path !== route.route) title.append(element('span', 'path', route.path));
  row.root = element('article', 'row',
    element('div', 'words', title, element('div', 'state', row.badge, row.state), row.since, row.suspect, row.detail),
    row.svg,
    row.facts);
  return row;
}

function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function fillRow(row, route) {
  row.root.className = 'row ' + route.severity;
  row.badge.className = 'badge ' + route.severity;
  set(row.badge, SYMBOLS[route.severity]);
  row.badge.setAttribute('aria-label', route.title);
  set(row.state, route.sentence);
  set(row.since, 'since ' + clock(route.since, now()));
  set(row.suspect, route.suspicion ? `Points at ${party(route.suspicion)}: ${route.suspicion.evidence}` : '');
  set(row.detail, route.detail);
  const numbers = route.numbers;
  const gone = ['lost', 'rejected', 'abandoned', 'bounced'].filter((verdict) => numbers.verdicts[verdict]);
  const facts = [
    ['in flight', numbers.in_flight.toLocaleString('en')],
    ['oldest', numbers.oldest_in_flight ? duration((now() - Date.parse(numbers.oldest_in_flight)) / 1000) : '–'],
    ['usual latency', route.median_seconds === null ? '–' : duration(route.median_seconds)],
    ['delivered', `${numbers.verdicts.delivered.toLocaleString('en')} of ${numbers.opened.toLocaleString('en')}`],
    ...gone.map((verdict) => [verdict, numbers.verdicts[verdict].toLocaleString('en')]),
    ['every', duration(route.every_seconds)],
  ];
  row.facts.replaceChildren(...facts.map(([term, value]) =>
    element('div', '', element('dt', '', term), element('dd', '', value))));
}

function drawCharts() {
  if (document.hidden || !status) return;
  const grouped = Map.groupBy
    ? Map.groupBy(probes.values(), (probe) => JSON.stringify([probe.region, probe.route]))
    : [...probes.values()].reduce((groups, probe) => {
      const key = JSON.stringify([probe.region, probe.route]);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(probe);
      return groups;
    }, new Map());
  const seconds = span(status.routes, probes.values(), now());
  for (const route of status.routes) {
    const key = JSON.stringify([route.region, route.route]);
    const window = route.window_seconds > 900 ? route.window_seconds : seconds;
    chart(rows.get(key).svg, route, grouped.get(key) || [], window, now());
  }
}

function renderTroubles() {
  const all = status.routes.flatMap((route) => route.troubles.map((trouble) => ({ route, trouble })));
  all.sort((a, b) => b.trouble.count - a.trouble.count);
  const windows = status.routes.map((route) => route.window_seconds);
  set(byId('troubles-window'), windows.length ? 'in the last ' + duration(Math.max(...windows)) : '');
  if (all.length === 0) {
    byId('troubles').replaceChildren(element('p', 'none', 'None.'));
    return;
  }
  const head = element('tr', '', ...['Sessions', 'Where from', 'How', 'Points at', 'Front end', 'Last', 'What it said']
    .map((text) => { const cell = element('th', '', text); cell.scope = 'col'; return cell; }));
  const body = all.slice(0, 30).map(({ route, trouble }) => element('tr', '',
    cell('Sessions', element('b', '', trouble.count.toLocaleString('en')), ` of ${total(route).toLocaleString('en')}`),
    cell('Where from', name(route)),
    cell('How', element('b', '', [outcome(trouble.outcome), trouble.codes].filter(Boolean).join(' ')), ' at ' + phase(trouble.phase)),
    cell('Points at', element('b', '', party(trouble.cause)), trouble.cause.meaning ? element('span', 'meaning', trouble.cause.meaning) : null),
    cell('Front end', trouble.front_end || 'none answered', trouble.forest ? element('span', 'forest', trouble.forest) : null),
    cell('Last', clock(trouble.last, now())),
    cell('What it said', said(trouble.text))));
  const table = element('table', 'troubles', element('thead', '', head), element('tbody', '', ...body));
  byId('troubles').replaceChildren(table);
}

const openedCanaries = new Set();

/** What canaries see: a sentence each, and every front end on demand. */
function renderCanaries() {
  byId('canaries-section').hidden = status.canaries.length === 0;
  const focused = document.activeElement && document.activeElement.dataset.canary;
  byId('canaries').replaceChildren(...status.canaries.map(canary));
  if (focused) {
    const again = byId('canaries').querySelector(`[data-canary="${CSS.escape(focused)}"]`);
    if (again) again.focus();
  }
}

function canary(each) {
  const key = JSON.stringify([each.region, each.canary]);
  const mark = badge(each.severity);
  const summary = element('summary', '',
    mark,
    element('span', 'from', each.region + ' ' + each.canary),
    element('b', 'found', each.sentence),
    element('span', 'share', each.forests.filter((share) => share.refusing)
      .map((share) => `${share.forest || 'no forest known'}: ${share.refusing} of ${share.visited} refuse`).join(' · ')));
  summary.dataset.canary = key;
  const made = element('details', 'canary ' + each.severity, summary);
  if (each.suspicion) made.append(element('p', 'suspect', `Points at ${party(each.suspicion)}: ${each.suspicion.evidence}`));
  if (each.detail) made.append(element('p', 'detail', each.detail));
  made.append(frontEnds(each));
  made.open = openedCanaries.has(key);
  made.addEventListener('toggle', () => (made.open ? openedCanaries.add(key) : openedCanaries.delete(key)));
  return made;
}

function frontEnds(each) {
  const head = element('tr', '', ...['Front end', 'How it does', 'Since', 'Time by phase', 'What it said']
    .map((text) => { const made = element('th', '', text); made.scope = 'col'; return made; }));
  const body = each.front_ends.map((server) => element('tr', server.outcome && server.outcome !== 'accepted' ? 'refused' : '',
    cell('Front end', server.name, element('span', 'meaning', server.endpoint), server.forest ? element('span', 'forest', server.forest) : null),
    cell('How it does', element('b', '', server.sentence), server.listed ? null : element('span', 'meaning', 'no longer in DNS')),
    cell('Since', clock(server.since, now())),
    cell('Time by phase', server.phases.map((time) => `${phase(time.phase)} ${duration(time.seconds)}`).join(', ')),
    cell('What it said', server.outcome && server.outcome !== 'accepted' ? said(server.text) : null)));
  return element('table', 'troubles', element('thead', '', head), element('tbody', '', ...body));
}

/** Refusing replies that no rule knows: only where there are any. */
function renderUnclassified() {
  const all = status.unclassified_replies;
  byId('unclassified-section').hidden = all.length === 0;
  byId('unclassified').replaceChildren(...all.slice(0, 20).map((reply) => element('p', 'unclassified',
    element('b', '', reply.count.toLocaleString('en') + ' × '),
    said(reply.example),
    element('span', 'where', ` ${reply.region} ${reply.route} ${reply.phase ? 'at ' + phase(reply.phase) : 'in a delivery report'}, last ${clock(reply.last, now())}`))));
}

/** Microsoft's own account, and how much earlier or later we saw the same: only where it is read. */
function renderHealth() {
  const health = status.service_health;
  byId('health-section').hidden = !health;
  if (!health) return;
  set(byId('health-read'), health.last_read ? 'read at ' + clock(health.last_read, now()) : 'not read yet');
  const nothing = health.last_read ? [element('p', 'none', 'No issue of Exchange Online.')] : [];
  byId('health').replaceChildren(
    ...(health.trouble ? [element('p', 'none', health.trouble)] : []),
    ...(health.issues.length ? health.issues.map(issue) : nothing));
}

function issue(told) {
  const words = told.status_told.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const times = [
    told.started && 'started ' + clock(told.started, now()),
    told.first_post && 'first post ' + clock(told.first_post, now()),
    told.posts > 1 && told.last_post && `newest of ${told.posts} posts ` + clock(told.last_post, now()),
    told.resolution && 'resolved ' + clock(told.resolution, now()),
    'read here first ' + clock(told.first_seen, now()),
  ].filter(Boolean).join(', ');
  return element('div', 'issue' + (told.resolved ? ' over' : ''),
    element('p', '', element('b', '', told.id), ` ${words}: ${told.title}`),
    element('p', 'lead', lead(told)),
    element('p', 'where', [told.feature, times].filter(Boolean).join(' · ')),
    element('p', 'where', told.impact));
}

/** How our own first sight of an issue stands to Microsoft's. */
function lead(told) {
  if (!told.noticed) return told.concerns_mail ? 'We have seen nothing of it here.' : '';
  const marks = [
    [told.lead_over_first_post_seconds, 'the first post'],
    [told.lead_over_start_seconds, 'the start that Microsoft gives'],
    [told.lead_over_resolution_seconds, 'it was resolved'],
  ];
  const leads = marks
    .filter(([seconds]) => seconds !== null)
    .map(([seconds, mark]) => `${duration(Math.abs(seconds))} ${seconds < 0 ? 'after' : 'before'} ${mark}`);
  return `We saw it ${leads.length ? leads.join(', ') + ',' : ''} at ${clock(told.noticed, now())} on ${told.noticed_where}.`;
}

/** A long text, cut to some lines; whole when it is pointed at, and in each probe's transcript. */
function said(text) {
  const made = element('span', 'said', text);
  made.title = text;
  return made;
}

function cell(title, ...children) {
  const made = element('td', '', ...children);
  made.dataset.title = title;
  return made;
}

const total = (route) => Object.values(route.sessions).reduce((sum, each) => sum + each, 0);

function troubled(probe) {
  const route = status.routes.find((each) => each.region === probe.region && each.route === probe.route);
  if (!route) return false;
  const seconds = probe.arrived ? probe.latency_seconds : (now() - Date.parse(probe.scheduled)) / 1000;
  return probe.attempts > 1
    || (probe.last_outcome && probe.last_outcome !== 'accepted')
    || (probe.verdict && probe.verdict !== 'delivered')
    || seconds > route.deadline_seconds;
}

let failuresShown = '';

function renderFailures() {
  const newest = [...probes.values()]
    .filter(troubled)
    .sort((a, b) => (a.scheduled < b.scheduled ? 1 : -1))
    .slice(0, FAILURES);
  const same = JSON.stringify(newest);
  if (same === failuresShown) return;
  failuresShown = same;
  const focused = document.activeElement && document.activeElement.dataset.probe;
  byId('failures').replaceChildren(...(newest.length ? newest.map(failure) : [element('p', 'none', 'None.')]));
  if (focused) {
    const again = byId('failures').querySelector(`[data-probe="${CSS.escape(focused)}"]`);
    if (again) again.focus();
  }
}

function failure(probe) {
  const said = probe.last_reply
    || (probe.last_outcome ? outcome(probe.last_outcome) + ' at ' + phase(probe.last_phase || '') : '');
  const summary = element('summary', '',
    element('time', '', clock(probe.scheduled, now())),
    element('span', 'from', probe.region + ' ' + probe.route),
    element('span', 'fate ' + (probe.arrived ? 'came' : probe.verdict ? 'gone' : 'open'), fate(probe)),
    element('span', 'tries', count(probe.attempts, 'attempt', 'attempts')),
    element('span', 'said', said));
  summary.dataset.probe = probe.id;
  const body = element('div', 'evidence');
  const details = element('details', 'failure', summary, body);
  details.addEventListener('toggle', () => {
    if (details.open) {
      opened.add(probe.id);
      showEvidence(probe.id, body);
    } else {
      opened.delete(probe.id);
    }
  });
  if (opened.has(probe.id)) details.open = true;
  return details;
}

async function showEvidence(id, body) {
  try {
    const history = await load('/api/v1/probes/' + id);
    body.replaceChildren(
      ...history.attempts.slice(-3).flatMap((attempt) => attempt.session
        ? [
          element('p', 'attempt', `Attempt ${attempt.number} at ${clock(attempt.started, now(), true)}: `,
            element('b', '', outcome(attempt.session.outcome)), ' at ' + phase(attempt.session.phase)),
          transcript(attempt.session.transcript),
        ]
        : [element('p', 'attempt', `Attempt ${attempt.number} at ${clock(attempt.started, now(), true)}: under way`)]),
      link('/probes/' + id, 'All of this probe'));
  } catch (fault) {
    body.replaceChildren(element('p', 'none', 'The evidence cannot be had now.'));
  }
}

setInterval(() => {
  if (connected && Date.now() - heard > SILENCE) setConnected(false);
  byId('clock').textContent = heard ? new Date(now()).toISOString().slice(0, 19).replace('T', ' ') + ' UTC' : '';
  drawCharts();
}, 1000);
addEventListener('resize', drawCharts);
document.addEventListener('visibilitychange', drawCharts);
setInterval(() => catchUp().catch(() => {}), 60000);
catchUp().catch(() => {}).finally(listen);
