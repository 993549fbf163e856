package io.bellhop.app.admin;

/** What a call is answered with. */
sealed interface Answer permits Reply, Feed {}
