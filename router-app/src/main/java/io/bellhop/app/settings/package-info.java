/**
 * What an operator can set, as one tree of records: the defaults, {@code bellhop.yaml}, the
 * environment and the command line, each laid over the one before. {@link
 * io.bellhop.app.settings.SettingsReader} is the way in.
 */
@NullMarked
package io.bellhop.app.settings;

import org.jspecify.annotations.NullMarked;
