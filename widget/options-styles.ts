export const optionsStyles = `
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
