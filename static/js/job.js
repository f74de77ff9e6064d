// The page of a long job: asks every two seconds how far it has come, and shows the result when it is done.
(() => {
  "use strict";
  const holder = document.querySelector("#job[data-state-url]");
  if (!holder) return;
  const bar = document.querySelector("#job-progress");
  const put = (id, text) => {
    const place = document.querySelector(id);
    if (place.textContent !== text) place.textContent = text;
  };

  async function look() {
    try {
      const answer = await fetch(holder.dataset.stateUrl, { headers: { Accept: "application/json" } });
      const isSignedOut = answer.redirected || !answer.ok;
      const job = isSignedOut ? { under_way: false } : await answer.json();
      if (!job.under_way) {
        location.reload();
        return;
      }
      if (job.percent !== null) bar.value = job.percent;
      put("#job-state", job.state);
      put("#job-words", job.words);
    } catch {
      // Offline for a while: the next look asks again.
    }
    setTimeout(look, 2000);
  }

  setTimeout(look, 1000);
})();
