// One game.
let shownGame = null, logs = null;
const view = {};

function showGame(id) {
  shownGame = id;
  const part = (name, title) => el('section', el('h2', title), view[name] = el('div'));
  view.state = el('span');
  view.note = el('span.dim', {role: 'status'});
  view.log = el('pre', {tabIndex: 0, ariaLabel: 'Log'});
  const head = el('h2.id', id, {tabIndex: -1});
  fill($('game'),
    el('div.bar', head, view.state, el('a', 'All games', {href: '#/'})),
    el('div.cols',
      el('div', part('history', 'Time line'),
        el('section', el('div.bar', el('h2', 'Log'), button('Follow', followLog), button('Last ended', previousLog), view.note), view.log)),
      el('div', part('record', 'Record'), part('actions', ACTS ? 'Actions' : 'Commands'))));
  head.focus({preventScroll: true});
  scrollTo(0, 0);
  reloadGame();
  followLog();
}

const reloadGame = later(150, async () => {
  const id = shownGame;
  if (!id) return;
  try {
    const [record, health, history, stats] = await Promise.all([
      readOr(runtime(id), null), readOr(runtime(id) + '/health', null), readOr(runtime(id) + '/history', {items: []}), readOr(runtime(id) + '/stats', {})]);
    if (shownGame === id) drawGame(id, record, health, history.items, stats);
  } catch (e) {
    if (shownGame === id) fill(view.state, bad(e.message));
  }
});

function drawGame(id, record, health, history, stats) {
  if (record) record.node = games.get(id)?.node;
  const sick = health?.unwell;
  view.title = !record ? '' : sick || runs(record) ? healthNow(health, record) : record.status;
  fill(view.state, sick ? [bad(view.title), ` for ${since(health.observed_at)}`] : view.title);
  title();
  const time = then => then && `${stamp(then)}, ${since(then)} ago`;
  fill(view.record, record ? el('dl.card', [
    ['Status', record.status], ['Image', record.current_image_ref, '.mono'],
    ['Started', time(record.started_at)], ['Stopped', time(record.stopped_at)], ['Removed', time(record.removed_at)],
    ['Health', health && `${healthNow(health, record)}, by ${words(health.source)}, ${since(health.observed_at)} ago`],
    ['Details', health && JSON.stringify(health.details), '.mono'],
    ['Cores', cpu(stats)], ['Memory', memory(stats)], ['Processes', of(stats.pids, stats.pids_limit, String)],
    ['Endpoint', record.engine_endpoint, '.mono'], ['Container', record.current_container_id?.slice(0, 12), '.mono'],
    ['State', record.state_path, '.mono'], ['Network', record.docker_network, '.mono'], ['Created', time(record.created_at)],
  ].filter(([, value]) => value).map(([name, value, look = '']) => [el('dt', name), el('dd' + look, value)])) : el('p.card', 'No record.'));
  fill(view.history, el('ul', unless(history.map(entry), 'Nothing.')));
  drawActions(id, record);
}

function entry({at, operation: op, ending}) {
  const lasted = (from, to) => {
    const ms = Date.parse(to) - Date.parse(from);
    return ms < 10000 ? Math.max(0, ms) + ' ms' : age(ms);
  };
  const line = op
    ? [`${operation(op)}: `, result(op), op.finished_at && `, after ${lasted(op.started_at, op.finished_at)}`, el('small', op.error_message ?? op.image_ref)]
    : [el(ending.requested || ending.with_daemon ? 'span' : 'span.bad', 'engine ended: ', ending.oom ? 'out of memory' : `exit code ${ending.exit_code ?? 'unknown'}`),
      `, after ${lasted(ending.started_at, ending.ended_at)}`, ending.requested ? ', as requested' : '', ending.with_daemon ? ', with Docker' : '',
      el('small.mono', ending.last_line ?? ending.output_missing)];
  return el('li', el('small', stamp(at)), line);
}

function drawActions(id, record) {
  const image = record?.current_image_ref, status = record?.status;
  fill(view.actions, el('div.card', [
    ['Start', `start ${id} ${image ? quoted(image) : 'IMAGE'}`, image && status !== 'running', 'start', {image_ref: image}],
    ['Restart', `restart ${id}`, record, 'restart', {}],
    ['Stop', `stop ${id}`, status === 'running', 'stop', {reason: 'admin_request'}],
    ['Patch', `patch ${id} IMAGE`],
    ['Remove', `rm ${id}`, status === 'stopped', 'container', {}],
    ['Log', `logs ${id} --previous`],
  ].map(([name, command, can, path, body]) => {
    const run = ACTS && path ? button(name, () => ask(id, name, path, body), '.run') : null;
    if (run) run.disabled = !can;
    const code = el('code', 'rtmanager ' + command);
    const copied = button('Copy', () => {
      copy(code);
      text(copied, 'Copied');
      setTimeout(() => text(copied, 'Copy'), 1500);
    });
    copied.ariaLabel = 'Copy: ' + command;
    return el('div.cmd', code, copied, run);
  })));
}

/** Asks before it acts; a stop wants the game's id. */
function ask(id, name, path, body) {
  const typed = el('input', {autocomplete: 'off', ariaLabel: 'Game id', hidden: name !== 'Stop'});
  const why = el('p.bad', {role: 'alert'});
  const go = button(name, async () => {
    go.disabled = true;
    fill(why);
    try {
      await call(`${runtime(id)}/${path}`, {
        method: path === 'container' ? 'DELETE' : 'POST', body: JSON.stringify(body), signal: null,
        headers: {'Content-Type': 'application/json', 'X-Galaxy-Console': 'act'},
      });
      $('ask').close();
    } catch (e) {
      text(why, e.message);
      go.disabled = false;
    }
    reloadGame();
  }, '.bad');
  go.disabled = name === 'Stop';
  typed.oninput = () => { go.disabled = typed.value !== id; };
  typed.onkeydown = e => { if (e.key === 'Enter') go.click(); };
  fill($('ask'), el('h2', `${name} ${id}?`, {id: 'ask-title'}), el('p', name === 'Stop' ? 'Type its id to stop it. ' : '', typed), why, el('p.bar', go, button('Cancel', () => $('ask').close())));
  $('ask').showModal();
}

async function showLog(note, act) {
  logs?.abort();
  const {signal} = logs = new AbortController();
  fill(view.log);
  text(view.note, note);
  await act(runtime(shownGame) + '/logs?', signal).catch(e => {
    if (!signal.aborted) text(view.note, e.status ? e.message : 'interrupted');
  });
}

const followLog = () => showLog('reading', (path, signal) => {
  let lines = [];
  const flush = later(50, () => { if (!signal.aborted) write(lines); lines = []; });
  return follow(path + 'follow=true&tail=200', {
    signal,
    opened() { text(view.note, 'following'); },
    take(name, data) {
      if (name === 'end') text(view.note, data.reason);
      else { lines.push(data.line); flush(); }
    },
  });
});

const previousLog = () => showLog('last ended', async (path, signal) =>
  write((await (await call(path + 'previous=true', {signal})).text()).trimEnd().split(/\r\n?|\n/)));

function write(lines) {
  const log = view.log, atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 30;
  log.append(...lines.map(line => plain(line) + '\n'));
  while (log.childNodes.length > 1000) log.firstChild.remove();
  if (atEnd) log.scrollTop = log.scrollHeight;
}
