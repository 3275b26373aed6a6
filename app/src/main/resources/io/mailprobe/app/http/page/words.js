// How values are put into words, and how elements are made. Text reaches the page as text only.

/** An element with a class, and children that are nodes or texts. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A link to a path of this server. */
export function link(href, text, className) {
  const made = element('a', className, text);
  made.href = href;
  return made;
}

/** 0.34 → "340 ms", 2.14 → "2.1 s", 75 → "75 s", 600 → "10 min", 11100 → "3 h 5 min". */
export function duration(seconds) {
  if (seconds < 0) return '−' + duration(-seconds);
  if (seconds < 0.01) return (seconds * 1000).toFixed(1) + ' ms';
  if (seconds < 1) return Math.round(seconds * 1000) + ' ms';
  if (seconds < 10) return seconds.toFixed(1) + ' s';
  if (seconds < 120) return Math.floor(seconds) + ' s';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return minutes + ' min';
  const rest = minutes % 60;
  return Math.floor(minutes / 60) + ' h' + (rest ? ' ' + rest + ' min' : '');
}

/** The time of day of an instant; with the date where it is another day than now. */
export function clock(instant, now, millis = false) {
  const text = new Date(instant).toISOString();
  const time = text.slice(11, millis ? 23 : 19);
  const today = new Date(now).toISOString().slice(0, 10);
  return (text.startsWith(today) ? '' : text.slice(0, 10) + ' ') + time;
}

const OUTCOMES = {
  accepted: 'accepted',
  deferred: 'deferred',
  rejected: 'rejected',
  closed: 'closed without a reply',
  timed_out: 'timed out',
  connect_failed: 'no connection',
  dns_failed: 'no address found',
  tls_failed: 'TLS failed',
  auth_failed: 'credentials refused',
  token_failed: 'no access token',
  uncertain: 'lost after the final dot',
};

export function outcome(name) {
  return OUTCOMES[name] || name;
}

const PARTIES = {
  exchange_online: 'Exchange Online',
  us: 'our own set-up',
  credentials: 'our credentials',
  own_rate: 'our own sending rate',
  receiver: 'our receiver',
  unknown: 'anyone',
};

/** Whom a cause points at. */
export function party(cause) {
  return PARTIES[cause.party] || cause.party;
}

export function phase(name) {
  return name.replaceAll('_', ' ');
}

/** What became of a probe, or what it is waiting for. */
export function fate(probe) {
  if (probe.verdict && probe.verdict !== 'delivered') {
    const how = probe.verdict === 'bounced' && probe.last_report === 'expired' ? 'expired' : probe.verdict;
    return how + (probe.arrived ? ', arrived later' : '');
  }
  if (probe.arrived) return 'arrived after ' + duration(probe.latency_seconds);
  if (probe.last_report === 'delayed') return 'accepted, reported as delayed';
  if (probe.accepted) return 'accepted, not arrived';
  if (probe.next_attempt) return 'waits for its next attempt';
  return probe.attempts ? 'in an attempt' : 'opened';
}

export function count(number, one, many) {
  return number.toLocaleString('en') + ' ' + (number === 1 ? one : many);
}

/** The dialogue of a session, line by line. */
export function transcript(lines) {
  const marks = { client: '>', server: '<', note: '*' };
  const list = element('ol', 'transcript');
  for (const line of lines) {
    list.append(
      element(
        'li',
        line.from,
        element('span', 'at', line.at.toFixed(3)),
        element('span', 'mark', marks[line.from] || '*'),
        element('span', 'said', line.text)));
  }
  return list;
}
