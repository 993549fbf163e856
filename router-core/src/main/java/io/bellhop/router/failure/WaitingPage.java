package io.bellhop.router.failure;

/** What a person sees while an app wakes. It needs no script, and asks again by itself. */
final class WaitingPage {
  static final String HTML =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="5">
      <title>Starting…</title>
      <style>
      body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem; }
      body { color: #222; background: #fff; }
      @media (prefers-color-scheme: dark) { body { color: #eee; background: #181818; } }
      progress { width: 100%; }
      small { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <main>
      <h1>Just a moment</h1>
      <p role="status">{{explanation}} This page shows it as soon as it is ready.</p>
      <progress aria-label="Starting"></progress>
      <p><small>{{status}} <code>{{code}}</code>, request <code>{{request_id}}</code></small></p>
      </main>
      </body>
      </html>
      """;

  private WaitingPage() {}
}
