// The table of games.
const TERMS = {/*terms*/};
const games = new Map();
const failures = new Map();
let order = [];
const collator = new Intl.Collator('en', {numeric: true});
const unwell = game => !!game.health?.unwell;
const named = game => game.game_id;
const runs = game => game.status === 'running';
const rank = (a, b) => unwell(b) - unwell(a) || collator.compare(a.game_id, b.game_id);

// Whether nobody can see how the engines are; and games that have never started.
let unseen = false, unstarted = [];
// The names of the nodes; none where there is one only.
let nodes = new Map();
// The numbers of those that are lost: nobody can see how their engines are.
let lost = [];
const hidden = game => runs(game) && (unseen || lost.includes(game.node));
const healthNow = (health, game) => health ? health.words + (hidden(game) ? '?' : '') : '–';

const outcome = op => op.outcome === 'success' ? (op.error_code ? 'no change' : 'ok')
  : op.outcome === 'failure' ? op.error_code ?? 'failed' : 'in progress';
const idle = op => op?.error_code || op?.op_kind.endsWith('exited');
const term = name => TERMS[name] ?? words(name);
const operation = op => `${term(op.op_kind)}, ${term(op.op_source)}`;
const result = op => el(op.outcome === 'failure' ? 'span.bad' : op.outcome === 'success' ? 'span' : 'span.warn', outcome(op));
const link = id => el('a', id, {href: '#/game/' + encodeURIComponent(id)});

const seen = new IntersectionObserver(entries => {
  for (const {target, isIntersecting} of entries) {
    const game = games.get(target.dataset.id);
    if (game) game.inView = isIntersecting;
    if (isIntersecting && game) drawTimes(game);
  }
  statsSoon();
});

function row(game) {
  const meter = () => el('td.u', el('span'), el('i'));
  game.cells = [el('td', link(game.game_id)), el('td'), el('td.mono'), el('td.n'), el('td'), meter(), meter(), el('td.at')];
  game.row = el('tr', game.cells);
  game.row.dataset.id = game.game_id;
  drawStats(game, {});
  seen.observe(game.row);
}

function draw(game) {
  game.row ?? row(game);
  const op = game.last_operation;
  game.row.className = unwell(game) ? 'unwell' : game.status;
  game.cells[1].className = unwell(game) ? 'bad' : game.health?.status !== 'healthy' ? '' : hidden(game) ? 'warn' : 'good';
  text(game.cells[2], game.current_image_ref);
  text(game.cells[7], nodes.get(game.node) ?? '');
  const done = idle(op) && game.last_change;
  fill(game.cells[4], op ? [done && operation(done) + ', ok; then ', operation(op), ', ', result(op)] : '–');
  if (hidden(game) || !runs(game)) drawStats(game, {});
  drawTimes(game);
  game.row.hidden = !wanted(game);
}

// An engine may have ended long before anybody could see it.
function drawTimes(game) {
  const health = healthNow(game.health, game), end = game.last_ending?.ended_at;
  text(game.cells[1], unwell(game) ? health.replace(/(, \d+ ends.*)?$/, `, ${since(end > game.started_at ? end : game.health.observed_at)} ago$1`) : runs(game) ? health : game.status);
  text(game.cells[3], runs(game) ? since(game.started_at) : '–');
}

function meter(cell, value, most, shown) {
  const part = most ? Math.min(1, value / most) || 0 : 0;
  text(cell.firstChild, shown ?? '–');
  cell.lastChild.style.width = `calc(${part} * (100% - 1.4rem))`;
  cell.className = part > .9 ? 'u full' : 'u';
}

function drawStats({cells}, stats) {
  meter(cells[5], stats.cpu_millicores, stats.cpu_limit_millicores ?? 1000, cpu(stats));
  meter(cells[6], stats.memory_bytes, stats.memory_limit_bytes, memory(stats));
}
const cores = milli => (milli / 1000).toFixed(2);
/** The value and its limit; nothing if it is not known. */
const of = (value, limit, shown) => Number.isFinite(value) ? shown(value) + (limit ? ' / ' + shown(limit) : '') : null;
const cpu = s => of(s.cpu_millicores, s.cpu_limit_millicores, cores);
const memory = s => of(s.memory_bytes, s.memory_limit_bytes, bytes);

/** Asks only about rows in view, and about each every 10 seconds at most. */
async function readStats() {
  if (unseen || document.hidden || $('overview').hidden) return;
  const due = order.filter(game => game.inView && !game.row.hidden && runs(game) && !hidden(game) && !(Date.now() - game.statsAt < 10000)).slice(0, 100);
  if (!due.length) return;
  for (const game of due) game.statsAt = Date.now();
  const {items} = await read('stats?game_id=' + due.map(named)).catch(() => ({items: []}));
  if (!unseen) for (const game of due) drawStats(game, runs(game) && items.find(item => item.game_id === game.game_id) || {});
}
const statsSoon = later(1500, readStats);

