// What integrators write today: one route, which asks for a token for every payment and believes the amount that the page sends.
import express from 'express';

const { HELLOASSO_API_URL, HELLOASSO_ORGANIZATION, HELLOASSO_CLIENT_ID, HELLOASSO_CLIENT_SECRET } = process.env;

const app = express();

app.post('/v1/checkouts', express.json(), async (request, response) => {
  const granted = await fetch(`${HELLOASSO_API_URL}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: HELLOASSO_CLIENT_ID,
      client_secret: HELLOASSO_CLIENT_SECRET,
    }),
  });
  if (!granted.ok) return response.sendStatus(502);
  const { access_token: token } = await granted.json();
  const created = await fetch(`${HELLOASSO_API_URL}/v5/organizations/${HELLOASSO_ORGANIZATION}/checkout-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      totalAmount: request.body.amountCents,
      initialAmount: request.body.amountCents,
      itemName: 'Don à l’association',
      returnUrl: 'https://www.example.org/merci',
      errorUrl: 'https://www.example.org/erreur',
      backUrl: 'https://www.example.org/nous-aider',
      containsDonation: true,
      payer: request.body.payer,
    }),
  });
  if (!created.ok) return response.sendStatus(502);
  const { redirectUrl } = await created.json();
  response.status(201).json({ redirectUrl });
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
