/**
 * The admin API: health, metrics, and reading and changing the table of apps over HTTP. {@link
 * io.bellhop.app.admin.AdminServer} is the way in; what it serves is listed by {@link
 * io.bellhop.app.admin.AdminApi} and described for others in {@code openapi.yaml}.
 */
@NullMarked
package io.bellhop.app.admin;

import org.jspecify.annotations.NullMarked;
