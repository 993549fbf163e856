/**
 * What Bellhop's modules speak of with each other: apps, deployments, backends and traffic as
 * immutable values, and the ports through which configuration, routing and administration meet.
 *
 * <p>Depends on the JDK alone. The modules above it (router-core, config-sync, …) never see each
 * other; whatever passes between two of them is declared here.
 */
@NullMarked
package io.bellhop.model;

import org.jspecify.annotations.NullMarked;
