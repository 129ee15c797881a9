import { css } from 'lit';

/** The element as a box of the page: its width, its reserved height, text and focus. */
export const cardStyles = css`
  :host {
    max-inline-size: min(34rem, 100%);
    contain-intrinsic-inline-size: min(34rem, 85vi);
    --_accent: var(--helloasso-checkout-accent, #4c40cf);
    --_line: color-mix(in srgb, var(--_accent) 70%, CanvasText);
    container-type: inline-size;
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  form,
  fieldset,
  .card,
  .choices,
  .field {
    min-inline-size: 0;
    display: grid;
    align-content: start;
    gap: 0.5rem;
  }
  .card {
    gap: 1rem;
    border: 1px solid color-mix(in srgb, CanvasText 15%, Canvas);
    border-radius: 16px;
    background: Canvas;
    color: CanvasText;
    padding: 5%;
    font: 1rem/1.5 system-ui, sans-serif;
  }
  .reserved {
    min-block-size: var(--helloasso-checkout-block-size, calc(75rem - 85cqi));
  }
  .card ::slotted(*) {
    margin: 0;
  }
  legend,
  fieldset,
  h2,
  p {
    margin: 0;
    padding: 0;
    border: 0;
  }
  h2 {
    overflow-wrap: anywhere;
    line-height: 1.25;
    font-size: 1.375rem;
  }
  small {
    font-weight: 400;
    color: color-mix(in srgb, CanvasText 70%, Canvas);
    font-size: 0.875rem;
  }
  [role='status']:empty {
    position: absolute;
  }
  :focus-visible {
    outline-offset: 2px;
    outline: 3px solid var(--_line);
  }
`;
