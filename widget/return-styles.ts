export const returnStyles = `
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
  .return h2 {
    outline: 0;
  }
  aside {
    padding: 0.75rem 1rem;
    border: 2px dashed var(--_line);
    border-radius: 8px;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  a {
    display: inline-block;
    padding-block: 0.75rem;
    color: var(--_line);
  }
`;
