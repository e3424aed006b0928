'use strict';
// Small tools: elements, texts, times, sizes.
const $ = id => document.getElementById(id);
const ACTS = document.documentElement.dataset.mode === 'act';

/** An element; a list is its children. What is no node becomes text, so nothing in it is markup. */
function el(tag, ...kids) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(' ');
  return add(made, kids);
}

function add(node, kids) {
  for (const kid of kids.flat(2)) {
    if (kid === null || kid === undefined || kid === false) continue;
    if (kid instanceof Node) node.append(kid);
    else if (typeof kid === 'object') Object.assign(node, kid);
    else node.append(plain(kid));
  }
  return node;
}

function fill(node, ...kids) {
  node.replaceChildren();
  add(node, kids);
}

const button = (words, onclick, look = '') => el('button' + look, words, {type: 'button', onclick});
const bad = words => el('span.bad', words);
const unless = (some, words) => some.length ? some : el('li.dim', words);

function text(node, words) {
  const shown = plain(words);
  if (node.textContent !== shown) node.textContent = shown;
}

/** Control characters, and those that turn the direction of writing, as escapes. */
function plain(words) {
  return String(words).replace(/(?!\t)[\p{C}\p{Zl}\p{Zp}]/gu, odd => {
    const code = odd.codePointAt(0).toString(16);
    return code.length < 3 ? '\\x' + code.padStart(2, '0') : `\\u{${code}}`;
  });
}

// How far the service's clock is ahead of this one.
let skew = 0;
const now = () => Date.now() + skew;
const since = then => age(now() - Date.parse(then));
const stamp = then => new Date(then).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';

function age(ms) {
  const s = Math.max(0, Math.floor(ms / 1000)), m = Math.floor(s / 60), h = Math.floor(m / 60);
  return h >= 48 ? Math.floor(h / 24) + 'd' : m >= 120 ? h + 'h' : s >= 120 ? m + 'm' : s + 's';
}

function bytes(n) {
  let unit = 0;
  while (n >= 1024 && unit < 5) { n /= 1024; unit++; }
  return (unit && n < 10 ? n.toFixed(1) : Math.round(n)) + 'BKMGTP'[unit];
}

const words = name => name.replaceAll('_', ' ');
const quoted = word => /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Calls at most once in that time, some time after the first wish. */
function later(ms, act) {
  let wanted = 0;
  return () => { wanted ||= setTimeout(() => { wanted = 0; act(); }, ms); };
}

/** The older way: the newer one exists only on https and localhost. */
function copy(source) {
  getSelection().selectAllChildren(source);
  document.execCommand('copy');
}
