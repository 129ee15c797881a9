import { css } from 'lit';

/** What a payer fills in, chooses and presses. */
export const fieldStyles = css`
  form {
    gap: 2rem;
  }
  .field {
    gap: 0.25rem;
  }
  legend,
  .field label {
    font-weight: 600;
  }
  legend {
    margin-block-end: 0.5rem;
    font-size: 1.125rem;
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
  .message {
    min-block-size: clamp(1.25rem, (16rem - 100cqi) * 9, 2.5rem);
    font-size: 0.875rem;
    line-height: 1.25rem;
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
  .price {
    font-weight: 700;
    font-size: 1.75rem;
  }
  .choice small {
    display: block;
  }
  .tax {
    min-block-size: 2.5rem;
    font-size: 0.875rem;
    line-height: 1.25rem;
    text-wrap: balance;
  }
  mark {
    background: #ffd667;
    padding: 0.125rem 0.5rem;
    border-radius: 8px;
  }
`;
