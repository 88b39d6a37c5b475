/* Closed Loop tracker, protocol 1. Page views and the time a page is looked at; docs/tracking.md.
   No cookie, no storage before consent. Wraps nothing of the page and never throws into it. */
(function () {
  "use strict";
  var w = window, d = document, n = navigator;
  var before = w.closedLoop;
  if (before && before.version) return;
  var tag = d.currentScript || d.querySelector("script[data-site][src*='t.js']");
  var site = tag && tag.getAttribute("data-site");
  if (!site) return;
  var endpoint = tag.src.replace(/t\.js(\?.*)?$/, "t/e");
  var COOKIE = "cl_vid", REFUSED = "cl_no", LIFE = 34128000; // 395 days; never prolonged
  var refuses = n.globalPrivacyControl === true || n.doNotTrack === "1" || w.doNotTrack === "1";
  var state = "", vid = "", load = uuid();
  var queue = [], dropped = 0, busy = false, fails = 0, notBefore = 0, timer = 0;
  var view = null; // {id, url, seconds, since, sent}

  /* Every way in goes through here: an error of ours stays ours. */
  function guard(f) {
    return function () {
      try { return f.apply(null, arguments); } catch (e) { dropped++; }
    };
  }
  function on(target, name, f) { if (target && target.addEventListener) target.addEventListener(name, guard(f)); }
  function hex(bytes) {
    var a = w.crypto.getRandomValues(new Uint8Array(bytes)), s = "";
    for (var i = 0; i < a.length; i++) s += (a[i] + 256).toString(16).slice(1);
    return s;
  }
  function uuid() {
    var h = hex(16);
    return h.slice(0, 8) + "-" + h.slice(8, 12) + "-4" + h.slice(13, 16) + "-a" + h.slice(17, 20) + "-" + h.slice(20);
  }

  /* --- consent -------------------------------------------------------------------------- */
  function cookie(name) {
    var found = ("; " + d.cookie).split("; " + name + "=")[1];
    return found ? found.split(";")[0] : "";
  }
  function bake(name, value, seconds) {
    var domain = tag.getAttribute("data-cookie-domain");
    d.cookie = name + "=" + value + ";path=/;max-age=" + seconds + ";samesite=lax" +
      (domain ? ";domain=" + domain : "") + (location.protocol === "https:" ? ";secure" : "");
  }
  function consent(answer) {
    if (answer !== "granted" && answer !== "denied") return state;
    if (refuses) answer = "denied"; // Global Privacy Control and Do Not Track have the last word
    if (answer === state) return state;
    if (answer === "granted") {
      vid = cookie(COOKIE);
      if (!/^[0-9a-f]{32}$/.test(vid)) { vid = hex(16); bake(COOKIE, vid, LIFE); }
      if (cookie(REFUSED)) bake(REFUSED, "", 0);
      state = answer;
      push({ type: "consent", state: answer, vid: vid });
      flush();
    } else {
      if (vid) {
        push({ type: "consent", state: answer, vid: vid });
        flush(true);
      }
      if (cookie(COOKIE)) bake(COOKIE, "", 0);
      state = answer;
      vid = "";
    }
    return state;
  }

  /* --- sending -------------------------------------------------------------------------- */
  function push(event) {
    event.id = event.id || uuid();
    event.at = Date.now();
    queue.push(event);
    while (queue.length > 100) { queue.shift(); dropped++; }
  }
  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(guard(flush), ms);
  }
  function flush(leaving) {
    if (!queue.length || (leaving !== true && (busy || Date.now() < notBefore))) return;
    while (queue.length && Date.now() - queue[0].at > 864e5) { queue.shift(); dropped++; }
    var batch = queue.slice(0, 50), body;
    for (;;) {
      body = JSON.stringify({
        v: 1, site: site, sent: Date.now(), consent: state, vid: vid || undefined, load: load,
        dropped: dropped, events: batch
      });
      if (body.length < 6e4 || batch.length < 2) break;
      batch = batch.slice(0, batch.length >> 1);
    }
    var told = dropped;
    if (!w.fetch || !("keepalive" in Request.prototype)) {
      if (n.sendBeacon && n.sendBeacon(endpoint, body)) done(batch, told);
      return;
    }
    busy = true;
    fetch(endpoint, {
      method: "POST", body: body, keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain" }
    }).then(guard(function (answer) {
      if (answer.status === 429 || answer.status >= 500) return retry(+answer.headers.get("Retry-After"));
      done(batch, told);
      if (!answer.ok) dropped += batch.length; // refused for good: say so next time
    }), guard(function () { retry(0); }));
  }
  function done(batch, told) {
    queue = queue.filter(function (event) { return batch.indexOf(event) < 0; });
    dropped -= told;
    busy = false;
    fails = 0;
    if (queue.length) later(50);
  }
  function retry(seconds) {
    var wait = Math.max(seconds || 0, Math.min(60, Math.pow(2, fails++))) * (1 + Math.random() / 2) * 1000;
    busy = false;
    notBefore = Date.now() + wait;
    later(wait + 10);
  }

  /* --- pages and time ------------------------------------------------------------------- */
  function address() { return location.href.slice(0, 2048); }
  function route() {
    // A fragment is a page of its own only where a router lives in it.
    return /^#[!/]/.test(location.hash) ? location.href : location.href.split("#")[0];
  }
  function visible() { return d.visibilityState !== "hidden"; }
  function total() {
    var running = view.since ? Date.now() - view.since : 0;
    return Math.round((view.ms + running) / 1000);
  }
  function pause() {
    if (view && view.since) { view.ms += Date.now() - view.since; view.since = 0; }
  }
  function tell() {
    if (!view || total() <= view.told) return;
    view.told = total();
    push({ type: "time", page: view.id, seconds: view.told });
  }
  function open(url) {
    pause();
    tell();
    var referrer = view ? view.url : d.referrer;
    view = { id: uuid(), url: address(), route: route(), ms: 0, since: visible() ? Date.now() : 0, told: 0 };
    push({ id: view.id, type: "view", url: url || view.url, referrer: referrer.slice(0, 2048), title: d.title.slice(0, 200) });
    later(10);
  }
  function moved() {
    if (!view || route() === view.route) return;
    pause();
    tell();
    // Routers set the title a moment after the address.
    setTimeout(guard(function () { if (route() !== view.route) open(); }), 120);
  }
  function leave() { pause(); tell(); flush(true); }

  function start() {
    if (cookie(COOKIE) && !refuses) { vid = cookie(COOKIE); state = "granted"; }
    if (refuses) state = "denied";
    open();
    on(d, "visibilitychange", function () {
      if (!visible()) return leave();
      if (view && !view.since) view.since = Date.now();
    });
    on(w, "pagehide", leave);
    on(w, "pageshow", function (event) { if (event.persisted) { load = uuid(); open(); } });
    on(w, "popstate", moved);
    on(w, "hashchange", moved);
    if (w.navigation) on(w.navigation, "currententrychange", moved);
    else setInterval(guard(moved), 700);
    setInterval(guard(function () {
      if (visible() && view && total() - view.told >= (view.told < 60 ? 15 : 60)) { tell(); flush(); }
    }), 5000);
    var wish = (before && before.pending) || tag.getAttribute("data-consent");
    if (wish) consent(wish);
    if (tag.getAttribute("data-banner") && !state && !cookie(REFUSED)) banner();
    d.dispatchEvent(new CustomEvent("closedloop:ready"));
  }

  /* --- a ready-made question, for pages that have none ------------------------------------ */
  function banner() {
    var box = d.createElement("section"), words = d.createElement("p"), row = d.createElement("div"), room = d.createElement("div");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", tag.getAttribute("data-banner-label") || "Cookies");
    box.style.cssText = "position:fixed;inset-inline:16px;bottom:16px;z-index:2147483000;max-width:460px;padding:16px;" +
      "border-radius:12px;background:#fff;color:#1c2530;border:1px solid #ccd3da;font:15px/1.5 system-ui,sans-serif;box-shadow:0 8px 30px rgba(0,0,0,.18)";
    words.style.cssText = "margin:0 0 12px";
    words.textContent = tag.getAttribute("data-banner");
    row.style.cssText = "display:flex;gap:8px;flex-wrap:wrap";
    box.append(words, row);
    // Two buttons of one kind: to refuse is as easy as to accept.
    [["denied", tag.getAttribute("data-refuse") || "Refuse"], ["granted", tag.getAttribute("data-accept") || "Accept"]].forEach(function (choice) {
      var button = d.createElement("button");
      button.type = "button";
      button.textContent = choice[1];
      button.style.cssText = "flex:1;min-height:44px;border-radius:8px;border:1px solid #1c2530;background:#fff;color:#1c2530;font:inherit;cursor:pointer";
      on(button, "click", function () {
        consent(choice[0]);
        if (choice[0] === "denied") bake(REFUSED, "1", 15552000); // so that nobody is asked again for 180 days
        box.remove();
        room.remove();
      });
      row.append(button);
    });
    // Room at the end of the page, so that its last lines can be scrolled out from under the box.
    d.body.append(room, box);
    room.style.height = box.offsetHeight + 32 + "px";
  }

  w.closedLoop = {
    version: 1,
    consent: guard(consent),
    page: guard(open),
    visitor: guard(function () { return { vid: vid, load: load, consent: state }; })
  };
  function ready() {
    if (d.readyState === "loading") on(d, "DOMContentLoaded", start);
    else start();
  }
  guard(function () {
    if (d.prerendering) d.addEventListener("prerenderingchange", guard(ready), { once: true });
    else ready();
  })();
})();
