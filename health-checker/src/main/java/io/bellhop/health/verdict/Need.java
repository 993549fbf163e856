package io.bellhop.health.verdict;

/**
 * Why instances of a deployment may serve that are not known to be healthy.
 *
 * @param panicking for want of a healthy one, those that once were
 * @param noneServes nobody is healthy that could take the deployment's requests
 */
record Need(boolean panicking, boolean noneServes) {}
