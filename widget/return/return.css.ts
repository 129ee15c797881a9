/** An outcome, a failure, and what a form looks like while it is sent. */
export const returnStyles = `
  :host {
    --_error: color-mix(in srgb, #e0203a 65%, CanvasText);
  }
  input[aria-invalid='true'] {
    border: 2px solid var(--_error);
  }
  [aria-invalid='true'] .choice {
    border-color: var(--_error);
  }
  .field-error,
  .failed {
    color: var(--_error);
  }
  [part]:hover {
    filter: brightness(0.88);
  }
  [aria-disabled='true'],
  form:has(~ .leaving) button[part] {
    cursor: progress;
    opacity: 0.8;
  }
  .return h2,
  p {
    text-wrap: balance;
  }
  .return {
    display: grid;
    gap: 0.75rem;
    margin-block-end: 0.5rem;
    padding-inline-start: 1rem;
    border-inline-start: 4px solid var(--_line);
    scroll-margin-block: 5rem;
  }
  .paid {
    border-color: #30c677;
  }
  .refused,
  .error,
  .contested {
    border-color: var(--_error);
  }
  .return h2 {
    outline: 0;
  }
  p.ready,
  p.verified,
  p.unverified {
    position: absolute;
    clip-path: inset(50%);
  }
  aside {
    padding: 0.75rem 1rem;
    border: 2px dashed var(--_line);
    border-radius: 8px;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  a[part] {
    border: 1px solid #0000;
    border-radius: 8px;
    padding: 0.5rem 1rem;
    text-align: center;
    text-decoration: none;
    font-weight: 700;
    line-height: 1.75;
  }
  a:not([part]),
  ::slotted(a) {
    display: inline-block;
    padding-block: 0.75rem;
    color: var(--_line);
  }
`;
