package io.bellhop.app.run;

/**
 * Where a router process is in its life.
 *
 * <pre>
 *   WAITING ──table loaded──▶ SERVING ──told to end──▶ LEAVING ──delay over──▶ DRAINING ──▶ STOPPED
 *      └────────────────────────told to end──────────────────────────────────────────────────▲
 * </pre>
 */
enum Phase {
  /** For a table to route by; nothing listens but the admin API. */
  WAITING,
  /** Takes requests. */
  SERVING,
  /** Takes requests, but says that they should be sent elsewhere. */
  LEAVING,
  /** Takes no new connections; requests under way end. */
  DRAINING,
  /** All is closed. */
  STOPPED
}
