package io.bellhop.model.run;

import io.bellhop.model.InvalidValueException;

/** The size of a terminal, in characters. */
public record TerminalSize(int rows, int columns) {
  private static final int MOST = 10_000;

  /** Throws {@link InvalidValueException} where no terminal can have it. */
  public TerminalSize {
    if (rows < 1 || rows > MOST || columns < 1 || columns > MOST) {
      throw new InvalidValueException(
          "terminal of %d rows and %d columns is not valid: use 1 to %d of both"
              .formatted(rows, columns, MOST));
    }
  }
}
