<?php

// A receiver of payment events for a site in PHP, without a library: verifies the signature, ignores repeated events and stores the others. The
// proxy's FORWARD_URL is the address of this file; its FORWARD_SECRET must be in the environment of PHP, too.

const MAX_BYTES = 100_000;
const TOLERANCE_S = 300;

$secret = getenv('FORWARD_SECRET') ?: '';
$file = getenv('EVENTS_FILE') ?: __DIR__ . '/../events.ndjson'; // outside the folder that your site shows

$body = (string) file_get_contents('php://input', false, null, 0, MAX_BYTES + 1); // the exact bytes: they are what is signed
if (strlen($body) > MAX_BYTES) {
    http_response_code(413);
    exit;
}
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
if (!is_signed($secret, $id, $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '', $body, $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit;
}
$event = json_decode($body, true, 64, JSON_THROW_ON_ERROR);
if ($event['type'] !== 'test') { // helloasso-checkout doctor asks whether we are here
    store($file, $id, $event); // store first,
}
http_response_code(204); // then acknowledge: without this response the event is sent again

/** By Standard Webhooks: HMAC-SHA256 of id, time and body. While a secret is being replaced, there is a signature for each. */
function is_signed(string $secret, string $id, string $timestamp, string $body, string $signatures): bool {
    $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
    if ($key === false || $key === '' || $id === '' || abs(time() - (int) $timestamp) > TOLERANCE_S) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $matching = array_filter(explode(' ', $signatures), fn (string $signature) => hash_equals($expected, $signature));
    return $matching !== [];
}

/** Once: an event may arrive twice. In a database, the id would be a unique key. */
function store(string $file, string $id, array $event): void {
    $stored = fopen($file, 'c+') ?: throw new RuntimeException("$file cannot be written");
    flock($stored, LOCK_EX);
    $isWhole = true;
    while (($line = fgets($stored)) !== false) {
        $isWhole = str_ends_with($line, "\n"); // an incomplete last line is skipped: its event is sent again
        if ($isWhole && (json_decode($line, true)['id'] ?? null) === $id) {
            return;
        }
    }
    $line = ($isWhole ? '' : "\n") . json_encode(['id' => $id] + $event, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . "\n";
    if (fwrite($stored, $line) !== strlen($line) || !fflush($stored)) {
        throw new RuntimeException("$file cannot be written");
    }
}
