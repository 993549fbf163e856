package io.bellhop.app.attach;

/**
 * What became of input.
 *
 * @param taken the offset from which its client goes on
 * @param open whether the run may take more
 */
public record AttachedInput(long taken, boolean open) {}
