package io.bellhop.model;

import java.time.Instant;

/**
 * A piece of configuration that was refused. The last good value, where there was one, stays.
 *
 * @param path the node
 * @param reason what is wrong and what would be right
 * @param since when this content was first refused
 */
public record RejectedNode(String path, String reason, Instant since) {}
