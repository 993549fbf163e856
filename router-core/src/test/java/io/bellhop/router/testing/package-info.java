/**
 * What the tests of the data plane share: a scripted backend, a client that sees every byte, and a
 * router between them. Nothing here knows HTTP beyond what it must read strictly.
 */
@NullMarked
package io.bellhop.router.testing;

import org.jspecify.annotations.NullMarked;
