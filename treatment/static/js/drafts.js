// No word is lost: what is typed into form[data-draft] goes to the server while it is typed.
{
  const WAIT = 1500; // after the last key
  const LONGEST_WAIT = 10_000; // while somebody goes on typing
  const RETRIES = [2000, 5000, 15_000, 30_000];
  const LARGEST_BEACON = 60_000; // letters; browsers take no more on leaving

  const said = {
    waiting: "Not saved yet",
    offline: "Not saved: no connection. Your words stay on this page; trying again.",
    held: "Not saved: no connection. Your words stay on this page and are sent as soon as it is back.",
    ended: "Not saved: your sign-in has ended. Your words stay on this page. Sign in again in the new window, then come back.",
    refused: "Not kept as a draft: save the page now.",
  };

  class Keeper {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-draft-status]");
      this.tab = this.window(form.elements.draft_tab?.value || "form");
      this.sequence = Number(form.elements.draft_sequence?.value) || 0;
      this.failures = 0;
      this.isTouched = this.isDirty = this.isLeaving = false;
      form.addEventListener("input", () => this.typed());
      form.addEventListener("change", () => this.typed());
    }

    // A refused form goes on in its own window; every other one is a window of its own.
    window(before) {
      if (before !== "form" && !before.endsWith(".form")) return before;
      const fresh = Math.random().toString(36).slice(2, 14);
      return this.form.dataset.draft ? `${this.form.dataset.draft}.${fresh}` : fresh;
    }

    typed() {
      this.isTouched = this.isDirty = true;
      if (!this.failures && !this.hasEnded) this.say(said.waiting);
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.send(), WAIT);
      this.late ??= setTimeout(() => this.send(), LONGEST_WAIT);
    }

    say(text, tone = "") {
      if (!this.status || this.status.textContent === text) return;
      this.status.textContent = text;
      this.status.dataset.tone = tone;
      const beside = this.status.parentElement.querySelector(".saved");
      if (beside) beside.hidden = true; // two states side by side would contradict each other
    }

    fields() {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) {
        const isSecret = this.form.elements[name]?.type === "password";
        if (typeof value === "string" && !isSecret) body.append(name, value);
      }
      if (!body.get("draft_page")) body.set("draft_page", location.pathname);
      body.set("draft_tab", this.tab);
      body.set("draft_sequence", ++this.sequence);
      return body;
    }

    // One at a time: what is typed meanwhile goes with the next.
    send() {
      this.sending ??= this.post().finally(() => (this.sending = undefined));
      return this.sending;
    }

    async post(isSecond = false) {
      clearTimeout(this.soon);
      clearTimeout(this.late);
      clearTimeout(this.again);
      this.late = undefined;
      this.isDirty = false;
      const answer = await this.fetched("/drafts").catch(() => undefined);
      if (answer?.ok) return this.kept((await answer.json()).saved);
      this.isDirty = true;
      if (answer?.type === "opaqueredirect") return this.ended();
      // The same person may have signed in again elsewhere: the page only needs a new token.
      if (answer?.status === 400 && !isSecond) {
        return (await window.waypointToken?.()) ? this.post(true) : this.ended();
      }
      if (answer && answer.status < 500) return this.refused();
      return this.missed();
    }

    fetched(way) {
      const limit = AbortSignal.timeout(15_000);
      return fetch(way, { method: "POST", body: this.fields(), redirect: "manual", signal: limit });
    }

    kept(moment) {
      this.failures = 0;
      this.hasEnded = false;
      document.dispatchEvent(new CustomEvent("waypoint:active"));
      this.say(`Draft saved ${moment}`, "calm");
      return true;
    }

    missed() {
      const pause = RETRIES[Math.min(this.failures++, RETRIES.length - 1)];
      this.say(this.held ? said.held : said.offline, "warn");
      this.again = setTimeout(() => this.retry(), pause);
      return false;
    }

    ended() {
      this.hasEnded = true;
      this.say(said.ended, "alarm");
      document.dispatchEvent(new CustomEvent("waypoint:ended"));
      return false;
    }

    refused() {
      this.say(said.refused, "alarm");
      return "refused";
    }

    async retry() {
      const isKept = await this.send();
      if (isKept && this.held) this.submit(this.held);
    }

    // A click on Save waits until the server has the words, and is repeated when it can be.
    async hold(button) {
      this.held = button ?? this.form;
      button?.setAttribute("aria-busy", "true");
      await this.sending;
      const isKept = await this.send();
      if (isKept) this.submit(this.held);
      else button?.removeAttribute("aria-busy");
    }

    submit(button) {
      this.held = undefined;
      this.isLeaving = true;
      this.set("draft_tab", this.tab);
      this.set("draft_sequence", ++this.sequence);
      this.form.requestSubmit(button === this.form ? undefined : button);
    }

    set(name, value) {
      let field = this.form.querySelector(`input[name="${name}"]`);
      if (!field) {
        field = Object.assign(document.createElement("input"), { type: "hidden", name });
        this.form.append(field);
      }
      field.value = value;
    }

    // Typed, or on its way and perhaps broken off by leaving.
    get isAtRisk() {
      return !this.isLeaving && Boolean(this.isDirty || this.sending);
    }

    // Closing, reloading, going elsewhere: the last word goes on its way without waiting.
    left() {
      if (!this.isAtRisk) return;
      const body = this.fields();
      if (String(body).length < LARGEST_BEACON) navigator.sendBeacon("/drafts/leave", body);
    }
  }

  const keepers = [...document.querySelectorAll("form[data-draft]")].map((form) => new Keeper(form));

  document.addEventListener(
    "submit",
    (event) => {
      const keeper = keepers.find((each) => each.form === event.target);
      if (!keeper?.isTouched || keeper.isLeaving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!keeper.held || !keeper.sending) keeper.hold(event.submitter);
    },
    true,
  );

  // What is about to be saved needs no live score any more; leaving would only break it off.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form");
    if (keepers.some((each) => each.form === form && (each.held || each.isLeaving))) event.preventDefault();
  });

  window.addEventListener("online", () => {
    for (const keeper of keepers) if (keeper.failures) keeper.retry();
  });

  document.addEventListener("waypoint:again", () => {
    for (const keeper of keepers) if (keeper.hasEnded) keeper.retry();
  });

  document.addEventListener("visibilitychange", () => {
    for (const keeper of keepers) if (document.hidden && keeper.isDirty) keeper.send();
  });

  window.addEventListener("pagehide", () => {
    for (const keeper of keepers) keeper.left();
  });

  window.addEventListener("beforeunload", (event) => {
    if (keepers.some((each) => each.isAtRisk)) event.preventDefault();
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const keeper of keepers) keeper.isLeaving = false;
  });
}