function wanted(game) {
  const all = `${game.row.textContent} ${game.row.className}`.toLowerCase();
  return $('filter').value.toLowerCase().split(' ').every(word => all.includes(word));
}

const sick = () => [[order.filter(unwell), ' unwell'], [unstarted, ' never started']].flatMap(([{length}, how]) => length ? length + how : []).join(', ');

function summary() {
  const running = order.filter(runs).length;
  text($('counts'), `${running} running, ${order.filter(game => game.status === 'stopped').length} stopped`);
  text($('sick'), sick());
  text($('none'), order.some(game => !game.row.hidden) ? '' : 'No games.');
  title();
}

/** Reads all games. Changes that arrive meanwhile are applied afterwards. */
let reading = null;
function readGames() {
  live.buffer ??= [];
  return reading ??= readAll().catch(e => notice('The games are not read: ' + e.message)).finally(() => {
    const waiting = live.buffer;
    reading = live.buffer = null;
    for (const change of waiting) apply(...change);
  });
}

// Of a removed game only the service knows whether it is unwell.
const gamesSoon = later(1000, readGames);
// Nor does a change say where a new game is.
const placesSoon = later(5000, readGames);

async function readAll() {
  const items = [];
  let next = '';
  do {
    const page = await read('overview?limit=1000' + (next && '&after=' + next));
    items.push(...page.items);
    next = page.next;
  } while (next);
  const log = await read('operations?limit=200');
  live.readAt = now();
  const ids = new Set(items.map(named));
  for (const id of games.keys()) if (!ids.has(id)) forget(id);
  for (const item of items) {
    const game = Object.assign(games.get(item.game_id) ?? {}, {health: null, last_operation: null, last_change: null}, item);
    games.set(item.game_id, game);
    draw(game);
  }
  order = [...games.values()].sort(rank);
  $('rows').append(...order.map(game => game.row));
  log.items.forEach(note);
  drawFailures();
  statusSoon();
  summary();
}

function forget(id) {
  games.get(id)?.row.remove();
  games.delete(id);
  order = order.filter(game => game.game_id !== id);
}

/** One change from the stream. */
function apply(name, data) {
  const id = data.game_id, known = games.get(id), last = known?.last_operation;
  if (name === 'record') {
    if (data.status === 'removed') forget(id);
    else change(known ?? {}, data);
  } else if (name === 'health') {
    // No event says how often it crashed in the last hour; the next reading of all games does.
    const crashes = (known?.last_ending?.crashes ?? 0) + (data.status === 'exited');
    if (data.status === 'exited' && crashes > 1) data.words += `, ${crashes} ends within 1h`;
    if (known?.status === 'removed' && !data.unwell) forget(id);
    else if (known) change(known, {health: data, last_ending: {crashes}});
    else if (data.unwell) gamesSoon();
  } else {
    statusSoon();
    if (name === 'operation') {
      note(data);
      drawFailures();
      if (known && !(last?.id > data.id)) {
        if (last?.id !== data.id) {
          known.before = last;
          if (!idle(last)) known.last_change = last;
        }
        change(known, {last_operation: data});
      }
    } else if (last && last.id === data.id) {
      change(known, {last_operation: known.before});
    }
  }
  summary();
  if (shownGame === id) reloadGame();
}

function change(game, more) {
  Object.assign(game, more);
  if (!games.has(game.game_id)) {
    games.set(game.game_id, game);
    order.push(game);
  }
  draw(game);
  if (nodes.size && !game.node) placesSoon();
  order.sort(rank);
  const after = order[order.indexOf(game) + 1]?.row ?? null;
  if (game.row.nextSibling !== after || !game.row.isConnected) $('rows').insertBefore(game.row, after);
  game.row.classList.add('changed');
  setTimeout(() => game.row.classList.remove('changed'), 1700);
}

function note(op) {
  if (op.outcome === 'failure') failures.set(op.id, op);
}

function drawFailures() {
  const last = [...failures.values()].sort((a, b) => b.id - a.id).slice(0, 20);
  failures.clear();
  last.forEach(note);
  fill($('failed'), unless(last.map(op => el('li', link(op.game_id), ` ${operation(op)}: `, bad(outcome(op)), el('small', stamp(op.finished_at), '. ', op.error_message))), 'None.'));
}
