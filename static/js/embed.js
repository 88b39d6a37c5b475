/* Closed Loop forms on a customer's page: <div data-closed-loop-form="KEY"></div>; docs/forms.md.
   Everything is built with createElement in a shadow root: no inline style, no markup from outside. */
(function () {
  "use strict";
  var d = document, w = window;
  var tag = d.currentScript || d.querySelector("script[src*='embed.js']");
  if (!tag) return;
  var base = tag.src.replace(/embed\.js(\?.*)?$/, "f/");

  function make(name, attributes, children) {
    var element = d.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null && value !== "") element.setAttribute(key, value);
    });
    (children || []).forEach(function (child) { if (child) element.append(child); });
    return element;
  }
  function lines(text) {
    var parts = [];
    String(text).split("\n").forEach(function (line, i) { if (i) parts.push(d.createElement("br")); parts.push(line); });
    return parts;
  }

  function control(field, words) {
    var common = { id: "cl-" + field.key, name: field.key, required: field.required, maxlength: field.longest };
    if (field.control === "textarea") return make("textarea", Object.assign({ rows: 4, dir: "auto" }, common));
    if (field.control === "select") {
      delete common.maxlength;
      return make("select", common, [make("option", {}, [words.choose])].concat(field.choices.map(function (choice) {
        return make("option", { dir: "auto", value: choice }, [choice]);
      })));
    }
    return make("input", Object.assign({ type: field.control, autocomplete: field.autocomplete, dir: field.control === "text" ? "auto" : "" }, common));
  }
  function tick(key, label, required) {
    return make("div", { class: "cl-field" }, [make("label", { class: "cl-check" }, [
      make("input", { id: "cl-" + key, type: "checkbox", name: key, value: "yes", required: required }),
      make("span", { dir: "auto" }, [label])
    ])]);
  }
  function row(field, words) {
    if (field.control === "checkbox") return tick(field.key, field.label, field.required);
    var name = [make("span", { dir: "auto" }, [field.label])];
    if (!field.required) name.push(" ", make("span", { class: "cl-optional" }, ["(" + words.optional + ")"]));
    var made = control(field, words);
    if (made.localName === "select") made.options[0].value = "";
    return make("div", { class: "cl-field" }, [make("label", { for: made.id }, name), made]);
  }

  function build(root, form) {
    var words = form.words;
    var alert = make("p", { class: "cl-faulty", role: "alert", hidden: true });
    var send = make("button", { class: "cl-send", type: "submit" }, [form.button]);
    var element = make("form", { class: "cl-form", novalidate: true }, [
      form.title && make("h2", { class: "cl-title", dir: "auto" }, [form.title]),
      form.intro && make("p", { class: "cl-intro", dir: "auto" }, lines(form.intro)),
      alert
    ].concat(form.fields.map(function (field) { return row(field, words); }), [
      form.source && row({
        key: "cl_source", label: form.source.label, required: false, longest: 120,
        control: form.source.choices.length ? "select" : "text", choices: form.source.choices
      }, words),
      form.consent && tick("cl_consent", form.consent, false),
      make("div", { class: "cl-extra", "aria-hidden": "true" }, [
        make("label", { for: "cl-note" }, [words.empty]), make("input", { id: "cl-note", name: "cl_note", tabindex: -1, autocomplete: "off" })
      ]),
      send
    ]));

    function say(text) { alert.textContent = text; alert.hidden = !text; }
    function mark(errors) {
      element.querySelectorAll(".cl-error").forEach(function (old) { old.remove(); });
      element.querySelectorAll("[aria-invalid]").forEach(function (old) { old.removeAttribute("aria-invalid"); old.removeAttribute("aria-describedby"); });
      var first = null;
      Object.keys(errors).forEach(function (key) {
        var input = key && root.getElementById("cl-" + key);
        if (!input) return;
        var id = "cl-" + key + "-error";
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", id);
        input.closest(".cl-field").append(make("p", { class: "cl-error", id: id }, [errors[key]]));
        first = first || input;
      });
      if (first) first.focus();
    }
    function answers() {
      var all = { cl_token: form.token, cl_page: location.href.slice(0, 2048), cl_referrer: d.referrer.slice(0, 2048) };
      new FormData(element).forEach(function (value, name) { all[name] = String(value); });
      var visitor = w.closedLoop && w.closedLoop.visitor && w.closedLoop.visitor();
      if (visitor) { all.cl_load = visitor.load; if (visitor.consent === "granted") all.cl_vid = visitor.vid; }
      return all;
    }
    element.addEventListener("submit", function (event) {
      event.preventDefault();
      send.disabled = true;
      say("");
      fetch(base + form.key + "/submit", {
        method: "POST", credentials: "omit", headers: { "Content-Type": "text/plain" }, body: JSON.stringify(answers())
      }).then(function (answer) {
        return answer.json().then(function (body) {
          if (answer.status < 300) {
            var thanks = make("p", { class: "cl-thanks", role: "status", tabindex: -1, dir: "auto" }, lines(body.thank_you));
            element.replaceChildren(thanks);
            thanks.focus();
          } else if (answer.status === 422) {
            send.disabled = false;
            mark(body.errors);
            say(body.errors[""] || words.faulty);
          } else throw new Error(body.error);
        });
      }).catch(function () {
        // Nothing is cleared: the same token makes a second sending the same submission.
        send.disabled = false;
        say(words.failed);
      });
    });
    return element;
  }

  function show(place) {
    var key = place.getAttribute("data-closed-loop-form");
    if (!key || place.shadowRoot) return;
    var root = place.attachShadow({ mode: "open" });
    fetch(base + encodeURIComponent(key) + ".json", { credentials: "omit" }).then(function (answer) {
      if (!answer.ok) throw new Error("form " + answer.status);
      return answer.json();
    }).then(function (form) {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(form.css);
      root.adoptedStyleSheets = [sheet];
      root.append(build(root, form));
      place.dispatchEvent(new CustomEvent("closedloop:form", { bubbles: true }));
    }).catch(function (error) {
      if (w.console) console.warn("Closed Loop: the form could not be shown.", error.message);
    });
  }
  function all() { d.querySelectorAll("[data-closed-loop-form]").forEach(show); }
  if (d.readyState === "loading") d.addEventListener("DOMContentLoaded", all);
  else all();
})();
