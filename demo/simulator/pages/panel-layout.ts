import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Html, page } from './layout.ts';

const SECTIONS = [
  { path: '/', label: 'Réglages' },
  { path: '/intentions', label: 'Intentions' },
  { path: '/notifications', label: 'Notifications' },
] as const;

/** A page of the control panel. */
export function panelPage(c: Context, title: string, content: Html): Promise<Response> {
  const main = html`<main>
    <nav aria-label="Panneau de contrôle">
      <ul>
        ${SECTIONS.map(({ path, label }) => {
          const current = c.req.path === path ? html`aria-current="page"` : '';
          return html`<li><a href="${path}" ${current}>${label}</a></li>`;
        })}
      </ul>
    </nav>
    <h1>${title}</h1>
    ${content}
  </main>`;
  return page(c, { title, main });
}

/** A button in a form of its own, with hidden fields. */
export function action(path: string, label: string, fields: Readonly<Record<string, string | number>> = {}): Html {
  return html`<form method="post" action="${path}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button>${label}</button>
  </form>`;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectField {
  readonly name: string;
  /** Required if the page has two fields of that name. Default: the name. */
  readonly id?: string;
  readonly label: string;
  readonly options: readonly Option[];
  /** Value of the selected option. Default: the first option. */
  readonly selected?: string;
}

export function selectField({ name, id = name, label, options, selected }: SelectField): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map(({ value, label }) => {
        const mark = value === selected ? html`selected` : '';
        return html`<option value="${value}" ${mark}>${label}</option>`;
      })}
    </select>
  </div>`;
}

interface FieldOptions {
  readonly type?: 'text' | 'number' | 'url';
  readonly min?: number;
  readonly max?: number;
  /** Required if the page has two fields of that name. Default: the name. */
  readonly id?: string;
}

export function inputField(name: string, label: string, value: string | number, options: FieldOptions = {}): Html {
  const { type = 'text', min, max, id = name } = options;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="off"
      ${min === undefined ? '' : html`min="${min}"`} ${max === undefined ? '' : html`max="${max}"`}>
  </div>`;
}
