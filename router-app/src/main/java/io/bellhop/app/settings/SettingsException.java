package io.bellhop.app.settings;

/** Settings that cannot be used. The message names file, key and remedy, fit for a user's eyes. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A refusal that is its own cause. */
  public SettingsException(String message) {
    super(message);
  }

  /** A refusal with what caused it. */
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
