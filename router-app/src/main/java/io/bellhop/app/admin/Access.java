package io.bellhop.app.admin;

/** What a request does, and so what it takes to be let in. */
enum Access {
  /** Changes nothing: open to whoever reaches the address. */
  READ,
  /** Changes what all routers do: only by the {@link ChangePolicy}. */
  CHANGE
}
