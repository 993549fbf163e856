/** What an operator can set of the data plane, validated, with its defaults. */
@NullMarked
package io.bellhop.router.settings;

import org.jspecify.annotations.NullMarked;
