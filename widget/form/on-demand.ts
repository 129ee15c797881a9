/** The parts of the form that few offers and pages need: a chunk of its own, loaded with such an offer, before the form is drawn. */
import text from './on-demand.css?inline';

export { renderCompany } from './company.ts';
export { initialValues } from './initial-values.ts';
export { renderCount, renderInstalments } from './instalments.ts';
export { renderMonthly } from './monthly.ts';
export { planRequest } from './plans.ts';
export { withSignedPrice } from './signed-price.ts';
export { renderTax } from './tax.ts';

/** How these parts look. */
export const styleSheet = new CSSStyleSheet();
styleSheet.replaceSync(text);
