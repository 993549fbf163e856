package io.bellhop.agent.logs;

/**
 * How much is kept of what one instance prints.
 *
 * @param fileBytes at which a file is put aside and a new one begun
 * @param files kept in all
 */
public record LogLimits(long fileBytes, int files) {
  /** Five files of 1 MiB. */
  public static final LogLimits DEFAULT = new LogLimits(1024 * 1024, 5);
}
