/** The postal address, for the few offers that ask for one: a chunk of its own. */
import { guard } from 'lit/directives/guard.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FieldOf, TokensOf } from '../../proxy/contract/payer.ts';
import { withAddressMessages } from '../messages/fr-address.ts';
import type { AddressMessages } from '../messages/messages.ts';
import { countries, FRANCE } from './countries.ts';
import type { FormContext } from './form-context.ts';
import { renderField, renderLabel, renderMessage } from './form-fields.ts';
import { asksForAddress, isAsked } from './form-values.ts';

/** In the order of the form. */
const FIELDS = Object.entries({
  address: 'address-line1',
  zipCode: 'postal-code',
  city: 'address-level2',
  country: 'country-name',
} satisfies TokensOf<'address'>) as readonly [FieldOf<'address'>, string][];

/** The fields of the address that the offer asks for. France is the only country: the others would take a slow phone too long before the form is there. */
export function renderAddress(form: FormContext): TemplateResult | typeof nothing {
  return render(form, false);
}

/** The same with every country. */
export const withCountries = {
  renderAddress: (form: FormContext) => render(form, true),
  get withCountries() {
    return withCountries;
  },
};

function render(form: FormContext, hasCountries: boolean): TemplateResult | typeof nothing {
  const rules = form.offer.payer;
  if (!asksForAddress(rules)) return nothing;
  const messages = withAddressMessages(form.messages);
  const context = { ...form, messages };
  return html`<fieldset>
    <legend part="label">${messages.postalAddress}</legend>
    ${FIELDS.map(([name, token]) => {
      if (!isAsked(rules, name)) return nothing;
      const isRequired = rules[name] === 'required';
      return name === 'country'
        ? renderCountry(token, isRequired, hasCountries, context)
        : renderField(name, token, isRequired, context);
    })}
  </fieldset>`;
}

/** France is chosen where a country is required; where it is optional, none is. */
function renderCountry(
  token: string,
  isRequired: boolean,
  hasCountries: boolean,
  context: FormContext & { readonly messages: AddressMessages },
): TemplateResult {
  const { values, errors, messages } = context;
  const isKnown = countries('fr').some(([code]) => code === values.country); // the page may give anything
  const country = (isKnown && values.country) || (isRequired ? FRANCE : '');
  const isOther = country !== '' && country !== FRANCE;
  // Lit sets `.value` before it fills what is inside the select: the option of France is static, and the others are made selected.
  return html`<div class="field">
    ${renderLabel('country', isRequired, context)}
    <select id="country" name="country" part="input" autocomplete=${token} aria-required=${isRequired}
      aria-invalid=${errors.has('country')} aria-describedby="country-message" .value=${country}>
      ${isRequired ? nothing : html`<option value="" .selected=${country === ''}></option>`}
      <option value="FRA">${messages.france}</option>
      ${hasCountries || isOther ? guard([messages.locale], () => otherCountries(messages.locale, country)) : nothing}
    </select>
    ${renderMessage('country', context)}
  </div>`;
}

/** Nodes, which are made once: templates of 248 options take a slow phone three times as long. */
function otherCountries(locale: string, chosen: string): DocumentFragment {
  const [, ...others] = countries(locale);
  const options = document.createDocumentFragment();
  options.append(...others.map(([code, name]) => new Option(name, code, false, code === chosen)));
  return options;
}
