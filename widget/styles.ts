export const styles = `
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
  form {
    gap: 2rem;
  }
  .room {
    min-block-size: var(--helloasso-checkout-block-size, calc(75rem - 85cqi));
  }
  .field {
    gap: 0.25rem;
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
  legend,
  .field label {
    font-weight: 600;
  }
  legend {
    margin-block-end: 0.5rem;
    font-size: 1.125rem;
  }
  small {
    font-weight: 400;
    color: color-mix(in srgb, CanvasText 70%, Canvas);
    font-size: 0.875rem;
  }
  input,
  select,
  button,
  .choice {
    border: 1px solid color-mix(in srgb, CanvasText 50%, Canvas);
    border-radius: 8px;
    background: Canvas;
    color: inherit;
    padding: 0.5rem;
    font: inherit;
    min-block-size: 3rem;
  }
  input,
  select {
    inline-size: 100%;
  }
  .choice [type] {
    flex: none;
    inline-size: 1.25rem;
    min-block-size: 1.25rem;
    margin: 0;
    accent-color: var(--_line);
  }
  .payer {
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
  }
  .payer > :last-child,
  .payer > :nth-child(n + 4) {
    grid-column: 1 / -1;
  }
  .choices {
    flex-wrap: wrap;
    display: flex;
  }
  .choices > * {
    flex: 1 1 5rem;
    max-inline-size: 12rem;
  }
  .choice,
  .choice label {
    cursor: pointer;
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  .choice:has(:checked) {
    outline: 2px solid var(--_line);
  }
  .other {
    flex-wrap: wrap;
  }
  .other label {
    flex: auto;
    min-block-size: 3rem;
  }
  .euros {
    display: flex;
    flex: 1 1 8rem;
    gap: 0.5rem;
    align-items: center;
  }
  .remark {
    min-block-size: clamp(1.25rem, (16rem - 100cqi) * 9, 2.5rem);
    font-size: 0.875rem;
    line-height: 1.25rem;
  }
  [role='status']:empty {
    position: absolute;
  }
  button {
    font-weight: 700;
    padding-inline: 1rem;
    cursor: pointer;
    justify-self: start;
  }
  [part] {
    justify-self: stretch;
    background: var(--_accent);
    border-color: #0000;
    color: #fff;
    font-size: 1.125rem;
  }
  :focus-visible {
    outline-offset: 2px;
    outline: 3px solid var(--_line);
  }
  .price {
    font-weight: 700;
    font-size: 1.75rem;
  }
`;
