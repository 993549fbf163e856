/**
 * The connection to the ensemble, with Curator and ZooKeeper's client behind it: sessions,
 * security, reads in bulk, transactions with a time limit.
 */
@NullMarked
package io.bellhop.config.connect;

import org.jspecify.annotations.NullMarked;
