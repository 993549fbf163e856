package io.bellhop.app.news;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Something that happened to an app.
 *
 * @param key the same for the same happening, whoever tells it
 * @param name what sort of event it is: {@code instance}, {@code sleep}, {@code run}
 * @param data what there is to tell; always with {@code at}, {@code kind} and {@code message}
 */
public record NewsEvent(String key, String name, Instant at, ObjectNode data) {}
