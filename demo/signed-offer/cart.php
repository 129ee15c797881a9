<?php

// The page of a cart, in a site without a library. The offers file of the proxy has this offer:
//   "panier": { "kind": "payment", "itemName": "Commande", "amountCents": "signed" }

require __DIR__ . '/sign-offer.php';

// From your own database, never from the request.
$order = ['id' => 4242, 'euros' => 29.90];

$signed = sign_offer(
    ['offer' => 'panier', 'amountCents' => (int) round($order['euros'] * 100), 'reference' => (string) $order['id']],
    getenv('OFFER_KEY'), // one of OFFER_KEYS
    getenv('HELLOASSO_ORGANIZATION'),
    'sandbox', // or 'production', as the proxy
);
$proxy = getenv('PROXY_URL');
?>
<!doctype html>
<html lang="fr">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Votre commande</title>
  <link rel="icon" href="data:,">
  <script type="module" src="<?= htmlspecialchars($proxy) ?>/helloasso-checkout.js"></script>
  <h1>Votre commande</h1>
  <helloasso-checkout proxy="<?= htmlspecialchars($proxy) ?>" offer="panier" signed-offer="<?= $signed ?>"></helloasso-checkout>
</html>
