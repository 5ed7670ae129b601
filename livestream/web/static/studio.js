// What the studio does in the browser itself: moving between pages, searching, following the video, hearing a voice.
(() => {
  const pages = ['create', 'products', 'voices', 'library', 'settings'];

  const show = (page) => {
    const name = pages.includes(page) ? page : 'create';
    document.documentElement.dataset.page = name;
    document.querySelectorAll('.nav [data-page]').forEach((button) => {
      if (button.dataset.page === name) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    });
  };

  const go = (page) => {
    if (location.hash.slice(1) !== page) history.pushState(null, '', `#${page}`);
    show(page);
    window.scrollTo({ top: 0 });
  };

  const sample = (query) => `/api/voices/sample.wav?${new URLSearchParams(query)}`;

  const play = (button, query) => {
    const audio = (window.yiboAudio ??= new Audio());
    audio.pause();
    audio.src = sample(query);
    button?.classList.add('busy');
    audio.onplaying = audio.onerror = () => button?.classList.remove('busy');
    return audio.play().catch(() => button?.classList.remove('busy'));
  };

  // Moments come in UTC and are shown in the visitor's own time.
  const times = (element) => element.querySelectorAll('time[datetime]').forEach((time) => {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace('T', ' ');
  });

  // On a phone the stage lies below the form; what is wrong with the form is drawn first and stays in view.
  const toStage = () => setTimeout(() => {
    if (innerWidth < 1000 && !document.querySelector('#note .note-error, #script-warning .note-error')) document.querySelector('#stage').scrollIntoView({ behavior: 'smooth' });
  }, 200);

  // Once a script is being written it comes into view.
  const toScript = (tries = 60) => setTimeout(() => {
    const script = document.querySelector('#script');
    const { top } = script.getBoundingClientRect();
    if (!script.querySelector('.line-next')) { if (tries) toScript(tries - 1); }
    else if (top < 0 || top > innerHeight * 0.6) script.scrollIntoView({ behavior: 'smooth' });
  }, 100);

  // The list of voices is opened, so that the one that was chosen elsewhere is seen.
  const toVoices = () => {
    const more = document.querySelector('#more > button');
    if (!more.classList.contains('open')) more.click();
    setTimeout(() => document.querySelector('#speakers').scrollIntoView({ behavior: 'smooth', block: 'center' }), 400);
  };

  window.yibo = { go, show, play, times, toStage, toScript, toVoices };
  show(location.hash.slice(1));
  window.addEventListener('popstate', () => show(location.hash.slice(1)));

  document.addEventListener('click', (event) => {
    const nav = event.target.closest('[data-go]');
    if (nav) go(nav.dataset.go);
    const hear = event.target.closest('[data-hear]');
    if (hear) { const { language, gender, tone, engine, speaker } = hear.dataset; play(hear, { language, gender, tone, engine, speaker }); }
    const seek = event.target.closest('[data-seek]');
    const video = seek && document.querySelector('#stage video[data-take]');
    if (video) { video.currentTime = Number(seek.dataset.seek); video.play(); }
  });

  // The menu of a line closes when something else is pressed and on Escape; the arrows walk through it.
  document.addEventListener('click', (event) => {
    document.querySelectorAll('.ways[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.target.closest?.('.ways[open]');
    if (!menu) return;
    const stops = [...menu.querySelectorAll('summary, .way')];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') { menu.open = false; stops[0].focus(); }
    else if (step) { event.preventDefault(); stops.at((stops.indexOf(event.target) + step) % stops.length).focus(); }
  });

  // Of a group of drawn radio buttons the chosen one is a tab stop; the arrows walk on and choose where they come to rest.
  let resting;
  const choose = (radio) => radio.closest('[role="radiogroup"]').querySelectorAll('[role="radio"][aria-checked]').forEach((one) => {
    one.setAttribute('aria-checked', one === radio);
    one.tabIndex = one === radio ? 0 : -1;
  });
  document.addEventListener('click', (event) => {
    const radio = event.target.closest('[role="radio"][aria-checked]');
    if (radio) choose(radio);
  });
  document.addEventListener('keydown', (event) => {
    const radio = event.target.closest?.('[role="radio"][aria-checked]');
    const step = radio && { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const radios = [...radio.closest('[role="radiogroup"]').querySelectorAll('[role="radio"][aria-checked]')];
    const next = radios.at((radios.indexOf(radio) + step) % radios.length);
    next.focus();
    choose(next);
    clearTimeout(resting);
    resting = setTimeout(() => next.click(), 250);
  });

  // A voice is prepared while the pointer comes to its button, so that a press is heard at once.
  document.addEventListener('pointerover', (event) => {
    const hear = event.target.closest?.('[data-hear]:not([data-ready], :disabled)');
    if (!hear) return;
    hear.dataset.ready = '';
    const { language, gender, tone, engine, speaker } = hear.dataset;
    fetch(sample({ language, gender, tone, engine, speaker }));
  });

  // A file that is too large is refused before it is sent: the server's limit has no words of its own.
  const refuse = (event, files) => {
    const bar = document.querySelector('.bar-top');
    const large = [...(files ?? [])].find((file) => file.size > Number(bar?.dataset.limit ?? Infinity));
    if (!large) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const zone = event.target.closest('.block') ?? event.target;
    zone.parentElement.querySelector('.note-large')?.remove();
    const note = Object.assign(document.createElement('div'), { className: 'note note-error note-large', role: 'alert' });
    note.textContent = bar.dataset.large.replace('{name}', large.name);
    zone.after(note);
  };
  document.addEventListener('change', (event) => {
    document.querySelectorAll('.note-large').forEach((note) => note.remove());
    if (event.target.matches?.('input[type="file"]')) refuse(event, event.target.files);
  }, true);
  document.addEventListener('drop', (event) => refuse(event, event.dataTransfer?.files), true);

  // The line that is being spoken is marked; media events do not bubble, so they are caught on the way down.
  document.addEventListener('timeupdate', (event) => {
    if (!event.target.closest?.('#stage [data-take]')) return;
    const now = event.target.currentTime;
    document.querySelectorAll('#script [data-start]').forEach((line) => {
      line.classList.toggle('line-on', now >= Number(line.dataset.start) && now < Number(line.dataset.end));
    });
  }, true);

  // Safari plays no mp4 that is still growing, but follows the playlist of its fragments.
  const apple = navigator.vendor.startsWith('Apple');
  document.addEventListener('loadstart', (event) => {
    const video = event.target;
    if (apple && video.dataset?.hls && video.src.endsWith('/stream.mp4')) video.src = video.dataset.hls;
  }, true);

  // A stream that has ended, or whose growing file is gone, becomes the finished file, in which one can seek.
  const finish = (event) => {
    const video = event.target;
    if (!video?.dataset?.final || video.src.endsWith(video.dataset.final)) return;
    const broke = event.type === 'error';
    const at = broke ? video.currentTime : 0;
    fetch(video.dataset.final, { method: 'HEAD' }).then((answer) => {
      if (!answer.ok) {
        if (broke && video.isConnected) setTimeout(() => finish(event), 3000);
        return;
      }
      video.autoplay = broke;
      video.src = video.dataset.final;
      video.currentTime = at;
    });
  };
  document.addEventListener('ended', finish, true);
  document.addEventListener('error', finish, true);
})();
