package io.bellhop.model.plane;

/**
 * A request or tunnel that was ended at the drain deadline.
 *
 * @param path of the request, without its query
 * @param ageMillis how long it had been under way
 * @param upgraded whether it was a tunnel
 */
public record CutRequest(String path, long ageMillis, boolean upgraded) {}
