import { arrive, installFakeProxy, PROXY } from './fake-proxy.ts';
import { GROUPS, STORIES } from './stories.ts';
import { addressOf, type PayerActions, type Story } from './story.ts';

/** The demo's proxy serves the widget. It gets no other request here. */
const SCRIPT = 'http://localhost:8787/helloasso-checkout.js';
const LINK = '<a href="https://www.helloasso.com/">Donner sur notre page HelloAsso</a>';

type StoryElement = HTMLElement & { readonly state: string; readonly updateComplete: Promise<unknown> };

const main = document.querySelector('main') as HTMLElement;
const story = STORIES.find(({ id }) => id === new URLSearchParams(location.search).get('state'));
if (story) await show(story);
else main.append(...list());

/** The list of all stories, by group. */
function list(): readonly HTMLElement[] {
  const heading = element('h1', 'Tous les états');
  const groups = Object.entries(GROUPS).map(([name, stories]) => {
    const section = document.createElement('section');
    const items = document.createElement('ul');
    for (const story of stories) {
      const link = element('a', story.title);
      link.href = addressOf(story, location.href);
      const item = document.createElement('li');
      item.append(link);
      items.append(item);
    }
    section.append(element('h2', name), items);
    return section;
  });
  return [heading, ...groups];
}

/** Shows one story. Sets `data-shown` on the page once the payer's actions are done. */
async function show(story: Story): Promise<void> {
  document.title = story.title;
  installFakeProxy(story);
  arrive(story);
  const shown = document.createElement(story.element ?? 'helloasso-checkout') as StoryElement;
  for (const [name, value] of Object.entries({ proxy: PROXY, offer: 'don', ...story.attributes })) {
    if (value !== null) shown.setAttribute(name, value);
  }
  shown.innerHTML = story.inside ?? LINK;
  main.innerHTML = story.around ?? '';
  (main.firstElementChild ?? main).append(shown);
  if (!story.isWithoutScript) await import(story.isWithoutChunks ? await copyOf(SCRIPT) : SCRIPT);
  if (story.act) {
    await until(() => shown.state !== 'loading' && shown.shadowRoot?.querySelector('form'));
    await shown.updateComplete; // the form comes in parts
    await story.act(actionsOf(shown));
  }
  document.documentElement.dataset.shown = '';
}

/** A copy of the script at an address without its chunks. */
async function copyOf(script: string): Promise<string> {
  const answer = await fetch(script);
  return URL.createObjectURL(await answer.blob());
}

function actionsOf(shown: StoryElement): PayerActions {
  const root = shown.shadowRoot as ShadowRoot;
  const find = <Found extends HTMLElement>(selector: string) => {
    const found = root.querySelector<Found>(selector);
    if (!found) throw new Error(`This form has no ${selector}.`);
    return found;
  };
  return {
    choose: (name, value) => find(`[name=${name}][value="${value}"]`).click(),
    fill(name, text) {
      const field = find<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`);
      field.focus();
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    tick() {
      for (const box of root.querySelectorAll<HTMLInputElement>('[type=checkbox]')) box.click();
    },
    press: () => find('[part=submit]').click(),
    async restorePage() {
      await until(() => shown.state === 'leaving');
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    },
  };
}

async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise(requestAnimationFrame);
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
