/** The payment waits for your server. A rejection cancels it, and what to tell the payer is yours to say. */
document.addEventListener('helloasso-submit', (event) => {
  event.waitUntil(register(event));
});

async function register({ offer, amountCents }) {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ offer, amountCents });
  const response = await fetch('/inscriptions', { method: 'POST', headers, body });
  if (!response.ok) throw new Error('The registration was refused.');
}
