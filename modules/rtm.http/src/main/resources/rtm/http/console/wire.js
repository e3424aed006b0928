// Requests and streams.
const TOKEN = 'rtmanager.token';
const runtime = id => 'runtimes/' + encodeURIComponent(id);

/** Sends a request. An answer that refuses it is an error with a status. */
async function call(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const answer = await fetch('api/v1/internal/' + path, {
    cache: 'no-store', signal: AbortSignal.timeout(20000), ...options,
    headers: {...(token && {Authorization: 'Bearer ' + token}), ...options.headers},
  });
  // The header has whole seconds; a smaller difference is none.
  const ahead = Date.parse(answer.headers.get('Date')) - Date.now();
  skew = Math.abs(ahead) > 2000 ? ahead : 0;
  if (answer.ok) return answer;
  const {error} = await answer.json().catch(() => ({error: {message: 'HTTP ' + answer.status}}));
  if (answer.status === 401) askForToken(token ? 'The service refuses this token.' : '');
  throw Object.assign(new Error(error.message), {status: answer.status});
}

const read = async path => (await call(path)).json();

/** The answer, or what stands for it if there is none now. */
const readOr = (path, other) => read(path).catch(e => {
  if (e.status === 401 || !e.status) throw e;
  return other;
});

/** Reads server-sent events until the stream ends. */
async function follow(path, {signal, lastId, opened, take}) {
  const cut = new AbortController();
  signal?.addEventListener('abort', () => cut.abort());
  let silence;
  // The service sends something every 15 seconds.
  const alive = () => { clearTimeout(silence); silence = setTimeout(() => cut.abort(), 45000); };
  try {
    alive();
    const answer = await call(path, {signal: cut.signal, headers: lastId && {'Last-Event-ID': lastId}});
    opened();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '', event = {};
    for (;;) {
      const {value, done} = await reader.read();
      if (done) return;
      alive();
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const [, name, data] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name) event[name] = data;
        if (line === '') {
          if (event.data) take(event.event, JSON.parse(event.data), event.id);
          event = {};
        }
      }
    }
  } finally {
    clearTimeout(silence);
    cut.abort();
  }
}

// The changes of all games. After an interruption they go on where they stopped.
const live = {lastId: null, pause: 500, buffer: null, readAt: 0, hurry() {}};

async function keepLive() {
  for (;;) {
    let why = 'the stream ended';
    try {
      await login;
      await follow('events', {
        lastId: live.lastId,
        opened() { live.pause = 500; say('live', 'dim'); notice(''); readStatus(); reloadGame(); },
        take(name, data, id) {
          if (id) live.lastId = id;
          if (name === 'open' || name === 'reset') readGames();
          else if (name === 'dropped') live.lastId = null;
          else if (name === 'end') why = data.reason;
          else if (live.buffer) live.buffer.push([name, data]);
          else apply(name, data);
        },
      });
    } catch (e) {
      if (e.status === 401) continue;
      why = e.status ? e.message : 'the service does not answer';
      if (e.status) live.pause = Math.max(live.pause, 3000);
      if (e.status && now() - live.readAt > 25000) await readGames();
    }
    say('not connected', 'warn');
    notice(`Not live: ${why}. Trying again.`);
    await new Promise(done => {
      live.hurry = done;
      setTimeout(done, live.pause * (1 + Math.random() / 2));
    });
    live.pause = Math.min(live.pause * 2, 30000);
  }
}

function say(words, look) {
  $('live').className = look;
  text($('live'), words);
}

/** A line above everything. One about an upgrade stays. */
function notice(message, more) {
  if (notice.stays) return;
  notice.stays = more;
  $('notice').hidden = !message;
  fill($('notice'), message, ' ', more);
}
