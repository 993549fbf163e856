package io.bellhop.router.exchange;

import io.bellhop.router.control.RouteTable;
import io.bellhop.router.failure.FailureResponses;
import io.bellhop.router.record.AccessLog;
import io.bellhop.router.record.Meters;
import io.bellhop.router.settings.RouterSettings;

/**
 * What the request paths of all event loops share. All of it is thread safe.
 *
 * @param table from host and path to an app
 * @param activity what the data plane is doing, counted
 */
public record Shared(
    RouterSettings settings,
    RouteTable table,
    RequestFields requestFields,
    FailureResponses failureResponses,
    Meters meters,
    AccessLog accessLog,
    Activity activity) {}
