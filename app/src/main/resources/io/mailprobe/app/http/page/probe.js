// The page of one probe: everything that is known of it, in the order in which it happened.

import { clock, count, duration, element, fate, outcome, party, phase, transcript } from './words.js';

const byId = (id) => document.getElementById(id);
const id = location.pathname.split('/').pop();
const opened = new Map();

async function load() {
  try {
    const answer = await fetch('/api/v1/probes/' + encodeURIComponent(id), { cache: 'no-store' });
    if (answer.status === 404) {
      byId('summary').textContent = 'No ledger of this process holds this probe.';
      byId('title').textContent = id;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const history = await answer.json();
    byId('lost').hidden = true;
    render(history);
    if (!settled(history.probe)) setTimeout(load, 2000);
  } catch (fault) {
    byId('lost').hidden = false;
    byId('lost').textContent = 'Connection to Mailprobe lost. Trying again …';
    setTimeout(load, 3000);
  }
}

const settled = (probe) => probe.verdict !== null && (probe.arrived !== null || probe.verdict !== 'delivered');

function severity(probe) {
  if (probe.verdict === 'delivered') return probe.attempts > 1 ? 'warning' : 'good';
  if (probe.verdict) return 'bad';
  return probe.last_outcome && probe.last_outcome !== 'accepted' ? 'bad' : 'unknown';
}

function render(history) {
  const probe = history.probe;
  const now = Date.parse(history.now);
  const symbol = { good: '✓', warning: '!', bad: '✕', unknown: '…' }[severity(probe)];
  const badge = element('span', 'badge ' + severity(probe), symbol);
  badge.setAttribute('aria-hidden', 'true');
  const text = fate(probe);
  const summary = `${probe.region} ${probe.route}: ${text}`;
  if (byId('summary').dataset.text !== summary) {
    byId('summary').dataset.text = summary;
    byId('summary').replaceChildren(badge, summary);
  }
  document.title = `${text} · probe · Mailprobe`;
  byId('title').textContent = probe.id;
  byId('json').href = '/api/v1/probes/' + probe.id;
  const facts = [
    ['Verdict', probe.verdict || 'in flight'],
    ['Latency', probe.arrived ? duration(probe.latency_seconds) : `not arrived, ${duration((now - Date.parse(probe.scheduled)) / 1000)} old`],
    ['Attempts', String(probe.attempts)],
    ['Tick', clock(probe.scheduled, now, true)],
    ['Accepted', probe.accepted ? clock(probe.accepted, now, true) : 'not accepted'],
    ['Arrived', probe.arrived ? clock(probe.arrived, now, true) : 'not arrived'],
  ];
  if (probe.receiver_caused) facts.push(['Our receiver', 'was down or put mail off before this was late']);
  byId('facts').replaceChildren(...facts.map(([term, value]) =>
    element('div', '', element('dt', '', term), element('dd', '', value))));
  renderTimeline(history, now);
}

/** Everything that happened, each with its instant, in order. */
function happenings(history, now) {
  const tick = Date.parse(history.probe.scheduled);
  const all = [{ at: tick, node: element('p', '', element('b', '', 'Tick'), ' · the probe was due') }];
  for (const attempt of history.attempts) {
    all.push({ at: Date.parse(attempt.started), bad: !attempt.session || attempt.session.outcome !== 'accepted', node: attemptNode(attempt) });
  }
  history.arrivals.forEach((arrival, i) => all.push({ at: Date.parse(arrival.arrived), good: true, node: arrivalNode(arrival, i) }));
  for (const report of history.reports) {
    const failure = report.action === 'failed' || report.action === 'expired';
    all.push({ at: Date.parse(report.arrived), bad: failure || report.action === 'delayed', node: reportNode(report) });
  }
  if (!history.probe.verdict && history.probe.next_attempt) {
    all.push({ at: Date.parse(history.probe.next_attempt), open: true, node: element('p', '', element('b', '', 'Next attempt'), ' · due') });
  }
  if (!history.probe.verdict) {
    all.push({ at: now, open: true, node: element('p', '', element('b', '', 'Now'), ' · in flight') });
  } else if (history.probe.verdict !== 'delivered') {
    const end = element('p', '', element('b', '', 'Verdict'), ' · ' + history.probe.verdict);
    all.push({ at: Infinity, bad: true, node: end });
  }
  return all.sort((a, b) => a.at - b.at);
}

function renderTimeline(history, now) {
  const tick = Date.parse(history.probe.scheduled);
  byId('timeline').replaceChildren(...happenings(history, now).map((each) => {
    const when = element('p', 'when');
    if (each.at !== Infinity) {
      when.append(element('time', '', clock(each.at, now, true)), element('span', 'offset', '+' + duration((each.at - tick) / 1000)));
    }
    const kind = each.bad ? 'bad' : each.good ? 'good' : each.open ? 'open' : '';
    return element('li', kind, when, element('div', 'what', each.node));
  }));
}

function attemptNode(attempt) {
  const node = element('div', '');
  const session = attempt.session;
  if (!session) {
    node.append(element('p', '', element('b', '', 'Attempt ' + attempt.number), ' · under way, or cut off when the process ended'));
    return node;
  }
  const codes = session.reply ? ' · ' + session.reply : '';
  node.append(
    element('p', '', element('b', '', `Attempt ${attempt.number}: ${outcome(session.outcome)}`), ` at ${phase(session.phase)}, after ${duration(session.seconds)}`),
    element('p', 'said', session.detail + (session.detail.includes(session.reply || '\n') ? '' : codes)));
  if (session.cause) node.append(causeNode(session.cause));
  const server = session.front_end;
  const where = [session.target];
  if (server) where.push(`${server.name ? server.name + ' ' : ''}[${server.address}]:${server.port}`);
  if (server && server.forest) where.push('forest ' + server.forest);
  if (session.tls) where.push(`${session.tls.version} ${session.tls.cipher}`);
  node.append(element('p', 'where', where.join(' · ')), phases(session.phases));
  const details = element('details', '', element('summary', '', `Transcript, ${count(session.transcript.length, 'line', 'lines')}`), transcript(session.transcript));
  const key = String(attempt.number);
  details.open = opened.has(key) ? opened.get(key) : session.outcome !== 'accepted';
  details.addEventListener('toggle', () => opened.set(key, details.open));
  node.append(details);
  return node;
}

/** Whom a failure points at, what its reply means and what to do. */
function causeNode(cause) {
  return element('p', 'cause', 'Points at ', element('b', '', party(cause)), cause.meaning ? `: ${cause.meaning} (${cause.reason}). ${cause.advice}.` : '.');
}

/** How long each phase took, as bars one after the other. */
function phases(list) {
  const whole = list.reduce((sum, each) => sum + each.seconds, 0) || 1;
  const table = element('table', 'phases');
  let before = 0;
  for (const each of list) {
    const bar = element('span', 'bar');
    bar.style.marginInlineStart = (100 * before / whole).toFixed(2) + '%';
    bar.style.width = Math.max(100 * each.seconds / whole, 0.5).toFixed(2) + '%';
    before = Math.min(before + each.seconds, whole * 0.995);
    const head = element('th', '', phase(each.phase));
    head.scope = 'row';
    table.append(element('tr', each.reply && /^[45]/.test(each.reply) ? 'refused' : '',
      head, element('td', 'amount', duration(each.seconds)), element('td', 'bars', bar), element('td', 'reply', element('span', 'said', each.reply || ''))));
  }
  return table;
}

function arrivalNode(arrival, index) {
  const transport = (Date.parse(arrival.arrived) - Date.parse(arrival.connected)) / 1000;
  return element('div', '',
    element('p', '', element('b', '', index === 0 ? 'Arrival' : 'Arrived again (duplicate)'),
      arrival.attempt ? ` · the message of attempt ${arrival.attempt}` : ''),
    element('p', 'where', [
      `from ${arrival.helo} [${arrival.peer}]`,
      `to ${arrival.recipient}`,
      `${arrival.size.toLocaleString('en')} bytes`,
      `known by its ${phase(arrival.place)}`,
      `connection open ${duration(transport)} before the final dot`,
    ].join(' · ')),
    clockNote(arrival.clock),
    hops(arrival),
    exchangeNote(arrival.exchange));
}

/** Whether the instants are the receiver's own, or corrected by how far its clock is from ours. */
function clockNote(clock) {
  if (!clock) return null;
  const apart = `${duration(Math.abs(clock.offset_seconds))} ± ${duration(clock.uncertainty_seconds)}`;
  const side = clock.offset_seconds < 0 ? 'ahead of' : 'behind';
  return element('p', 'where', clock.corrected
    ? `the receiver's clock is ${apart} ${side} ours: its instants and the latency are corrected by that`
    : `the receiver's clock agrees with ours within ${duration(clock.uncertainty_seconds)}: nothing is corrected`);
}

/** The servers on the way, each with its own instant and the delay since the one before. */
function hops(arrival) {
  const table = element('table', 'phases hops');
  table.append(element('caption', '', 'Its way, by each server’s own clock'
    + (arrival.negative_hops ? `; ${count(arrival.negative_hops, 'hop', 'hops')} negative: clocks disagree` : '')));
  const whole = arrival.hops.reduce((sum, hop) => sum + Math.max(hop.delay_seconds || 0, 0), 0) || 1;
  let before = 0;
  arrival.hops.forEach((hop, i) => {
    const took = Math.max(hop.delay_seconds || 0, 0);
    const bar = element('span', 'bar');
    bar.style.marginInlineStart = (100 * before / whole).toFixed(2) + '%';
    bar.style.width = Math.max(100 * took / whole, 0.5).toFixed(2) + '%';
    before = Math.min(before + took, whole * 0.995);
    const head = element('th', '', hop.stage);
    head.scope = 'row';
    const last = i >= arrival.hops.length - 2;
    const server = last ? (i === arrival.hops.length - 1 ? 'our receiver: final dot' : 'our receiver: MAIL') : hop.by || 'a server that does not say its name';
    const said = [server, hop.protocol, hop.at ? clock(hop.at, Date.parse(arrival.arrived), true) : 'no readable date'].filter(Boolean).join(' · ');
    const delay = hop.delay_seconds === null ? '–' : duration(hop.delay_seconds) + (hop.negative ? ' skew' : '');
    table.append(element('tr', hop.negative ? 'refused' : '',
      head, element('td', 'amount', delay), element('td', 'bars', bar), element('td', 'reply', element('span', 'said', said))));
  });
  return table;
}

/** What a support ticket asks for, where Exchange Online wrote it. */
function exchangeNote(exchange) {
  if (!exchange.network_message_id && !exchange.original_arrival) return null;
  return element('p', 'where', [
    exchange.network_message_id && `network message id ${exchange.network_message_id}`,
    exchange.front_end && `front end ${exchange.front_end}`,
    `front-end region ${exchange.front_end_region}`,
    `mailbox forest ${exchange.mailbox_forest}`,
    `egress region ${exchange.egress_region}`,
  ].filter(Boolean).join(' · '));
}

/** What another mail system says has become of the message. */
function reportNode(report) {
  const node = element('div', '',
    element('p', '', element('b', '', 'Report: ' + report.action),
      [report.status, report.reporting_mta && `by ${report.reporting_mta}`].filter(Boolean).map((each) => ' · ' + each).join('')));
  if (report.diagnostic) node.append(element('p', 'said', report.diagnostic));
  if (report.cause) node.append(causeNode(report.cause));
  const where = [];
  if (report.remote_mta || report.remote_address) {
    where.push('tried ' + [report.remote_mta, report.remote_address && `[${report.remote_address}]`].filter(Boolean).join(' '));
  }
  if (report.retry_until) where.push('will be tried until ' + clock(report.retry_until, Date.parse(report.arrived)));
  if (report.recipient) where.push('for ' + report.recipient);
  where.push(`brought by [${report.peer}]`, `known by its ${phase(report.place)}`);
  node.append(element('p', 'where', where.join(' · ')));
  return node;
}

load();
