// SPDX-License-Identifier: EUPL-1.2
//
// What a page gains when it may run script. Nothing here is needed: every page works as plain HTML and forms. The marks
// it looks for are listed in docs/ui-kit.md. Words come from the page (data- attributes), never from here; nodes are
// made by DOM methods only, so the strict policy with Trusted Types holds. Lines of comment are cut when it is built.
"use strict";
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const typing = (e) => e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName);
  const make = (tag, attributes, text) => {
    const node = document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    if (text) node.textContent = text;
    return node;
  };

  // ---- Error summary: the reader, and the screen reader, start there ----
  const summary = one("[data-error-summary]");
  if (summary) summary.focus();

  // ---- Ctrl+Enter sends the form one stands in ----
  document.addEventListener("keydown", (e) => {
    const form = e.target.form;
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && form) {
      e.preventDefault();
      form.requestSubmit();
    }
  });

  // ---- Single-key shortcuts: off unless the user has turned them on (WCAG 2.1.4) ----
  const rows = () => all(".wl__row .wl__task");
  const step = (by) => {
    const links = rows();
    const at = links.findIndex((link) => link.closest(".wl__row").contains(document.activeElement));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
    return next;
  };
  const into = (selector) => {
    const node = one(selector);
    if (node) node.focus();
    return node;
  };
  const shortcuts = {
    "/": () => into("#q"),
    n: () => into("[data-note], .quick textarea"),
    j: () => step(1),
    k: () => step(-1),
    "?": () => {
      const dialog = one("#shortcuts");
      if (dialog && !dialog.open) dialog.showModal();
      return dialog;
    },
  };
  if (document.body.dataset.shortcuts === "1") {
    document.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.repeat && e.key !== "j" && e.key !== "k") return;
      if (typing(e.target) && !/^(checkbox|radio|submit|button)$/.test(e.target.type)) return;
      if (e.target.closest("dialog")) return;
      if (Object.hasOwn(shortcuts, e.key) && shortcuts[e.key]()) e.preventDefault();
    });
  }

  // ---- Drafts: kept on the server, never in the browser (shared laptops) ----
  for (const box of all("textarea[data-draft]")) {
    const status = one("#draft-status");
    const say = (key) => { if (status) status.textContent = status.dataset[key] || ""; };
    let timer = 0;
    let kept = box.value;
    let leaving = false;
    const save = async () => {
      clearTimeout(timer);
      if (leaving || box.value === kept) return;
      const body = box.value;
      const token = box.form && box.form.elements.namedItem("csrf");
      say("saving");
      try {
        const reply = await fetch(box.dataset.draft, {
          method: "POST",
          body: new URLSearchParams({ body, csrf: token ? token.value : "" }),
          keepalive: true,
          redirect: "error",
        });
        if (!reply.ok) throw reply.status;
        kept = body;
        say("saved");
      } catch {
        say("failed");
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 3000);
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    // The form itself is on its way: a draft saved after it would come back as a ghost.
    if (box.form) box.form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    window.addEventListener("pageshow", () => { leaving = false; });
  }

  // ---- A grid: arrow up and down go to the same column of the next row ----
  for (const grid of all("[data-grid]")) grid.addEventListener("keydown", (e) => {
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[e.key];
    const cell = e.target.closest("td");
    if (!step || !cell || !e.target.matches("input")) return;
    const row = cell.parentElement[step];
    const to = row && row.cells[cell.cellIndex].querySelector("input");
    if (!to) return;
    e.preventDefault();
    to.focus();
    if (to.type === "text") to.select();
  });

  // ---- Search suggestions: an ARIA combobox with a listbox ----
  for (const input of all("input[data-suggest]")) {
    const list = make("ul", { id: input.id + "-list", class: "suggest no-max-width", role: "listbox", hidden: "" });
    const status = make("span", { class: "sr-only", role: "status" });
    const label = one(`label[for="${input.id}"]`);
    let timer = 0;
    let asked = 0;
    let at = -1;
    if (label) list.setAttribute("aria-label", label.textContent);
    input.after(list, status);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id]]) input.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const options = [...list.children];
      at = (index + options.length) % options.length;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const show = (hits) => {
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...hits.map((hit, i) => {
        const option = make("li", { id: `${list.id}-${i}`, role: "option", "aria-selected": "false" }, hit.label);
        option.append(make("span", {}, hit.detail));
        option.addEventListener("mousedown", (e) => e.preventDefault());
        option.addEventListener("click", () => go(hit.href));
        option.dataset.href = hit.href;
        return option;
      }));
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      status.textContent = hits.length ? (input.dataset.suggestMany || "").replace("{n}", hits.length)
        : input.dataset.suggestNone || "";
    };
    // Only a path of our own: an answer cannot send the reader elsewhere.
    const go = (href) => { if (/^\/(?!\/)/.test(href)) location.assign(href); };
    const ask = async () => {
      const q = input.value.trim();
      const mine = ++asked;
      if (q.length < 2) return close();
      try {
        const reply = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q })}`, { redirect: "error" });
        const hits = reply.ok ? await reply.json() : [];
        if (mine === asked && document.activeElement === input) show(hits.slice(0, 10));
      } catch {
        close();
      }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (e) => {
      if (list.hidden) return;
      if (e.key === "ArrowDown") mark(at + 1);
      else if (e.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
      else if (e.key === "Escape") close();
      else if (e.key === "Enter" && at >= 0) go(list.children[at].dataset.href);
      else return;
      e.preventDefault();
    });
  }

  // ---- All or none ----
  for (const master of all("input[data-all]")) {
    const boxes = all(`input[type=checkbox][name="${CSS.escape(master.dataset.all)}"]`);
    const look = () => {
      const on = boxes.filter((box) => box.checked).length;
      master.checked = on === boxes.length;
      master.indeterminate = on > 0 && on < boxes.length;
      master.classList.toggle("mixed", master.indeterminate);
    };
    master.hidden = false;
    const wrap = master.closest("[hidden]");
    if (wrap) wrap.hidden = false;
    master.addEventListener("change", () => { for (const box of boxes) box.checked = master.checked; look(); });
    for (const box of boxes) box.addEventListener("change", look);
    look();
  }

  // ---- A number as a slider with its value beside ----
  for (const box of all("[data-slider]")) {
    const out = make("output", { for: box.id, class: "dial__out" });
    const show = () => { out.textContent = `${box.value} ${box.dataset.slider}`; };
    box.type = "range";
    box.className = "dial";
    box.after(out);
    box.addEventListener("input", show);
    show();
  }

  // ---- A job's progress ----
  for (const job of all("[data-poll]")) {
    const bar = one("progress", job);
    const text = one("[data-poll-text]", job);
    const poll = async () => {
      try {
        const reply = await fetch(job.dataset.poll, { redirect: "error" });
        if (!reply.ok) return;
        const state = await reply.json();
        if (bar && state.total > 0) {
          bar.max = state.total;
          bar.value = state.progress;
        }
        if (text && state.text) text.textContent = state.text;
        if (state.done) {
          if (/^\/(?!\/)/.test(state.href || "")) location.replace(state.href);
          return;
        }
      } catch { /* the network blinked: ask again */ }
      setTimeout(poll, 1000);
    };
    setTimeout(poll, 1000);
  }

  // ---- The session runs out: say so two minutes before ----
  const seconds = Number(document.body.dataset.expiresSeconds);
  const warning = one("#session-warning");
  if (seconds > 0 && warning) {
    setTimeout(() => { warning.hidden = false; }, Math.max(0, seconds - 120) * 1000);
  }
})();
