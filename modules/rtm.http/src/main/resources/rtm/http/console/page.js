// The head, the token, the address, the keys.
let version = null, login = null, loggedIn, asked = 0, drawn = 0;

function askForToken(why) {
  login ??= new Promise(done => { loggedIn = done; });
  sessionStorage.removeItem(TOKEN);
  text($('why'), why);
  route();
  $('token').focus();
}

$('login').onsubmit = e => {
  e.preventDefault();
  sessionStorage.setItem(TOKEN, $('token').value.trim());
  $('token').value = '';
  login = null;
  loggedIn();
  route();
};
$('forget').onclick = () => {
  sessionStorage.clear();
  location.reload();
};

/** An answer that comes late replaces no newer one. */
function readStatus() {
  const at = ++asked;
  return read('status').then(status => {
    if (at < drawn) return;
    drawn = at;
    drawStatus(status);
  }, () => {});
}
const statusSoon = later(700, readStatus);

function drawStatus(status) {
  if (version && version !== status.version) notice(`The service is now version ${status.version}; this page is older.`, button('Reload', () => location.reload()));
  version ??= status.version;
  unstarted = status.unstarted ?? [];
  const before = `${[...nodes, lost]}`;
  nodes = new Map(drawNodes(status.nodes ?? []));
  if (before !== `${[...nodes, lost]}` | unseen !== (unseen = status.health_hidden)) {
    order.forEach(draw);
    reloadGame();
  }
  const focused = document.activeElement?.id;
  const tip = (look, words, why) => el('span.tip' + look, el('span', words), el('span', why, {role: 'tooltip'}), {tabIndex: 0, id: 'tip-' + words, role: 'note', ariaLabel: words + ': ' + why});
  const late = (value, ms) => el(ms > 30000 ? 'span.bad' : 'span', value, ms > 2000 ? `, for ${age(ms)}` : '');
  const {jobs, outbox, disks, operations, drain} = status;
  const missing = (...parts) => tip('.warn', '?', status.problems.find(problem => parts.includes(problem.part))?.error);
  const full = Math.min(...disks.map(free));
  const open = operations?.items ?? [], more = (operations?.open ?? 0) - open.length, items = [...open, ...status.pending ?? []];
  fill($('facts'), [
    ['Version', `${status.version}, up ${since(status.started_at)}`],
    ['This process', el(status.phase === 'leading' ? 'span' : 'span.warn', role(status)), drain?.draining ? bad('draining') : null, status.given_up && bad(status.given_up)],
    ['Dependencies', status.dependencies.flatMap(each => [tip(each.ok ? '.dot' : '.dot.bad', each.name, reason(each, status)), each.ok ? null : bad(each.error)])],
    ...unstarted.length ? [['Never started', unstarted.map(op => el('span', link(op.game_id), ' ', bad(op.error_code)))]] : [],
    ['Jobs waiting', jobs.length < 2 ? missing('start_jobs', 'stop_jobs') : late(jobs[0].waiting + jobs[1].waiting, Math.max(...jobs.map(each => each.oldest_age_ms)))],
    ['Outbox', outbox ? late(outbox.waiting, outbox.oldest_age_ms) : missing('store')],
    ['Disk free', disks.length ? tip(full < 10 ? '.bad' : '', Math.round(full) + ' %', disks.map(disk => `${disk.path}: ${bytes(disk.free_bytes)} of ${bytes(disk.total_bytes)}. `).join('')) : missing('state_root')],
    ['In progress', operations ? el('a', operations.open + items.filter(op => op.op_kind === 'pull').length, {href: '#open-title'}) : missing('store')],
    ['Last failures', el('a', failures.size, {href: '#failed-title'})],
  ].map(([name, ...values]) => el('div', el('dt', name), el('dd', values))));
  if (focused) $(focused)?.focus({preventScroll: true});
  fill($('open'), unless(items.map(op => el('li', op.game_id && link(op.game_id), ` ${operation(op)}, for ${since(op.started_at)}`, el('small', op.waits_for ? 'waits for the ' + op.waits_for : op.image_ref, op.progress && ', ' + op.progress))), 'None.'), more > 0 ? el('li.dim', `and ${more} more`) : null);
  summary();
}

/** Returns the names, to be compared. */
function drawNodes(all) {
  document.body.className = all.length ? 'many' : '';
  fill($('nodes'), all.map(node => el(node.words ? 'tr.unwell' : 'tr', [node.name ?? node.number, node.state + (node.intake ? ', reads jobs' : ''),
    of(node.games_running, node.games_max, String), of(node.memory_used_bytes, node.memory_bytes, bytes), bad(node.words ?? '')].map(cell => el('td', cell)))));
  lost = all.filter(node => node.lost).map(node => node.number);
  return all.map(({number, name}) => [number, name ?? number]);
}

const free = disk => 100 * disk.free_bytes / disk.total_bytes;
const role = ({phase, leader, standbys, started_at}) => phase === 'leading' ? 'leads, for ' + since(leader?.since ?? started_at) + (standbys?.length ? `; ${standbys.length} standing by` : '')
  : phase === 'standing_by' ? `stands by; ${leader?.address ?? 'another process here'} leads` : phase === 'on_node' ? `works on its node; ${leader?.address ?? 'another process'} leads` : words(phase);

function reason({name, ok, error, last_error, last_error_at}, {docker}) {
  if (!ok) return error;
  return 'ok' + (name === 'docker' && docker ? ', version ' + docker.version : '') + (last_error ? `; ${since(last_error_at)} ago: ${last_error}` : '');
}

function title() {
  const head = shownGame ? `${shownGame} ${view.title} · ` : sick() && sick() + ' · ';
  document.title = plain(head + location.host + ' · Runtime Manager');
}

function route() {
  const part = /^#\/game\/(.+)$/.exec(location.hash)?.[1], id = part && decodeURIComponent(part);
  const show = (name, yes) => { $(name).hidden = !yes; };
  show('login', login);
  show('facts', !login);
  show('forget', !login && sessionStorage.getItem(TOKEN));
  show('overview', !login && !id);
  show('game', !login && id);
  if (login || !id) {
    logs?.abort();
    shownGame = null;
    fill($('game'));
    statsSoon();
  } else if (shownGame !== id) {
    view.title = '';
    showGame(id);
  }
  title();
}
onhashchange = route;

$('filter').oninput = () => {
  for (const game of order) game.row.hidden = !wanted(game);
  summary();
  statsSoon();
};
onkeydown = e => {
  const typing = e.target.matches('input, dialog *');
  if (e.key === '/' && !typing && !$('overview').hidden) {
    e.preventDefault();
    $('filter').focus();
  } else if (e.key === '?' && !typing) {
    notice('Keys: / filters. Escape clears the filter, and leaves a game.');
  } else if (e.key === 'Escape' && e.target === $('filter')) {
    $('filter').value = '';
    $('filter').oninput();
  } else if (e.key === 'Escape' && shownGame && !typing) {
    location.hash = '#/';
  }
};

// Ages and the status every 5 seconds, the rest more rarely, and nothing while nobody looks. All pages tick at the same
// time, so that they share what the service reads.
function tick() {
  setTimeout(tick, 5000 - now() % 5000);
  if (document.hidden || login) return;
  for (const game of order) if (game.inView) drawTimes(game);
  if (Math.round(now() / 5000) % 2 === 0) readStats();
  readStatus();
  if (now() - live.readAt > 600000) readGames();
}
document.onvisibilitychange = () => {
  if (document.hidden || login) return;
  live.hurry();
  readStatus();
};

text($('host'), location.host);
route();
keepLive();
setTimeout(tick, 5000 - now() % 5000);
