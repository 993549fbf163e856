package io.bellhop.model.run;

import java.util.Optional;

/**
 * How a run is tied to the client that asked for it: it has that client's input, its output goes
 * there first, and it does not go on without it for long.
 *
 * @param terminal the size of the terminal that it runs in; empty for plain streams
 */
public record Attachment(Optional<TerminalSize> terminal) {}
