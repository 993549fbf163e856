package io.bellhop.app.admin;

/** Who may change things. */
public sealed interface ChangePolicy {

  /** Whoever bears the token, from anywhere. */
  record ByToken(String token) implements ChangePolicy {
    /** Keeps the token out of logs. */
    @Override
    public String toString() {
      return "ByToken[…]";
    }
  }

  /** Whoever is on this machine: for {@code bellhop dev}, where everything is one person's. */
  record FromThisMachine() implements ChangePolicy {}

  /** Nobody: no token is set. */
  record Nobody() implements ChangePolicy {}

  /** By the token where there is one, else nobody. */
  static ChangePolicy ofToken(String token) {
    return token.isEmpty() ? new Nobody() : new ByToken(token);
  }

  /** By the token where there is one, else this machine. */
  static ChangePolicy ofTokenOrThisMachine(String token) {
    return token.isEmpty() ? new FromThisMachine() : new ByToken(token);
  }
}
