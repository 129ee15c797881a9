document.addEventListener('helloasso-outcome', ({ outcome }) => {
  if (outcome.outcome === 'paid') document.title = 'Merci ! – Les Amis du Jardin';
});
