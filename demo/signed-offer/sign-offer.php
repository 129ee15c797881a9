<?php

// Signs a price for the attribute `signed-offer`, valid for 30 minutes. Use it only on your server: the key allows setting prices.
// $cart: 'offer'; 'amountCents', an int; 'reference', a string of 1 to 64 characters (A-Z a-z 0-9 _ . : / -); 'itemName', or the offer's is shown.
// $key: one of the proxy's OFFER_KEYS; $organization: the slug; $environment: 'sandbox' (also with the simulator) or 'production'.
function sign_offer(array $cart, string $key, string $organization, string $environment): string {
    $encode = fn (string $bytes) => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $claims = ['aud' => $organization, 'environment' => $environment, 'iat' => time(), 'exp' => time() + 1800] + $cart;
    $header = $encode(json_encode(['alg' => 'HS256', 'typ' => 'helloasso-offer+jwt']));
    $payload = $encode(json_encode($claims, JSON_THROW_ON_ERROR));
    $signature = hash_hmac('sha256', "$header.$payload", base64_decode($key), true);
    return "$header.$payload." . $encode($signature);
}
